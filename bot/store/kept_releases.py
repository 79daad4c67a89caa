"""Kept, of content that staff push: its releases, drafts and notices, and what was shown to whom."""

from collections.abc import Mapping

from bot.store.declared import Kept, Part, Whose, nobody, theirs

RELEASES: Mapping[str, Kept] = {
    "releases": nobody("Each version of the lessons and phrases", "to finish a talk as it began", "for good"),
    "publication": nobody("Which version is taught now", "to teach it", "until the next one"),
    "release_steps": nobody(
        "Who wrote, approved or took back a version, under pseudonyms that only the key can make again; and what they asked "
        "to have changed, sealed",
        "to answer for what is taught",
        "for good; their words until they are erased",
        "It says who did what under a pseudonym.",
    ),
    "canaries": nobody("Which team has a new version first", "to teach it there", "until everybody has it"),
    "notices": nobody(
        "What staff said to many: the words, to which program or team, and to how many",
        "to bring it to them",
        "it does not go by itself",
    ),
    "shown": theirs(
        "Which lessons and questions you were shown, from which version of the content. Kept 90 days.",
        Part(
            "Which lesson or question was on your screen, and from which version of the content",
            "to correct it for you, and for nobody else, when it was wrong",
            "90 days",
            "bot.store.shown.forget_old",
        ),
    ),
    "drafts": theirs(
        "Of staff: the content you are working on.",
        Part(
            "Of staff: content that was sent in and is not out yet",
            "to go on with it",
            "30 days untouched",
            "bot.store.drafts.forget_old",
        ),
    ),
    "incoming": Kept(
        Whose.person,
        (
            Part(
                *("Of staff: the name of a file they sent, sealed", "to fetch it", "until it is read, 30 days at most"),
                tick="bot.store.drafts.forget_old",
            ),
        ),
        not_copied="It is a file of the library, and is there only until it is read.",
    ),
}
