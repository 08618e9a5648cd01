"""The cost of `brim statusline` each time that Claude Code calls it: `statusline.py [--quick]`.

Wall time and peak memory of the installed command, beside a Python process that does nothing; both run in turns, so
that they meet the same load. Nothing is asserted: the targets are printed beside the figures, for people to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.commandcost import BARE, print_costs, run_once
from tests.support.usageserver import FIXTURES

FIXTURE = (FIXTURES / "statusline.json").read_bytes()
COMMAND = [sys.executable, "-E", "-P", "-m", "brim", "statusline"]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    runs = 5 if parser.parse_args().quick else 40
    with tempfile.TemporaryDirectory() as folder:
        command = [*COMMAND, "--state-dir", folder]
        Path(folder, "tray.json").write_text(json.dumps({"schema": 1, "port": 9, "pid": os.getpid()}))
        ways = {
            "bare python -c pass": BARE,
            "same figures again": command,
            "new figures, with wake-up": command,
            "--then true": [*command, "--then", "true"],
        }
        samples: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for turn in range(runs):
            for name, command in ways.items():
                source = Path(folder, "input")
                source.write_bytes(_input(turn if name.startswith("new") else None))
                samples[name].append(run_once(command, str(source)))
    print_costs("brim statusline; targets over bare: 80 ms, 20 MiB", samples)


def _input(turn: int | None) -> bytes:
    """Claude Code's JSON; with `turn`, its figures differ in each turn."""
    if turn is None:
        return FIXTURE
    data = json.loads(FIXTURE)
    data["rate_limits"]["five_hour"]["used_percentage"] = 43 + turn / 10
    return json.dumps(data).encode()


if __name__ == "__main__":
    main()
