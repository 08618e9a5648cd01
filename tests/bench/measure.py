"""The cost of processes, statistics of samples, and how both are printed.

This module must not know what is measured.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIB = 1024
_IMPORT_PROBE = """
import sys, time
def rss():
    with open("/proc/self/smaps_rollup") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Rss:")) / 1024
before = rss()
for name in sys.argv[1:]:
    began = time.perf_counter()
    __import__(name)
    now = rss()
    print(name, (time.perf_counter() - began) * 1000, now - before)
    before = now
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """The memory and the processor time of a process tree."""

    rss: float
    """MiB."""
    pss: float
    """MiB."""
    cpu: float
    """Milliseconds of processor time."""
    wakeups: int
    """Voluntary context switches of all threads."""


def cost(root: int) -> Cost:
    """The present cost of a process and of all its descendants (proc(5))."""
    rss = pss = cpu = 0.0
    wakeups = 0
    for pid in _tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            memory = dict(line.split()[:2] for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
            for task in Path(f"/proc/{pid}/task").iterdir():
                status = dict(line.split(":", 1) for line in (task / "status").read_text().splitlines())
                wakeups += int(status["voluntary_ctxt_switches"])
        except OSError:
            continue
        cpu += (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
        rss += int(memory["Rss:"]) / _MIB
        pss += int(memory["Pss:"]) / _MIB
    return Cost(rss, pss, cpu, wakeups)


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    pids = [root]
    for pid in pids:
        pids += children.get(pid, [])
    return pids


def bare_start(runs: int = 7) -> float:
    """The median seconds of a Python process that does nothing, as the baseline of this machine at this time."""
    samples = []
    for _ in range(runs):
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        samples.append(time.monotonic() - began)
    return statistics.median(samples)


def imports(names: Sequence[str]) -> list[tuple[str, float, float]]:
    """Name, milliseconds and MiB of each import, one after the other in one new process."""
    command = [sys.executable, "-c", _IMPORT_PROBE, *names]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split() for line in lines]
    return [(name, float(milliseconds), float(mebibytes)) for name, milliseconds, mebibytes in rows]


def spread(samples: Sequence[float], scale: float = 1000.0) -> str:
    """Median and 99th percentile, in milliseconds unless scaled otherwise."""
    ordered = sorted(samples)
    last = ordered[min(len(ordered) - 1, round(0.99 * (len(ordered) - 1)))]
    return f"median {statistics.median(ordered) * scale:.1f}, p99 {last * scale:.1f}, n {len(ordered)}"


def table(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Print a title and rows, in aligned columns."""
    print(f"\n{title}")
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
