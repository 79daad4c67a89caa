"""Kept: for every table whose it is, what for, how long, whether its rows are in a person's copy, and what erasing does to it.

The copy of somebody's data, docs/privacy.md and the tests read it here: a table without a declaration does not get in.
"""

from collections.abc import Mapping

from bot.store.declared import Kept, Part, Whose, nobody, program, theirs
from bot.store.kept_releases import RELEASES

__all__ = ["DAYS_90", "ERASED", "KEPT", "Kept", "Part", "Whose"]

ERASED = "until you have it erased"
DAYS_90 = "90 days, or what your program decided (`keep_days`)"


_TALKS: Mapping[str, Kept] = {
    "conversations": theirs(
        "The talk that is open, with your answers in it; it goes when the talk ends.",
        Part(
            *("The open talk, sealed", "to go on with it", "until it ends, or 2 days untouched"),
            tick="bot.store.conversations.forget_old",
        ),
    ),
    "inbox": theirs(
        "That you wrote or tapped, and when; what you wrote is gone once it is answered. Kept 30 days.",
        Part("What you typed, sealed", "to answer it", "until it is answered"),
        Part(
            "That you wrote, when, and whether it was urgent; the platform's number of it",
            "so that nothing is answered twice",
            "30 days",
            "bot.store.inbox.forget_old",
        ),
    ),
    "outbox": theirs(
        "What the coach wrote to you. The words stay 7 days, that it was sent 30 days.",
        Part(
            "What the coach wrote to you, sealed",
            "to send it, and to know what a tap meant",
            "the words 7 days, that it was sent 30",
            "bot.store.outbox.blank_old",
        ),
        Part(
            "The platform's name for what the coach wrote to you (on Telegram the number of a message or poll, on Slack those of "
            "your direct message with it and of the message)",
            "to show your choice on it, and to know which question a vote answers",
            "30 days",
            "bot.store.outbox.blank_old",
        ),
    ),
    "schedules": theirs(
        "When something is next due for you.",
        Part(
            "When something is next due for you",
            "to bring it at its hour, and to tell you why it came",
            "until it came",
        ),
    ),
}

