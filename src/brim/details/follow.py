"""The answer that follows files: a line with the names of those that changed, each time that some did.

So many pages may follow at once; more connections are left for their requests. This module must not know what is in a
file.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, override

from starlette.responses import StreamingResponse

from brim.details.status import versions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

LOOK_SECONDS = 1.0
"""How often files are looked at while a page is open."""
_MOST_FOLLOWERS = 64


class Followers:
    """The pages that follow some files."""

    def __init__(self, paths: Sequence[Path], on_look: Callable[[], None]) -> None:
        """`on_look` is called while somebody follows."""
        self._paths = paths
        self._on_look = on_look
        self._count = 0

    def answer(self) -> StreamingResponse | None:
        """The answer for one more page; None where there are too many."""
        if self._count >= _MOST_FOLLOWERS:
            return None
        self._count += 1
        return _Answer(self._lines(), self._leave)

    def _leave(self) -> None:
        self._count -= 1

    async def _lines(self) -> AsyncIterator[str]:
        known = versions(self._paths)
        yield "\n"
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._on_look()
            found = versions(self._paths)  # a few calls of stat()
            if changed := [name for name, version in found.items() if version != known[name]]:
                known = found
                yield f"{' '.join(changed)}\n"


class _Answer(StreamingResponse):
    """Says when its page has left; starlette ends it then."""

    def __init__(self, lines: AsyncIterator[str], on_end: Callable[[], None]) -> None:
        super().__init__(lines, media_type="text/plain")
        self._on_end = on_end

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._on_end()
