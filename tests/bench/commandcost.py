"""Wall time and peak memory of commands, each beside a Python process that does nothing.

All run in turns, so that they meet the same load. This module must not know what a command does.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.bench.measure import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BARE = [sys.executable, "-c", "pass"]
_TIMING_PROGRAM = """
import json, os, sys, time
given, *command = json.loads(sys.argv[1])
source = os.open(given, os.O_RDONLY)
nowhere = os.open(os.devnull, os.O_WRONLY)
began = time.perf_counter()
child = os.posix_spawn(command[0], command, os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, nowhere, 1)])
_, status, usage = os.wait4(child, 0)
assert os.waitstatus_to_exitcode(status) in (0, 1, 3), command
print((time.perf_counter() - began) * 1000, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20))
"""
"""Times one command. A child inherits its parent's peak memory (getrusage(2)), so the parent imports little."""


def run_once(command: Sequence[str], source: str) -> tuple[float, float]:
    """Milliseconds of wall time and MiB at the peak of one run; `source` is the file of its standard input."""
    timing = [sys.executable, "-I", "-S", "-c", _TIMING_PROGRAM, json.dumps([source, *command])]
    took, peak = subprocess.run(timing, capture_output=True, text=True, check=True).stdout.split()
    return float(took), float(peak)


def print_costs(title: str, samples: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """Print the medians, each beside those of the first one."""
    times = {name: statistics.median(took for took, _ in runs) for name, runs in samples.items()}
    peaks = {name: statistics.median(peak for _, peak in runs) for name, runs in samples.items()}
    bare = next(iter(samples))
    table(
        f"{title}; medians of {len(samples[bare])} runs in turns",
        [
            ("", "ms", "over bare", "ratio", "MiB peak", "over bare"),
            *(
                (
                    name,
                    f"{times[name]:.1f}",
                    f"{times[name] - times[bare]:+.1f}",
                    f"{times[name] / times[bare]:.2f}",
                    f"{peaks[name]:.1f}",
                    f"{peaks[name] - peaks[bare]:+.1f}",
                )
                for name in samples
            ),
        ],
    )
