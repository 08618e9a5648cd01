"""The cost of `brim status`: from what is stored, and with a new look at all files: `status.py [--quick]`.

Wall time and peak memory beside a Python that does nothing, with a login and without one. Nothing is asserted: the
targets are printed beside the figures, for people to compare.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.commandcost import BARE, print_costs, run_once
from tests.bench.privatehome import private_home
from tests.support import usageserver as servers
from tests.support.sandbox import Sandbox

BRIM = [sys.executable, "-P", "-m", "brim", "status"]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    runs = 5 if parser.parse_args().quick else 30
    for login in (True, False):
        with private_home() as home, tempfile.TemporaryDirectory() as folder, servers.running_server() as server:
            server.answers = [servers.future_usage_answer()]
            sandbox = Sandbox(Path(home, ".claude"), Path(folder, "state"), Path(folder, "config"), server)
            if login:
                sandbox.write_login()
            os.environ |= sandbox.environment
            del os.environ["PYTHONDONTWRITEBYTECODE"]
            title = "with a login" if login else "without a login"
            print_costs(f"brim status, {title}; targets: 175 ms, 21 MiB", _samples(sandbox, runs))


def _samples(sandbox: Sandbox, runs: int) -> dict[str, list[tuple[float, float]]]:
    subprocess.run(BRIM, check=False, capture_output=True)  # sends the request, and compiles
    ways = {"bare python -c pass": BARE, "text": BRIM, "--json": [*BRIM, "--json"], "read again": BRIM}
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, command in ways.items():
            if name == "read again":
                (sandbox.state / "status.json").unlink()
            samples[name].append(run_once(command, os.devnull))
    return samples


if __name__ == "__main__":
    main()
