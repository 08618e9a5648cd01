"""The wake-up socket: prompt for one datagram, and cheap for a flood of them by any user of this machine."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from typing import TYPE_CHECKING

from brim.backend.system.wakeup import FILE_NAME, listening, send_wake

if TYPE_CHECKING:
    from pathlib import Path


class Bell:
    """Counts wake-ups."""

    def __init__(self) -> None:
        """None came yet."""
        self.count = 0
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Take one wake-up."""
        self.count += 1
        self._rung.set()

    async def wait_for(self, count: int) -> None:
        """Return once so many came."""
        async with asyncio.timeout(20):
            while self.count < count:
                await self._rung.wait()
                self._rung.clear()


def test_each_of_a_few_datagrams_wakes_the_tray(tmp_path: Path) -> None:
    """One datagram wakes the tray; one that comes while the tray rests from the last wakes it afterwards."""

    async def run() -> None:
        bell = Bell()
        async with listening(tmp_path, bell.ring):
            for count in (1, 2, 3):
                send_wake(tmp_path)
                await bell.wait_for(count)

    asyncio.run(run())
    assert not (tmp_path / FILE_NAME).exists()


def test_a_flood_wakes_the_tray_four_times_a_second_at_most(tmp_path: Path) -> None:
    """However many datagrams come, of whatever size, there are at most four wake-ups a second, and none is lost."""

    def flood(port: int) -> float:
        began = time.monotonic()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for number in range(20_000):
                sender.sendto(b"x" * (number % 3 * 700), ("127.0.0.1", port))
        return time.monotonic() - began

    async def run() -> None:
        bell = Bell()
        async with listening(tmp_path, bell.ring):
            port = json.loads((tmp_path / FILE_NAME).read_text())["port"]
            seconds = await asyncio.to_thread(flood, port)
            await bell.wait_for(1)
            before = bell.count
            # 1 for the first datagram, and 1 for a rest that had begun before the flood ended
            assert 1 <= before <= seconds * 4 + 2
            send_wake(tmp_path)
            await bell.wait_for(before + 1)

    asyncio.run(run())
