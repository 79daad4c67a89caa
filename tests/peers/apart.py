"""A network of its own for peers that listen on every interface: inside nobody is but them and us."""

import shutil
import subprocess
import sys

APART = ("unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
PATIENCE = 240


def is_possible() -> bool:
    """Whether this machine lets us have one."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run([*APART, "true"], check=False, timeout=PATIENCE, capture_output=True).returncode == 0


def run_apart(module: str) -> bool:
    """Run a module of ours there, with what it prints; whether it ended well."""
    command = [*APART, sys.executable, "-m", module]
    try:
        return subprocess.run(command, check=False, timeout=PATIENCE).returncode == 0
    except subprocess.TimeoutExpired:
        print(f"{module} did not end within {PATIENCE} s")
        return False
