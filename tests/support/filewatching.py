"""A running watch of files, and what it has reported."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brim.backend.watching.watch import FileWatch, open_watcher, watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from brim.backend.watching.batch import Watcher
    from brim.backend.watching.places import Changes, Place


@dataclass
class Seen:
    """What a watch has reported."""

    watch: FileWatch
    changes: list[Changes] = field(default_factory=list)

    @property
    def paths(self) -> set[Path]:
        """All files that were named."""
        return {path for changes in self.changes for paths in changes.paths.values() for path in paths}

    @property
    def everything_count(self) -> int:
        """How often everything may have changed."""
        return sum(changes.everything and not changes.by_clock for changes in self.changes)

    async def until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        """Let the loop run until a condition is true; fails after so many seconds."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"the condition did not come true: {self.changes}, {self.watch.gaps}"
            await asyncio.sleep(0.005)

    async def until_reported(self, *paths: Path) -> None:
        """Wait until all of these files were named; forget what was reported before."""
        await self.until(lambda: self.paths.issuperset(paths))
        self.changes.clear()


@asynccontextmanager
async def running_watch(
    places: Sequence[Place],
    *,
    opener: Callable[[], Watcher] = open_watcher,
    state_dir: Path | None = None,
    port: int | None = None,
    rest: float = 0.02,
) -> AsyncIterator[Seen]:
    """Watch places for the time of the block, which begins when the watch stands."""
    watch = FileWatch(lambda: places, state_dir, opener, rest)
    seen = Seen(watch)
    watch.subscribe(seen.changes.append)
    async with watching(watch, port):
        await seen.until(lambda: seen.everything_count > 0)
        seen.changes.clear()
        yield seen
