"""Packages of npm, fetched into `.peers` beside us, and what is known of this machine's Node."""

import re
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / ".peers"
MODULES = FOLDER / "node_modules"
PATIENCE = 180


def node_version() -> tuple[int, int]:
    """The first two numbers of Node's version; zeros where there is no Node with npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        return 0, 0
    told = subprocess.run(["node", "--version"], check=False, timeout=PATIENCE, capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", told)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def is_installed(package: str) -> bool:
    """Whether the package lies in the folder, fetched now if it does not. Its install scripts are not run."""
    name, _, version = package.partition("@")
    there = MODULES / name / "package.json"
    if there.exists() and f'"version": "{version}"' in there.read_text("utf-8"):
        return True
    FOLDER.mkdir(exist_ok=True)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    command = ["npm", "install", "--prefix", str(FOLDER), *quiet, package]
    try:
        return subprocess.run(command, check=False, timeout=PATIENCE, capture_output=True).returncode == 0
    except subprocess.TimeoutExpired:
        return False
