"""Words: what the adapter itself says beside the talk, in one language. All of it is content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The adapter's own sentences, plain words without markup; `{...}` names what it fills in.

    `answered`: where somebody mentioned us or gave a command outside our direct message. `outside`: to somebody of another
    workspace. `write_here`: the button that opens a window for words that should not stay in the history. `zone_offer` has {zone}
    and {time}. `not_saved`: in a window whose words could not be saved. `not_mine`: after "report this" on somebody else's
    message. `better` has {answer}: under a quiz that was missed. `fill_in`: the button that opens a check-in as one window.
    `help`: what `/coach help` says, and `commands` what each sub-command does, by its name.
    """

    answered: str
    outside: str
    write_here: str
    fill_in: str
    zone_offer: str
    not_saved: str
    not_mine: str
    better: str
    help: str
    commands: tuple[tuple[str, str], ...]
