"""What processes have used, as the kernel counts it."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far, in steps of 10 ms; 0 where there is no /proc to tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own_peak_megabytes() -> int:
    """The most memory that this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def busy() -> float:
    """How many processes wanted a processor in the last minute: above their number, times tell little."""
    return round(os.getloadavg()[0], 2)
