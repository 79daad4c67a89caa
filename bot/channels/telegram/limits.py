"""What Telegram takes: its limits on what we render, each with where it is said. Lengths are in UTF-16 units."""

# https://core.telegram.org/bots/api#sendmessage: "1-4096 characters after entities parsing"
TEXT = 4096
# https://core.telegram.org/bots/api#sendphoto and #senddocument: "0-1024 characters after entities parsing"
CAPTION = 1024
# https://docs.python-telegram-bot.org/en/stable/telegram.constants.html#telegram.constants.MessageLimit.MESSAGE_ENTITIES
# The Bot API does not document it; Telegram leaves out the styles of any more, never the words.
ENTITIES = 100

# https://docs.python-telegram-bot.org/en/stable/telegram.constants.html#telegram.constants.InlineKeyboardMarkupLimit
# Neither is documented by the Bot API. A message with more buttons is refused; of a longer row the end is not shown.
BUTTONS = 100
ROW = 8

# https://core.telegram.org/bots/api#sendpoll: a question of "1-300 characters", "2-12 answer options", and an explanation
# of "0-200 characters with at most 2 line feeds after entities parsing"
POLL_QUESTION = 300
POLL_OPTIONS = range(2, 13)
POLL_EXPLANATION = 200
POLL_EXPLANATION_LINE_FEEDS = 2
# https://core.telegram.org/bots/api#inputpolloption: "Option text, 1-100 characters"
POLL_OPTION = 100
