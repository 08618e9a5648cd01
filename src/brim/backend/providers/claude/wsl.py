r"""Homes of Claude Code in WSL, seen from Windows. No distribution is ever started.

Facts: `wsl.exe --list --running --quiet` prints the names of the distributions that run, a line each, in UTF-16LE, or
in UTF-8 where WSL_UTF8 is set. Whoever opens a path below `\\wsl.localhost\<name>` (older: `\\wsl$\<name>`) starts that
distribution, so such a path is touched only while its name is in that list. People's homes are in `home`, and `root`.

This module must not know what is done with a home, nor who asks.
"""

from __future__ import annotations

import asyncio
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.claude.credentials import decode
from brim.backend.system.files import read_regular_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOTS = ("//wsl.localhost", "//wsl$")
_OF_A_MACHINE = {"docker-desktop", "docker-desktop-data", "rancher-desktop", "rancher-desktop-data"}
"""Distributions in which nobody works."""
_UNFIT = set('\\/:*?"<>|')
_MOST_DISTRIBUTIONS, _MOST_HOMES = 8, 32
_LARGEST = 1_000_000
_SECONDS = 5.0
"""For `wsl.exe`, and for a look at all homes."""
_FRESH_SECONDS, _SEARCH_SECONDS = 10.0, 300.0
"""What runs is asked again after the first, homes are searched again after the second."""
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def list_command(system_root: Path) -> tuple[str, ...]:
    """Lists what runs; by its full path, so that no other program of that name is started."""
    return (str(system_root / "System32" / "wsl.exe"), "--list", "--running", "--quiet")


class WslDistributions:
    """The distributions of this machine, for all accounts of one process."""

    def __init__(
        self, command: Sequence[str], roots: tuple[str, ...] = ROOTS, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """`command` lists what runs; homes are below `roots`, the first of which is searched."""
        self._command = command
        self._roots = roots
        self._ticks = ticks
        self._guard = asyncio.Lock()
        self._listed: tuple[float, tuple[str, ...]] | None = None
        self._searched_at: float | None = None
        self._home: Path | None = None
        self._searching: asyncio.Task[Path | None] | None = None

    def distribution(self, path: Path) -> str | None:
        """The distribution that a path lies in; None for a path of Windows itself. Touches nothing."""
        text = str(path).replace("\\", "/")
        for root in self._roots:
            if text.casefold().startswith(f"{root}/".casefold()):
                return text[len(root) + 1 :].partition("/")[0] or None
        return None

    async def runs(self, name: str) -> bool:
        """Whether a distribution runs, as of a few seconds ago."""
        async with self._guard:
            return name.casefold() in {one.casefold() for one in await self._running()}

    async def home(self) -> Path | None:
        """The folder of Claude Code in WSL that holds the newest login, as of some minutes ago.

        One that was found is kept when its distribution has ended.
        """
        async with self._guard:
            now = self._ticks()
            if self._searched_at is None or now - self._searched_at >= _SEARCH_SECONDS:
                self._searched_at = now
                self._home = await self._search() or self._home
            return self._home

    async def _running(self) -> tuple[str, ...]:
        now = self._ticks()
        if self._listed is None or now - self._listed[0] >= _FRESH_SECONDS:
            self._listed = now, _names(await self._list())
        return self._listed[1]

    async def _list(self) -> bytes:
        nothing, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=nothing, stdout=pipe, stderr=nothing, creationflags=_NO_WINDOW
            )
        except OSError:
            return b""  # there is no WSL here
        try:
            async with asyncio.timeout(_SECONDS):
                raw, _ = await process.communicate()
        except TimeoutError:
            return b""
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return raw if process.returncode == 0 else b""

    async def _search(self) -> Path | None:
        """Look into every home of what runs; a look that hangs is left behind and not repeated while it does."""
        names = await self._running()
        if not names:
            return None
        if self._searching is None:
            self._searching = asyncio.create_task(asyncio.to_thread(_newest, self._roots[0], names))
        done, _ = await asyncio.wait((self._searching,), timeout=_SECONDS)
        if not done:
            return None
        found, self._searching = self._searching.result(), None
        return found


def _names(raw: bytes) -> tuple[str, ...]:
    """The names in the output of `wsl.exe`, without those in which nobody works."""
    text = raw.decode("utf-16-le" if b"\0" in raw else "utf-8", "replace")
    lines = [line.strip("\ufeff\0 ") for line in text.splitlines()]
    fit = [name for name in lines if name and name.isprintable() and not _UNFIT & set(name) and set(name) != {"."}]
    return tuple(name for name in fit if name.casefold() not in _OF_A_MACHINE)[:_MOST_DISTRIBUTIONS]


def _newest(root: str, names: tuple[str, ...]) -> Path | None:
    """The folder with the newest login below the homes of these distributions."""
    found: list[tuple[int, Path]] = []
    for name in names:
        for home in _homes(Path(f"{root}/{name}")):
            folder = home / ".claude"
            path = folder / ".credentials.json"
            with suppress(OSError):
                if decode(read_regular_file(path, _LARGEST)).credentials is not None:
                    found.append((path.stat().st_mtime_ns, folder))
    return max(found)[1] if found else None


def _homes(distribution: Path) -> Iterator[Path]:
    yield distribution / "root"
    with suppress(OSError):
        for _, home in zip(range(_MOST_HOMES), sorted((distribution / "home").iterdir()), strict=False):
            yield home
