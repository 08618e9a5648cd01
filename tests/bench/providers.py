"""What more providers cost one tray, in one run: `providers.py [--quick]`.

Trays with the logins of one, of five and of seven providers run in turns on a private desktop, each from an empty data
folder, against servers on the loopback interface. Figures are medians, and ratios to the tray with one provider, as
machines differ. Nothing is asserted: the targets are printed beside the figures.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.buslistener import ItemListener
from tests.bench.measure import cost, table
from tests.bench.privatehome import private_home
from tests.desktop.harness import Desktop
from tests.support.providermachine import PROVIDERS, ProviderMachine, provider_machine
from tests.support.wait import pause, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STARTS = 5
MACHINES = {"one": ("claude",), "five": ("claude", "codex", "copilot", "cursor", "zai"), "seven": PROVIDERS}


@dataclass(frozen=True, slots=True)
class Sample:
    """One tray."""

    starts: tuple[float, ...]
    """Milliseconds from the start of the process to the registered item, of several starts."""
    rss: float
    """MiB."""
    pss: float
    """MiB."""
    wakeups: float
    """A minute, while nothing happens."""
    cpu: float
    """Milliseconds of processor time a minute."""
    sent: float
    """Requests until then."""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run and a short idle window, to see that it works")
    quick = parser.parse_args().quick
    runs, settle, window = (1, 5.0, 10.0) if quick else (3, 40.0, 120.0)
    found: dict[str, list[Sample]] = {name: [] for name in MACHINES}
    with private_home():
        for run in range(runs + 1):
            for name, providers in MACHINES.items():
                with tempfile.TemporaryDirectory() as folder, Desktop(panel="xfce") as desktop:
                    home = Path(folder) / "home"
                    home.mkdir()
                    with provider_machine(home, Path(folder), *providers) as machine:
                        short = run == 0  # it warms the disk's cache
                        sample = _measured(
                            desktop, machine, len(providers), *((2.0, 1.0) if short else (settle, window))
                        )
                if run:
                    found[name].append(sample)
    table(
        "A tray by the number of providers with a login (target: RSS of five at most 6 MiB over one)",
        list(_rows(found)),
    )


def _start(desktop: Desktop) -> float:
    with ItemListener(desktop) as listener:
        began = time.monotonic()
        with _running_tray(desktop):
            return (listener.wait_for_registration() - began) * 1000


def _measured(desktop: Desktop, machine: ProviderMachine, providers: int, settle: float, window: float) -> Sample:
    desktop.env |= machine.environment | {"HOME": str(machine.home)}
    desktop.env |= {"XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "XDG_STATE_HOME": "", "XDG_CACHE_HOME": ""}
    del desktop.env["PYTHONDONTWRITEBYTECODE"]
    starts = tuple(_start(desktop) for _ in range(_STARTS))
    shutil.rmtree(machine.state, ignore_errors=True)
    sent = sum(machine.requests().values())
    with _running_tray(desktop) as process:
        wait_until(lambda: sum(machine.requests().values()) >= sent + providers, "the requests", 60)
        pause(settle)
        before = cost(process.pid)
        pause(window)
        after = cost(process.pid)
    minutes = window / 60
    return Sample(
        starts,
        after.rss,
        after.pss,
        (after.wakeups - before.wakeups) / minutes,
        (after.cpu - before.cpu) / minutes,
        sum(machine.requests().values()) - sent,
    )


@contextmanager
def _running_tray(desktop: Desktop) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(Path(sys.executable).with_name("brim"))]
    process = subprocess.Popen(command, env=desktop.env, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(5)


def _rows(found: dict[str, list[Sample]]) -> Iterator[tuple[str, ...]]:
    yield (
        "providers",
        "start, ms",
        "ratio",
        "RSS, MiB",
        "more",
        "PSS, MiB",
        "more",
        "wake-ups/min",
        "CPU, ms/min",
        "requests",
    )
    first = _medians(found["one"])
    for name, samples in found.items():
        start, rss, pss, wakeups, cpu, sent = _medians(samples)
        more = f"{rss - first[1]:+.1f}", f"{pss - first[2]:+.1f}"
        memory = f"{rss:.1f}", more[0], f"{pss:.1f}", more[1]
        yield name, f"{start:.0f}", f"{start / first[0]:.2f}", *memory, f"{wakeups:.1f}", f"{cpu:.0f}", f"{sent:.0f}"


def _medians(samples: Sequence[Sample]) -> tuple[float, ...]:
    """In the order of the columns."""
    starts = statistics.median(start for sample in samples for start in sample.starts)
    rest = zip(*((one.rss, one.pss, one.wakeups, one.cpu, one.sent) for one in samples), strict=True)
    return starts, *map(statistics.median, rest)


if __name__ == "__main__":
    main()
