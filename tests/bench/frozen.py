"""How long the frozen program takes to start, beside the wheel with the same libraries: `frozen.py [--quick]`.

`make frozen` has built both: the folder, and the environment that it was made from. Nothing is asserted: the target is
printed beside the figures, for people to compare.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from typing import TYPE_CHECKING

from frozen.build import DIST, WORK, folder_bytes
from tests.bench.commandcost import run_once
from tests.bench.measure import table

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (("--version",), ("status", "--format", "plain"), ("statusline",), ("status",), ("usage",))


def main() -> int:
    """Measure everything and print it; returns 1 where nothing was built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    runs = 3 if parser.parse_args().quick else 30
    wheel, program = WORK / "venv" / "bin" / "brim", DIST / "brim" / "brim"
    if not program.exists() or not wheel.exists():
        sys.stderr.write("The frozen folder is missing. Run: make frozen\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BRIM_STATE_DIR": folder, "BRIM_CONFIG_DIR": folder, "HOME": folder, "BRIM_CLAUDE__NETWORK": "0"}
        rows = [_row(command, wheel, program, runs) for command in COMMANDS]
    table(
        f"{folder_bytes(program.parent) / 1e6:.1f} MB, at most 60; start at most twice that of the wheel, {runs} runs",
        [("", "wheel ms", "frozen ms", "ratio"), *rows],
    )
    return 0


def _row(command: tuple[str, ...], wheel: Path, program: Path, runs: int) -> tuple[str, str, str, str]:
    """Both in turns, so that they meet the same load."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for taken, one in zip(times, (wheel, program), strict=True):
            taken.append(run_once([str(one), *command], os.devnull)[0])
    of_wheel, of_program = map(statistics.median, times)
    return " ".join(command), f"{of_wheel:.0f}", f"{of_program:.0f}", f"{of_program / of_wheel:.2f}"


if __name__ == "__main__":
    sys.exit(main())
