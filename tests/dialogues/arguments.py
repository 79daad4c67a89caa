"""Arguments: every flow, with what it may be begun with, for the tests of the dialogues."""

from collections.abc import Mapping

from tests.dialogues.teams import FULL, NONE, RESTING

PLAIN = (
    *(
        "show_digest",
        "digest_pause",
        "digest_hour",
        "digest_off",
        "digest_on",
        "ask_contact",
        "contact_seen",
        "supervisor",
    ),
    *("text_only", "pictures", "plan", "link", "staff", "export", "my_data"),
)
"""Flows without arguments that say one thing, or ask one."""

ARGUMENTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(PLAIN, ((),)),
    "welcome": ((), ("7", "learner", "North, Ours"), ("7", "learner", "North, Ours", "ask")),
    "lesson": (("rights-01",), ("rights-02",)),
    "quiz": (("rights-q01", "rights-q02", "rights-q03"), ("rights-q01",)),
    "review": (("rights-q01",), ("rights-q01", "rights-q02")),
    "checkin": (("", ""), ("", "yes"), ("yes", ""), ("yes", "yes"), ("yes", "", "rights")),
    "crisis": (
        ("asked", "asked"),
        ("risk", "screen", "", "other"),
        ("imminent", "screen", "overdose", "self"),
        ("risk", "screen", "", "self", "yes"),
        ("risk", "screen", "", "self", "", "yes"),
    ),
    "followup": ((),),
    "debrief": ((),),
    "settings": ((),),
    "hour": ((), ("07:30",), ("07:30", "1,4")),
    "days": ((), ("1,3",), ("1,3", "09:00")),
    "zone": ((), ("Europe/Madrid",)),
    "country": ((),),
    "language": ((), ("es",)),
    "pause": ((), ("5",), ("", "later")),
    "resume": ((), ("2027-02-01",)),
    "stop": ((),),
    "help": ((),),
    "tell": (("talk.thanks",), ("join.there", "place=North, Ours", "/settings")),
    "why": (("why.sent_lesson_day", "why.next", "day=Monday", "hour=09:00", "/settings"), ("", "why.new", "/resume")),
    "still": ((),),
    "competency": (("rights",),),
    "ask": (("rights-01", "1"), ("rights-02", "0")),
    "progress": (("rights=1,2,1",), ("rights=1,0,0",), ()),
    "picture": (("a blob", "1", "2", "3"),),
    "consents": (
        ("lessons,yes,1,2027-01-04", "checkins", "figures,no,0,2027-01-05", "/withdraw_lessons"),
        ("lessons",),
    ),
    "agree": (("lessons", "yes"), ("checkins",), ("figures",)),
    "withdraw": (("lessons",), ("checkins",), ("figures",)),
    "exported": (("a blob", "copy.json"), ("a blob", "copy.json", "a page", "copy.html")),
    "erase": ((),),
    "report": (("rights-01", "rights-02"), ("rights-02",), ()),
    "leave": ((), ("2027-02-01",)),
    "join": (("7", "learner", "North, Ours"), ("8", "admin", "Ours"), ("7", "learner", "North, Ours", "ask")),
    "joined": (("North, Ours",),),
    "leave_seat": (("learner,1,2,North, Ours", "author,1,0,Ours"), ("supervisor,1,2,North, Ours",)),
    "link_accept": (("5",),),
    "team": (("2=North", "3=South"), ("2=North",)),
    "team_desk": (("2", "North", "14", "1"),),
    "digest": (
        ("2027-01-04", "a blob", "8", f"{FULL}\nNorth"),
        ("2027-01-04", "", "1", f"{NONE}\nNorth", f"{RESTING}\nSouth"),
    ),
    "weekly": (("2027-01-04", "", "1", f"{FULL}\nNorth"),),
    "staff_week": (
        (
            "Ours",
            "hard=q1=few=b, c",
            "hard=q2=half=",
            "stale=rights-01=2027-01-20",
            "report=rights-01=2",
            "fate=sent=120",
        ),
    ),
    "staff_weekly": (("Ours",),),
    "contact": (("2=North",), ("2=North", "3=South=East")),
    "contact_came": (("North", "Sam"), ("North", "Sam", "Call me")),
    "mirror": (("North", "counted", "2027-01-04", f"{FULL}\nNorth"), ("North", "not_counted")),
    "staff_desk": (("Ours", "4", "30", "1", "team=14=North", "report=rights-01=hard"), ("Ours", "4", "30", "0")),
}
"""Every flow, with the arguments that it may be begun with."""
