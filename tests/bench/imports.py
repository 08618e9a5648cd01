"""What each import costs, and what parts of a tray's memory can be spared: `imports.py [--tray]`.

Each row is a process of its own in which everything is there that the tray has imported before it, so that a row is
what the tray would save. `--tray` also measures whole trays on a private desktop, in turns: as they are, without
docstrings, and as glibc gives memory by itself. Private memory is what no other process shares.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import table
from tests.bench.privatetray import private_mib

STEPS = (
    ("asyncio, with ssl", "import asyncio"),
    ("xml, for D-Bus", "import xml.etree.ElementTree, xml.parsers.expat"),
    ("dbus_fast", "import dbus_fast.aio, dbus_fast.service"),
    ("Pillow", "import PIL.Image"),
    ("  its fonts, with ImageDraw", "import PIL.ImageDraw"),
    ("  PNG, BMP, GIF, JPEG, PPM (not imported)", "import PIL.Image as i; i.preinit()"),
    ("multiprocessing, for loguru", "import multiprocessing"),
    ("loguru", "import loguru"),
    ("pydantic_core", "import pydantic_core"),
    ("email and importlib.metadata, for pydantic", "import importlib.metadata"),
    ("pydantic", "from pydantic import BaseModel, Field, SecretStr, TypeAdapter, BeforeValidator"),
    ("pydantic_settings", "import pydantic_settings"),
    ("msgspec", "import msgspec"),
    ("sqlite3", "import sqlite3"),
    ("platformdirs", "import platformdirs"),
    ("tenacity", "import tenacity"),
    ("ctypes", "import ctypes"),
    ("filelock", "import filelock; filelock.FileLock"),
    ("http, for httpx", "import http.client, http.cookiejar"),
    ("httpx, httpcore, anyio, h11", "import brim.backend.network.leanhttpx, anyio._backends._asyncio"),
    ("truststore and a context", "import ssl, truststore as t; c = t.SSLContext(ssl.PROTOCOL_TLS_CLIENT)"),
    ("  the certificates of the system", "c.load_default_certs()"),
    ("python-xlib", "import Xlib.display, Xlib.X, Xlib.Xatom, Xlib.Xutil"),
    (
        "  its extensions (not imported)",
        "import Xlib.ext as e; [__import__('Xlib.ext.' + m) for _, m in e.__extensions__]",
    ),
    ("the settings of Brim", "import brim.backend.settings.load as s; s.get_settings()"),
    ("the reading side of Brim", "import brim.backend.service"),
    ("the tray of Brim", "import brim.app, brim.tray.linux.tray, brim.tray.pump, brim.tray.dispatch"),
)
"""A name and a statement, in the order in which a tray comes to them."""
_PROBE = """
import sys, time
from pathlib import Path
def private():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024
*before, last = sys.argv[1:]
for statement in ("import inspect, typing, dataclasses, argparse", *before):
    exec(statement)
modules, memory, began = len(sys.modules), private(), time.perf_counter()
exec(last)
print(len(sys.modules) - modules, private() - memory, (time.perf_counter() - began) * 1000)
"""
_START = "import sys; sys.argv = ['brim']; from brim.__main__ import main; sys.exit(main())"
_BY_ITSELF = "import brim.tray.linux.allocator as a; a.share_one_area = a.give_back = lambda: None; "
TRAYS = {
    "as it is": ("-c", _START),
    "areas as glibc gives them": ("-c", f"{_BY_ITSELF}{_START}"),
    "without docstrings (-OO)": ("-OO", "-c", _START),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tray", action="store_true", help="measure whole trays, too")
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    options = parser.parse_args()
    runs = 1 if options.quick else 3
    rows = [("import", "modules", "private MiB", "ms")]
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, _) in enumerate(STEPS):
            modules, memory, milliseconds = _cost(number, Path(folder), runs)
            rows.append((name, f"{modules:.0f}", f"{memory:.2f}", f"{milliseconds:.1f}"))
    table("What each import costs a process that has all the others above it", rows)
    if options.tray:
        found = private_mib(TRAYS, runs)
        table(
            "Private memory of a tray after a request and a first look at transcripts, MiB",
            [
                ("", "median", "all"),
                *((name, f"{statistics.median(one):.1f}", str(one)) for name, one in found.items()),
            ],
        )


def _cost(number: int, folder: Path, runs: int) -> tuple[float, float, float]:
    """The medians of modules, MiB and milliseconds of a step after all steps before it that a tray takes."""
    before = [statement for name, statement in STEPS[:number] if "not imported" not in name]
    command = [sys.executable, "-c", _PROBE, *before, STEPS[number][1]]
    environment = {"BRIM_STATE_DIR": str(folder), "BRIM_CONFIG_DIR": str(folder), "HOME": str(folder)}
    lines = [
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout for _ in range(runs)
    ]
    modules, memory, milliseconds = zip(*(map(float, line.split()) for line in lines), strict=True)
    return statistics.median(modules), statistics.median(memory), statistics.median(milliseconds)


if __name__ == "__main__":
    main()
