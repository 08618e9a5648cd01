"""What a watcher has seen, and what every watcher does. This module must not know how the system reports a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from brim.backend.watching.coverage import Gap
    from brim.backend.watching.places import Place, Topic


@dataclass(slots=True)
class Batch:
    """A part of what happened."""

    files: set[tuple[Topic, str]] = field(default_factory=set)
    """Files that changed."""
    folders: list[str] = field(default_factory=list)
    """Inner folders that may have to be watched now."""
    outdated: bool = False
    """Other folders have to be watched now."""
    lost: bool = False
    """More happened than the system could report."""
    more: bool = False
    """There may be more to take."""


class Watcher(Protocol):
    """The watches of one process. Methods that block belong in a thread, one at a time."""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not watched."""

    def update(self, places: Sequence[Place], *, rebuild: bool = False) -> None:
        """Watch what the places need now; with `rebuild` everything anew. Blocks, never raises OSError."""

    def is_outdated(self) -> bool:
        """Whether `update` might change something. Blocks, never raises OSError."""

    def extend(self, folders: Iterable[str]) -> list[tuple[Topic, str]]:
        """Watch inner folders that were reported; returns the files that are in them already. Blocks."""

    def arm(self, ready: Callable[[], None]) -> None:
        """Call `ready` in the running loop when there is something to take."""

    def disarm(self) -> None:
        """Call nobody; what happens is kept."""

    def take(self) -> Batch:
        """A part of what happened. Does not block."""

    def close(self) -> None:
        """End all watches. Does not block for long."""
