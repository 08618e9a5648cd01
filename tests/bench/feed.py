"""A tray that gets one new percentage after the other, for the benchmark `tray`: `feed.py COUNT SECONDS`.

It prints the monotonic time, in nanoseconds, of each snapshot that it publishes.
"""

from __future__ import annotations

import sys
import threading
import time

from brim.app import now
from brim.bridge import Bridge
from brim.tray import pump
from brim.tray.linux.tray import LinuxTray
from brim.tray.menu.trayview import starting_view
from tests.support.samples import account_view, snapshot, window


def main() -> None:
    """Publish snapshots from a thread of its own, as the backend does."""
    count, pause = int(sys.argv[1]), float(sys.argv[2])
    bridge = Bridge()
    tray = LinuxTray(starting_view(), lambda _command: None, name=None)

    def publish() -> None:
        timer = threading.Event()
        timer.wait(1.0)
        for number in range(count):
            view = snapshot(account_view(window(float(number % 100))))
            print(time.monotonic_ns(), flush=True)
            bridge.publish(view)
            timer.wait(pause)
        bridge.close()
        tray.stop()

    def ready() -> None:
        threading.Thread(target=publish, daemon=True).start()
        pump.run(bridge, tray, now)

    tray.run(ready)


if __name__ == "__main__":
    main()
