"""What it costs to read transcripts, beside ccusage 20: `usage.py [--megabytes N] [--turns N]`.

CPU seconds and peak memory of whole commands on an invented corpus, run in turns so that both meet the same load; then,
within one process, an update after a megabyte was appended and one with nothing new. The sums of both programs are
compared. Nothing is asserted: the targets are printed beside the figures, for people to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from brim.backend.costs.prices import load_prices
from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.store import COSTS_FILE, CostStore
from tests.bench.measure import table
from tests.bench.usagecorpus import make_corpus
from tests.support.transcripts import claude_root

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
CCUSAGE = "20.0.24"
_FOLDER = ROOT / ".cache" / "ccusage"
_READER = """
import json, sys
from pathlib import Path
from brim.backend.costs.prices import load_prices
from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.report import GroupBy, total_row, usage_rows
from brim.backend.costs.store import CostStore
from brim.backend.providers.claude.transcriptfiles import CLAUDE_TRANSCRIPTS
from brim.backend.providers.transcripts import TranscriptRoot
prices, store = load_prices(), CostStore(Path(sys.argv[1]))
root = TranscriptRoot(Path(sys.argv[2]), CLAUDE_TRANSCRIPTS)
TranscriptReader(store, prices.bands()).update([root])
total = total_row(usage_rows(store.cells(), GroupBy.DAY, prices))
print(json.dumps({"total": {"cost": str(total.cost), "output": total.tokens.output}}))
"""
"""The reader alone, without settings and the command line."""
_TIMING_PROGRAM = """
import json, os, sys
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
command = json.loads(sys.argv[2])
child = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
_, status, usage = os.wait4(child, 0)
assert status == 0, command
print(usage.ru_utime, usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20))
"""
"""Times one command. A child inherits its parent's peak memory (getrusage(2)), so the parent imports little."""


class Run(NamedTuple):
    """One run of a command."""

    user: float
    """CPU seconds in the program."""
    system: float
    """CPU seconds in the kernel."""
    mebibytes: float
    """At the peak."""
    printed: Any  # Any: the JSON of either program


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=400.0, help="size of the corpus")
    parser.add_argument("--turns", type=int, default=5, help="runs of each command")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_corpus(folder / "claude", arguments.megabytes)
        runs = _compare(folder, arguments.turns)
        _print_commands(runs)
        _print_sums(runs)
        _print_updates(folder)


def _compare(folder: Path, turns: int) -> dict[str, list[Run]]:
    reader = [sys.executable, "-I", "-c", _READER, str(folder / "reader.db"), str(folder / "claude")]
    brim = [sys.executable, "-E", "-P", "-m", "brim", "usage", "--json", "--since", "all"]
    ways: dict[str, Sequence[str]] = {"reader, cold": reader, "reader, warm": reader, "brim usage, cold": brim}
    ways |= {"brim usage, warm": brim}
    if (ccusage := _ccusage()) is not None:
        ways |= {"ccusage": [str(ccusage), "daily", "--json", "--offline"]}
    runs: dict[str, list[Run]] = {way: [] for way in ways}
    for _ in range(turns):
        for file in (*folder.glob("reader.db*"), *(folder / "state").glob("*")):
            file.unlink()
        for way, command in ways.items():
            runs[way].append(_run(command, folder))
    return runs


def _run(command: Sequence[str], folder: Path) -> Run:
    environment = os.environ | {
        "HOME": str(folder),
        "CLAUDE_CONFIG_DIR": str(folder / "claude"),
        "BRIM_STATE_DIR": str(folder / "state"),
        "BRIM_CONFIG_DIR": str(folder / "config"),
    }
    out = folder / "printed.json"
    timing = [sys.executable, "-I", "-S", "-c", _TIMING_PROGRAM, str(out), json.dumps(list(command))]
    measured = subprocess.run(timing, capture_output=True, text=True, check=True, env=environment).stdout.split()
    user, system, mebibytes = map(float, measured)
    return Run(user, system, mebibytes, json.loads(out.read_text()))


def _ccusage() -> Path | None:
    """The native program from npm, installed once; None, with the reason, where that cannot be had."""
    if shutil.which("npm") is None:
        print("ccusage is left out: there is no npm")
        return None
    machine = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(os.uname().machine, "x64")
    package = f"@ccusage/ccusage-{sys.platform}-{machine}"
    command = ["npm", "install", "--no-save", "--prefix", str(_FOLDER), f"ccusage@{CCUSAGE}", f"{package}@{CCUSAGE}"]
    program = _FOLDER / "node_modules" / ".bin" / "ccusage"
    if not program.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0 or not program.exists():
            print(f"ccusage is left out: {done.stderr.strip()[:200]}")
            return None
    return program


def _print_commands(runs: dict[str, list[Run]]) -> None:
    user = {way: statistics.median(run.user for run in found) for way, found in runs.items()}
    system = {way: statistics.median(run.system for run in found) for way, found in runs.items()}
    memory = {way: statistics.median(run.mebibytes for run in found) for way, found in runs.items()}
    rows = [("command", "user s", "system s", "MiB", "user / ccusage", "MiB / ccusage")]
    for way in runs:
        ratios = ("-", "-")
        if "ccusage" in runs:
            ratios = (f"{user[way] / user['ccusage']:.2f}", f"{memory[way] / memory['ccusage']:.2f}")
        rows.append((way, f"{user[way]:.2f}", f"{system[way]:.2f}", f"{memory[way]:.0f}", *ratios))
    table("Whole commands, median (targets: cold 0.75 and half the memory, warm 0.2)", rows)


def _print_sums(runs: dict[str, list[Run]]) -> None:
    ours = runs["brim usage, cold"][0].printed["total"]
    rows = [("program", "USD at list price", "tokens out"), ("brim", ours["cost"], str(ours["output"]))]
    if "ccusage" in runs:
        theirs = runs["ccusage"][0].printed["totals"]
        rows.append(("ccusage", f"{theirs['totalCost']:.6f}", str(theirs["outputTokens"])))
        rows.append(("difference", f"{float(ours['cost']) - theirs['totalCost']:.6f}", ""))
    table("Sums (target: equal to 0.000001)", rows)


def _print_updates(folder: Path) -> None:
    """Within a running process: a megabyte appended to three files, and nothing new."""
    store = CostStore(folder / "state" / COSTS_FILE)
    reader = TranscriptReader(store, load_prices().bands())
    files = sorted((folder / "claude").rglob("*.jsonl"), key=lambda path: path.stat().st_size)[-3:]
    appended: list[float] = []
    nothing: list[float] = []
    for turn in range(20):
        for path in files:
            content = path.read_bytes()[: 1 << 20 if path == files[0] else 1000]
            fresh = content[: content.rfind(b"\n") + 1].replace(b'"msg_', b'"msg_%d_' % turn)
            with path.open("ab") as file:
                file.write(fresh)
        for samples in (appended, nothing):
            began = time.process_time()
            reader.update([claude_root(folder / "claude")])
            samples.append(time.process_time() - began)
    store.close()
    rows = [("update", "CPU ms, median"), ("1 MB appended", f"{statistics.median(appended) * 1000:.1f}")]
    rows.append(("nothing new", f"{statistics.median(nothing) * 1000:.1f}"))
    table("In a running tray (targets: 10 and 2)", rows)


if __name__ == "__main__":
    main()
