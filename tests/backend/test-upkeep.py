"""What keeps the installation up to date is called late, once, and not after the end."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from brim.backend.upkeep import keeping_up

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_called_once_in_a_thread_with_the_data_folder(tmp_path: Path) -> None:
    """It may take its time: the loop goes on, and gets no answer."""
    calls: list[tuple[Path, bool]] = []
    called = threading.Event()

    def upkeep(state_dir: Path) -> None:
        calls.append((state_dir, threading.current_thread() is threading.main_thread()))
        called.set()

    async def go() -> None:
        async with keeping_up(upkeep, tmp_path, 0.01):
            await asyncio.to_thread(called.wait, 20)

    asyncio.run(go())

    assert [(tmp_path, False)] == calls


def test_it_is_not_called_where_brim_ends_before(tmp_path: Path) -> None:
    """A tray that is quit at once has called nothing, and one without upkeep needs nothing."""
    calls: list[Path] = []

    async def go() -> None:
        async with keeping_up(calls.append, tmp_path, 0), keeping_up(None, tmp_path, 0):
            pass
        await asyncio.to_thread(calls.copy)  # the loop and its threads have a turn, in which a call would come

    asyncio.run(go())

    assert [] == calls
