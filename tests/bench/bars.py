"""The cost of what bars and scripts call every few seconds: `bars.py [--quick]`.

Wall time and peak memory of `brim status --format` and `brim gate` beside a Python that does nothing. Nothing is
asserted: the targets are printed beside the figures, for people to compare.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.commandcost import BARE, print_costs, run_once
from tests.support.sharedfiles import WEEK, limit, report, share_fresh

BRIM = [sys.executable, "-P", "-m", "brim"]
STATUS = [*BRIM, "status", "--format"]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    runs = 5 if parser.parse_args().quick else 60
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder, "state")
        os.environ |= {"BRIM_STATE_DIR": str(state), "BRIM_CONFIG_DIR": folder}
        models = [limit(30.0, f"weekly_scoped:{name}", name) for name in ("opus", "sonnet")]
        problem = {"title": "Rate limited", "message": "Brim waits until 14:00."}
        share_fresh(state, limit(42.0), WEEK, *models, problem=problem)
        report(state, Path(folder, "claude"), datetime.now(UTC), five_hour=43)
        ways = {
            "bare python -c pass": BARE,
            "--format plain": [*STATUS, "plain"],
            "--format waybar": [*STATUS, "waybar"],
            "--template": [*STATUS, "tmux", "--template", "{session.percent}% {session.resets_in} {week.resets_at}"],
            "brim gate": [*BRIM, "gate"],
            "brim gate --limit week --max 80 --pace": [*BRIM, "gate", "--limit", "week", "--max", "80", "--pace"],
        }
        samples: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(runs):
            for name, command in ways.items():
                samples[name].append(run_once(command, os.devnull))
    print_costs("brim status --format and brim gate; targets: 3 times bare, 6 MiB over bare", samples)


if __name__ == "__main__":
    main()
