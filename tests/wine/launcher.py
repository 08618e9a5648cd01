"""`brim launcher` on Windows: puts the shortcut, lets the shell start one, and takes it back; prints what it saw.

`launcher.py FOLDER`: the data folder, which is also where a started shortcut leaves its mark.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from brim.cli.launcher.launcher import launcher_state, set_launcher
from brim.cli.launcher.plan import ICO
from brim.cli.launcher.shortcut import shortcut

FOLDER = Path(sys.argv[1])
MARK = FOLDER / "it's started.txt"
SECONDS = 30.0


def main() -> None:
    """Print a line for each step."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    on = set_launcher(FOLDER, enabled=True)
    again = set_launcher(FOLDER, enabled=True)
    content = on.location.read_bytes()
    held = [text.encode("utf-16-le") in content for text in ("-m brim --details-if-running", str(ICO))]
    print("launcher", on.location.parts[-2:], on.enabled, again.enabled, again.left, *held)
    link = FOLDER / "start.lnk"
    link.write_bytes(shortcut((sys.executable, "-c", f"open({str(MARK)!r}, 'w').close()"), ICO))
    if sys.platform == "win32":
        os.startfile(link)
    deadline, tick = time.monotonic() + SECONDS, threading.Event()
    while not MARK.exists() and time.monotonic() < deadline:
        tick.wait(0.1)
    print("shortcut", MARK.exists())
    off = set_launcher(FOLDER, enabled=False)
    print("launcher off", off.enabled, off.location.exists(), off.left, launcher_state(FOLDER).enabled)


if __name__ == "__main__":
    main()
