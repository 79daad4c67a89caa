"""`make peers`: install the peers from npm beside us and talk to them. Without Node or network it says so, and all is well."""

import platform
import sys

from tests.peers import slack_install, slack_talk, telegram_talk
from tests.peers.apart import is_possible, run_apart
from tests.peers.npm import FOLDER, is_installed, node_version

NEWER_NODE = (22, 15)  # emulate says nothing of it, but needs what came with this one


def main() -> int:
    """Print what was found; how many talks went wrong."""
    if node_version() == (0, 0):
        print(
            "There is no Node with npm here, so the independent peers were left out. Install Node 18 or later to run them."
        )
        return 0
    return _telegram() + _slack() + _installing()


def _telegram() -> int:
    package = telegram_talk.PACKAGE
    if not _fetched(package):
        return 0
    try:
        proxy = telegram_talk.talk(FOLDER)
    except AssertionError as wrong:
        print(f"{package}: {wrong}")
        return 1
    print(f"{package}: start, welcome, lesson, buttons, an edited message and STOP were recorded as they should be.")
    print(f"It answered {', '.join(sorted(proxy.passed))}; our shim {', '.join(sorted(proxy.supplied))}.")
    return 0


def _slack() -> int:
    package = slack_talk.PACKAGE
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        print(f"{package} runs on Linux on x86-64 alone, so it was left out.")
        return 0
    return _apart(package, slack_talk.__name__) if _has_room(package) and _fetched(package) else 0


def _installing() -> int:
    package = slack_install.PACKAGE
    if node_version() < NEWER_NODE:
        print(f"{package} needs Node {'.'.join(map(str, NEWER_NODE))} or later, so it was left out.")
        return 0
    return _apart(package, slack_install.__name__) if _has_room(package) and _fetched(package) else 0


def _has_room(package: str) -> bool:
    possible = is_possible()
    if not possible:
        print(f"{package} was left out: it is run in a network of its own, and this machine gives none (unshare -rn).")
    return possible


def _fetched(package: str) -> bool:
    fetched = is_installed(package)
    if not fetched:
        print(
            f"npm could not fetch {package}, so it was left out. Run `make peers` again where the registry is reached."
        )
    return fetched


def _apart(package: str, module: str) -> int:
    well = run_apart(module)
    if not well:
        print(f"{package}: it went wrong")
    return int(not well)


if __name__ == "__main__":
    sys.exit(main())
