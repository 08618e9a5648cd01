"""The cost and the speed of Brim, in one run on a private desktop: `tray.py [--quick]`.

Start of the process to the registered item, memory and wake-ups of the idle tray, reading to pixels, time to draw each
size, click to request. Times are printed beside the start of a bare Python in the same run, because machines differ.
Nothing is asserted: the targets are printed beside the figures, for people to compare.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dbus_fast import Variant

from brim.model.level import Level
from brim.tray.icon import render
from brim.tray.icon.iconspec import IconSpec
from tests.bench.buslistener import ItemListener
from tests.bench.measure import bare_start, cost, imports, spread, table
from tests.desktop.harness import Desktop
from tests.desktop.host import MENU, Host
from tests.support import usageserver as servers
from tests.support.sandbox import Sandbox
from tests.support.wait import pause, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = (
    "asyncio",
    "dbus_fast.aio",
    "dbus_fast.service",
    "PIL.Image",
    "PIL.ImageDraw",
    "loguru",
    "pydantic",
    "pydantic_settings",
    "brim.backend.network.leanhttpx",
    "tenacity",
    "truststore",
    "filelock",
    "platformdirs",
    "brim.backend.service",
    "brim.app",
)


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs and a short idle window, to see that it works")
    quick = parser.parse_args().quick
    table(
        "Imports, one after the other in one process",
        [("module", "ms", "MiB"), *((name, f"{ms:.1f}", f"{mib:.1f}") for name, ms, mib in imports(MODULES))],
    )
    table("Drawing one icon that was not drawn before, ms", [("size", "time"), *_drawing()])
    with tempfile.TemporaryDirectory() as folder, servers.running_server() as server, Desktop(panel="xfce") as desktop:
        home = Path(folder)
        sandbox = Sandbox(home / ".claude", home / "state", home / "config", server)
        sandbox.write_login()
        server.answers = [servers.future_usage_answer("usage-pro")]
        desktop.env |= {
            "HOME": folder,
            "BRIM_CLAUDE__API_URL": server.url,
            "BRIM_CLAUDE__STATUS_URL": "off",
            "BRIM_STATE_DIR": str(sandbox.state),
            "BRIM_CONFIG_DIR": str(sandbox.config),
        }
        bare = bare_start()
        samples = _starts(desktop, 3 if quick else 15)
        median = statistics.median(samples)
        table(
            "Start of the process to the registered item, ms (target: 500)",
            [
                ("Brim", spread(samples)),
                ("bare Python, start to end", f"median {bare * 1000:.1f}"),
                ("ratio of the medians", f"{median / bare:.1f}"),
            ],
        )
        table("Reading to pixels in the panel's hands, ms (target: p99 30)", _pixels(desktop, quick=quick))
        table("Click to request at the server, ms", [_clicks(desktop, sandbox, 2 if quick else 10)])
        table("The idle tray after one reading", _idle(desktop, quick=quick))


def _drawing() -> Iterator[tuple[str, str]]:
    for size in render.SIZES:
        samples = []
        render._draw.cache_clear()
        for percent in range(100):
            spec = IconSpec(percent, Level.WATCH)
            began = time.perf_counter()
            render.draw(spec, size)
            samples.append(time.perf_counter() - began)
        yield str(size), spread(samples)


@contextmanager
def _running_brim(desktop: Desktop) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([_command()], env=desktop.env, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(5)


def _command() -> str:
    return str(Path(sys.executable).with_name("brim"))


def _starts(desktop: Desktop, runs: int) -> list[float]:
    samples = []
    for run in range(runs + 1):
        with ItemListener(desktop) as listener:
            began = time.monotonic()
            with _running_brim(desktop):
                seconds = listener.wait_for_registration() - began
                pause(1)
        if run:  # the first one warms the disk's cache
            samples.append(seconds)
    return samples


def _pixels(desktop: Desktop, *, quick: bool) -> list[tuple[str, str]]:
    count = 30 if quick else 300
    feed = [sys.executable, "-m", "tests.bench.feed", str(count), "0.05"]
    with (
        ItemListener(desktop) as listener,
        subprocess.Popen(feed, env=desktop.env, stdout=subprocess.PIPE, text=True) as process,
    ):
        arrived = [listener.wait_for_pixels() for _ in range(count)]
        output, _ = process.communicate()
    published = [int(line) / 1e9 for line in output.split()]
    # The desktop may request a redraw, too: a snapshot's pixels are the first ones after it.
    times = [
        arrived[at] - published_at
        for published_at in published
        if (at := bisect_left(arrived, published_at)) < len(arrived)
    ]
    return [("snapshot to pixmap", spread(times))]


def _clicks(desktop: Desktop, sandbox: Sandbox, runs: int) -> tuple[str, str]:
    samples = []
    for _ in range(runs):
        _age_last_request(sandbox)  # before the start: a running tray believes no earlier time than its own
        with _running_brim(desktop) as process, _item_with_figures(desktop, process) as host:
            rows = host.layout()[1]["children"]
            refresh = next(row["id"] for row in rows if "Refresh" in row["properties"].get("label", ""))
            sandbox.server.request_times.clear()
            began = time.monotonic()
            host.call(MENU, "Event", "isvu", refresh, "clicked", Variant("s", ""), 0)
            wait_until(lambda: bool(sandbox.server.request_times), "the request", 20)
            samples.append(sandbox.server.request_times[0] - began)
    return "click to request", spread(samples)


@contextmanager
def _item_with_figures(desktop: Desktop, process: subprocess.Popen[bytes]) -> Iterator[Host]:
    """The tray item of a process, once it shows figures."""
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{process.pid}-1"), "the item")
    with Host(desktop, process.pid) as host:
        wait_until(lambda: "%" in host.property("Title"), "figures", 20)
        yield host


def _age_last_request(sandbox: Sandbox) -> None:
    """Change the stored time of the last request to 90 seconds ago."""
    (path,) = sandbox.state.glob("accounts/*/gate.json")
    content = json.loads(path.read_text())
    content |= dict.fromkeys(("tried_at", "asked_at"), (datetime.now(UTC) - timedelta(seconds=90)).isoformat())
    path.write_text(json.dumps(content))


def _idle(desktop: Desktop, *, quick: bool) -> list[tuple[str, str]]:
    settle, window = (5.0, 10.0) if quick else (40.0, 180.0)
    with _running_brim(desktop) as process, _item_with_figures(desktop, process) as host:
        pause(settle)
        host.signals()
        before = cost(process.pid)
        pause(window)
        after = cost(process.pid)
        signals = host.signals()
    minutes = window / 60
    return [
        ("RSS, MiB (target: 70)", f"{after.rss:.1f}"),
        ("PSS, MiB (target: 52)", f"{after.pss:.1f}"),
        ("wake-ups a minute (target: 6)", f"{(after.wakeups - before.wakeups) / minutes:.1f}"),
        ("CPU, ms a minute", f"{(after.cpu - before.cpu) / minutes:.1f}"),
        ("signals sent in the window", str(len(signals))),
        ("window, s", f"{window:.0f}"),
    ]


if __name__ == "__main__":
    main()