_PERSONS: Mapping[str, Kept] = {
    "learners": theirs(
        "Your settings, and when the coach last wrote and was last written to.",
        Part(
            "Settings: language, country, time zone, hour, days, quiet hours, pictures or not",
            "to come at the right time, and show the right help lines",
            ERASED,
        ),
        Part("When you were last heard: the day", "to notice a long silence", ERASED),
        Part(
            "Until when a day is kept quiet",
            "to send nothing",
            "two days longer",
            tick="bot.store.people.forget_private",
        ),
        Part("Your own plan, sealed", "for you, on a hard day", "until you empty or erase it"),
    ),
    "addresses": theirs(
        "Where the coach can reach you.",
        Part(
            "Your address on a channel (on Telegram the number of your chat with the bot, on Slack your number in the workspace), "
            "sealed",
            "to reach you",
            ERASED,
        ),
        Part(
            "That you left a chat, blocked the bot, or are in a workspace that let the coach go",
            "to send nothing there",
            "until you come back or have it erased",
        ),
    ),
    "consents": theirs(
        "What you agreed to, in which wording, and when.",
        Part(
            "What you agreed to or declined (lessons, check-ins, being counted in figures), in which wording, since when",
            "to keep to it",
            ERASED,
        ),
    ),
    "events": theirs(
        "What you learned, and check-ins and help cards for the time the program keeps them.",
        Part(
            "Lessons finished, quiz answers (which question, right or not), prompts that were sent and why, settings changed, "
            "talks left",
            "to choose what comes next, and to tell you why it came",
            ERASED,
        ),
        Part(
            *("Check-ins: three taps", "your own trend, and an act that fits", DAYS_90),
            tick="bot.services.housekeeping.forget_personal",
        ),
        Part(
            "That a help card was shown, whose you said it was, and how a follow-up was answered: **only the day**",
            "a yearly count",
            "the same",
            "bot.services.housekeeping.forget_personal",
        ),
    ),
    "studied": theirs(
        "Each lesson, question and skill you met: how often, how it went last, and when it is worth asking again.",
        Part(
            "Of each lesson, question and indicator: how often, how it went last; how well an indicator is remembered",
            "to bring back what fades",
            ERASED,
        ),
    ),
    "roles": theirs(
        "Teams and programs you are in, and what you do there.",
        Part("Teams and roles", "to know who runs what", "until they end"),
    ),
    "panels": theirs(
        "In which group's figures you are counted, and in which kind of figures.",
        Part(
            "In which group's figures you are counted",
            "so that figures are of the same people, and of no one who did not agree",
            "until you take it back, leave, or have it erased",
        ),
    ),
    "digests": theirs(
        "When you want the weekly digest of your team.",
        Part(
            "Of supervisors: the digest's hour, and which figures they saw last",
            "to bring the digest when they want it",
            ERASED,
        ),
    ),
    "contacts": theirs(
        "What you asked your supervisor, and the name and words you chose for it. Kept 30 days.",
        Part(
            "That you asked your supervisor to get in touch: the name and words you chose, both sealed",
            "to bring them to your supervisor; what reached their chat is theirs, and its words go from here after 7 days",
            "30 days",
            "bot.store.contacts.forget_old",
        ),
    ),
    "reports": theirs(
        "What you said is wrong with a lesson.",
        Part(
            "A report about a lesson, its words sealed",
            "for those who write the lessons",
            f"{ERASED}, also when it is closed",
        ),
    ),
    "links": theirs(
        "A code that joins another chat of yours, while it works.",
        Part(
            "A code that joins your chats, as a fingerprint",
            "to join them",
            "15 minutes, gone within a day or two",
            "bot.store.links.forget_old",
        ),
    ),
    "blobs": Kept(
        Whose.person,
        (Part("A picture or a copy made for you, sealed", "to hand it over", "a day", "bot.store.blobs.forget_old"),),
        not_copied="It was handed over in the chat, and a copy would hold the copies before it.",
    ),
}

_OTHERS: Mapping[str, Kept] = {
    "programs": program(
        "A program: its name and its rules",
        "to keep to them",
        "it does not go by itself",
        "No person is named in it.",
    ),
    "teams": program(
        "A team: its name, when it began and closed",
        "to know what can be joined",
        "as long as its program",
        "It goes on without them.",
    ),
    "invites": program(
        "A code that leads into a team or a role, as a fingerprint, and how often it was used",
        "to let people in",
        "as long as its program",
        "Their place in the count of its uses has no name; that they hand a team over with it is cleared.",
    ),
    "snapshots": program(
        "Figures of one week, as they were shown: bands, and no person's number",
        "so that the same week is never counted twice",
        "as long as its program",
        "Nobody's number is in it, and counting again could show who is gone.",
    ),
    "audit": nobody(
        "Who did what for a team or a program, under pseudonyms that only the key can make again",
        "to answer for it",
        "it does not go by itself",
        "It says that they were erased, under a pseudonym.",
    ),
    "erasures": nobody(
        "That somebody was erased: a fingerprint of their address that serves nothing else, the account, and when; in a file "
        "beside the database too",
        "so that a restored backup does not bring them back",
        "31 days, longer than any backup of ours",
        "It is what keeps them erased; only the key can tell whose fingerprint it is.",
    ),
    "card_counts": nobody(
        "How many help cards were shown in a month, by level and by what brought them",
        "for the yearly safety report, which shows no small number",
        "it does not go by itself",
    ),
    "installations": nobody(
        "Of a Slack workspace, and so of nobody alone: its number, its name and the token it gave (both sealed), what it allowed, "
        "when it took the coach in and let it go",
        "to speak there, and to know it again",
        "the token until the workspace takes it back; the rest does not go by itself",
    ),
    "accounts": nobody("Which process sends for a bot's account", "so that two do not send at once", "while it runs"),
}

KEPT: Mapping[str, Kept] = {**_PERSONS, **_TALKS, **_OTHERS, **RELEASES}
"""Every table's declaration, by its name."""
