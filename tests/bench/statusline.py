"""What `brim statusline` costs each time that Claude Code calls it: `statusline.py [--quick]`.

Wall time and peak memory of the command as it is installed, beside a Python that does nothing, in turns, so that both
meet the same machine. Nothing is asserted: targets stand beside the figures, and people judge.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.backend.server import FIXTURES
from tests.bench.measure import table

FIXTURE = (FIXTURES / "statusline.json").read_bytes()
TAP = [sys.executable, "-E", "-P", "-m", "brim", "statusline"]
MIB = 1024 if sys.platform == "linux" else 1024 * 1024
"""Units of ru_maxrss in one MiB (getrusage(2))."""


def main() -> None:
    """Measure all and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    runs = 5 if parser.parse_args().quick else 40
    with tempfile.TemporaryDirectory() as folder:
        tap = [*TAP, "--state-dir", folder]
        Path(folder, "tray.json").write_text(json.dumps({"schema": 1, "port": 9, "pid": os.getpid()}))
        ways = {
            "bare python -c pass": [sys.executable, "-c", "pass"],
            "same figures again": tap,
            "new figures, stored and rung": tap,
            "--then true": [*tap, "--then", "true"],
        }
        samples: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for turn in range(runs):
            for name, command in ways.items():
                samples[name].append(_run(command, _input(turn if name.startswith("new") else None), Path(folder)))
    _print(samples)


def _input(turn: int | None) -> bytes:
    """Claude Code's JSON, with figures of its own for each turn."""
    if turn is None:
        return FIXTURE
    data = json.loads(FIXTURE)
    data["rate_limits"]["five_hour"]["used_percentage"] = 43 + turn / 10
    return json.dumps(data).encode()


def _run(command: list[str], given: bytes, folder: Path) -> tuple[float, float]:
    """Milliseconds of wall time and MiB at the peak of one run."""
    source = folder / "input"
    source.write_bytes(given)
    with source.open("rb") as stdin:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        took = (time.perf_counter() - began) * 1000
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return took, usage.ru_maxrss / MIB


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
