"""What Slack takes: its limits on what we render, each with where it is said.

Slack speaks of characters and does not say how it counts an emoji. We count UTF-16 units, which are never fewer.
"""

# https://docs.slack.dev/reference/block-kit/blocks: "100 blocks in modals or Home tabs."
VIEW_BLOCKS = 100
# https://docs.slack.dev/reference/methods/chat.postMessage#truncating: "limit the number of characters in the text field to
# 4,000 characters"; what is beyond 40,000 is cut off.
FALLBACK = 4000

# https://docs.slack.dev/reference/block-kit/blocks/rich-text-block names none; a section's text, which stands in the same
# room, has 3000: https://docs.slack.dev/reference/block-kit/blocks/section-block
RICH_TEXT = 3000
# https://github.com/slackapi/bolt-js/issues/2509: all blocks of a message together have room for about 12,000 characters, or
# it is refused as `msg_blocks_too_long`. Nobody says how they are counted; there a bare divider took the room of 125.
MESSAGE = 12_000
CONTAINER = 125
# Half of it is more than anybody reads at once, and leaves room for what is added when the message is answered.
WORDS = MESSAGE // 2

# https://docs.slack.dev/reference/block-kit/blocks/actions-block: "There is a maximum of 25 elements in each action block."
ACTIONS = 25
BUTTONS = 2 * ACTIONS  # of our own: so many, with the longest labels, leave room for a thousand letters
# https://docs.slack.dev/reference/block-kit/block-elements/button-element: its text and its `accessibility_label` have "a
# maximum length of 75 characters", and its `value` has 2000.
LABEL = 75
VALUE = 2000
# https://docs.slack.dev/reference/block-kit/block-elements/button-element: "unique among all other action_ids in the
# containing block", "maximum length 255"; https://docs.slack.dev/reference/block-kit/blocks: the same for a `block_id`.
ID = 255

# https://docs.slack.dev/reference/block-kit/blocks/header-block and /image-block
HEADER = 150
ALT = 2000

# https://docs.slack.dev/reference/views/modal-views
TITLE = 24
SUBMIT = 24

# https://docs.slack.dev/reference/block-kit/blocks/input-block, /block-elements/plain-text-input-element
FIELD_LABEL = 2000
HINT = 2000
FIELD_WORDS = 3000
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object; /block-elements/radio-button-group-element,
# /checkboxes-element and /select-menu-element
OPTION = 75
OPTION_VALUE = 150
FEW_OPTIONS = 10
OPTIONS = 100
