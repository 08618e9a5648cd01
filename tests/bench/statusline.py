"""The cost of `brim statusline` each time that Claude Code calls it: `statusline.py [--quick]`.

Wall time and peak memory of the installed command, beside a Python process that does nothing; both run in turns, so
that they meet the same load. Nothing is asserted: the targets are printed beside the figures, for people to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import table
from tests.support.usageserver import FIXTURES

FIXTURE = (FIXTURES / "statusline.json").read_bytes()
COMMAND = [sys.executable, "-E", "-P", "-m", "brim", "statusline"]
_TIMING_PROGRAM = """
import json, os, sys, time
given, *command = json.loads(sys.argv[1])
source = os.open(given, os.O_RDONLY)
nowhere = os.open(os.devnull, os.O_WRONLY)
began = time.perf_counter()
child = os.posix_spawn(command[0], command, os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, nowhere, 1)])
_, status, usage = os.wait4(child, 0)
assert status == 0, command
print((time.perf_counter() - began) * 1000, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20))
"""
"""Times one command. A child inherits its parent's peak memory (getrusage(2)), so the parent imports little."""


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    runs = 5 if parser.parse_args().quick else 40
    with tempfile.TemporaryDirectory() as folder:
        command = [*COMMAND, "--state-dir", folder]
        Path(folder, "tray.json").write_text(json.dumps({"schema": 1, "port": 9, "pid": os.getpid()}))
        ways = {
            "bare python -c pass": [sys.executable, "-c", "pass"],
            "same figures again": command,
            "new figures, with wake-up": command,
            "--then true": [*command, "--then", "true"],
        }
        samples: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for turn in range(runs):
            for name, command in ways.items():
                samples[name].append(_run(command, _input(turn if name.startswith("new") else None), Path(folder)))
    _print(samples)


def _input(turn: int | None) -> bytes:
    """Claude Code's JSON; with `turn`, its figures differ in each turn."""
    if turn is None:
        return FIXTURE
    data = json.loads(FIXTURE)
    data["rate_limits"]["five_hour"]["used_percentage"] = 43 + turn / 10
    return json.dumps(data).encode()


def _run(command: list[str], content: bytes, folder: Path) -> tuple[float, float]:
    """Milliseconds of wall time and MiB at the peak of one run."""
    source = folder / "input"
    source.write_bytes(content)
    timing = [sys.executable, "-I", "-S", "-c", _TIMING_PROGRAM, json.dumps([str(source), *command])]
    took, peak = subprocess.run(timing, capture_output=True, text=True, check=True).stdout.split()
    return float(took), float(peak)


def _print(samples: dict[str, list[tuple[float, float]]]) -> None:
    times = {name: statistics.median(took for took, _ in runs) for name, runs in samples.items()}
    peaks = {name: statistics.median(peak for _, peak in runs) for name, runs in samples.items()}
    bare = next(iter(samples))
    table(
        f"brim statusline, medians of {len(samples[bare])} runs; targets over bare: 80 ms, 20 MiB",
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


if __name__ == "__main__":
    main()
