"""Slack's limits, each with where it is said. Characters are counted as Slack's own Python models count them."""

# https://docs.slack.dev/reference/block-kit/blocks
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
BLOCK_ID = 255
# https://docs.slack.dev/reference/block-kit/blocks/section-block
SECTION = 3000
FIELDS = 10
FIELD = 2000
# https://docs.slack.dev/reference/block-kit/blocks/header-block
HEADER = 150
# https://docs.slack.dev/reference/block-kit/blocks/context-block
CONTEXT_ELEMENTS = 10
# https://docs.slack.dev/reference/block-kit/blocks/actions-block
ACTIONS = 25
# https://docs.slack.dev/reference/block-kit/blocks/image-block
ALT_TEXT = 2000
IMAGE_TITLE = 2000
URL = 3000
# https://docs.slack.dev/reference/block-kit/blocks/input-block
LABEL = 2000
HINT = 2000
# https://docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON = 75
BUTTON_VALUE = 2000
ACTION_ID = 255
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION = 75
OPTION_VALUE = 150
# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
OPTIONS = 100
PLACEHOLDER = 150
# https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element and .../radio-button-group-element
BOXES = 10
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
INPUT = 3000
# https://docs.slack.dev/reference/views/modal-views and .../home-tab-views
TITLE = 24
PRIVATE_METADATA = 3000
CALLBACK_ID = 255
# https://docs.slack.dev/reference/methods/views.publish: view_too_large
VIEW_BYTES = 250_000
# https://docs.slack.dev/reference/methods/chat.postMessage: best no longer than the first, cut at the second
TEXT = 4000
TEXT_CUT = 40_000
# https://docs.slack.dev/reference/methods/chat.postMessage: msg_blocks_too_long; the number is what people measured
ALL_BLOCKS = 13_000
# https://docs.slack.dev/reference/methods/files.getUploadURLExternal: alt_txt_too_large
FILE_ALT_TEXT = 1000

# https://docs.slack.dev/reference/methods/views.open: a trigger lives three seconds, and opens one window
TRIGGER_SECONDS = 3.0
# https://docs.slack.dev/apis/events-api/#errors: no answer within this is a failed delivery
ACKNOWLEDGED_WITHIN = 3.0
# https://docs.slack.dev/apis/events-api/#retries: almost at once, after a minute, after five
RETRIES = (0.0, 60.0, 300.0)

# https://docs.slack.dev/reference/methods/dnd.teamInfo: up to 50 people a call
DND_AT_ONCE = 50

# https://docs.slack.dev/apis/web-api/rate-limits: calls a minute for each method and workspace
TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
TIERS = {
    "apps.connections.open": TIER_1,
    "chat.update": TIER_3,
    "conversations.open": TIER_3,
    "dnd.teamInfo": TIER_2,
    "chat.postEphemeral": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.update": TIER_4,
    "views.publish": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "files.info": TIER_4,
    "oauth.v2.access": TIER_4,
}
