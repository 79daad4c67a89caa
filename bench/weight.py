"""What a process holds in memory: measured in a process of its own, that does nothing else."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What an interpreter costs: seconds to train (0 when nothing had changed) and to start, and megabytes held by its process."""

    training: float
    start: float
    memory: float


HOLDS = """
import sys
from pathlib import Path
from nlu.embedded import embedded
from nlu.files import DATA
embedded(DATA, Path(sys.argv[1])).read("a first line", "en")
print(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1])
"""


def resident(cache: Path) -> float:
    """Megabytes of a Python process that holds the embedded interpreter, with its weights from `cache`; 0 where no /proc tells."""
    if not Path("/proc/self/status").exists():
        return 0.0
    told = subprocess.run([sys.executable, "-c", HOLDS, str(cache)], check=True, capture_output=True, text=True)
    return int(told.stdout) / 1024


def held_by(process: int) -> float:
    """Megabytes that a running process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
