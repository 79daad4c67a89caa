"""`make peers`: install the peers from npm beside us and talk to them. Without Node or network it says so, and all is well."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.peers.telegram_talk import PACKAGE, talk

FOLDER = Path(__file__).parent.parent.parent / ".peers"
PATIENCE = 180


def main() -> int:
    """Print what was found; 1 when a talk went wrong."""
    if not (shutil.which("node") and shutil.which("npm")):
        print(
            "There is no Node with npm here, so the independent peers were left out. Install Node 18 or later to run them."
        )
        return 0
    if not _installed():
        print(
            f"npm could not fetch {PACKAGE}, so it was left out. Run `make peers` again where the registry is reached."
        )
        return 0
    try:
        proxy = talk(FOLDER)
    except AssertionError as wrong:
        print(f"{PACKAGE}: {wrong}")
        return 1
    print(f"{PACKAGE}: start, welcome, lesson, buttons, an edited message and STOP were recorded as they should be.")
    print(f"It answered {', '.join(sorted(proxy.passed))}; our shim {', '.join(sorted(proxy.supplied))}.")
    return 0


def _installed() -> bool:
    """Whether the package lies in the folder, fetched now if it does not. Its install scripts are not run."""
    name, _, version = PACKAGE.partition("@")
    there = FOLDER / "node_modules" / name / "package.json"
    if there.exists() and f'"version": "{version}"' in there.read_text("utf-8"):
        return True
    FOLDER.mkdir(exist_ok=True)
    command = [
        "npm",
        "install",
        "--prefix",
        str(FOLDER),
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--silent",
        PACKAGE,
    ]
    try:
        return subprocess.run(command, check=False, timeout=PATIENCE, capture_output=True).returncode == 0
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    sys.exit(main())
