r"""Finds homes of Claude Code in WSL, from Windows, without ever starting a distribution.

Facts: `wsl.exe --list --running --quiet` prints the names of the running distributions, a line each, in UTF-16LE, or in
UTF-8 where WSL_UTF8 is set. Opening a path below `\\wsl.localhost\<name>` (older: `\\wsl$\<name>`) starts that
distribution, so such a path is opened only while its name is in that list. People's homes are in `home`, and `root`.

This module must not know what is done with a home, nor who asks for it.
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
from brim.childenvironment import child_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOTS = ("//wsl.localhost", "//wsl$")
_SYSTEM_DISTRIBUTIONS = {"docker-desktop", "docker-desktop-data", "rancher-desktop", "rancher-desktop-data"}
"""Distributions in which no person works."""
_FORBIDDEN_IN_NAMES = set('\\/:*?"<>|')
_MAX_DISTRIBUTIONS, _MAX_HOMES = 8, 32
_MAX_BYTES = 1_000_000
_TIMEOUT_SECONDS = 5.0
"""For `wsl.exe`, and for a search in all homes."""
_LIST_SECONDS, _SEARCH_SECONDS = 10.0, 300.0
"""Running distributions are listed again after the first, homes are searched again after the second."""
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def list_command(system_root: Path) -> tuple[str, ...]:
    """The command that lists what runs; with its full path, so that no other program of that name is started."""
    return (str(system_root / "System32" / "wsl.exe"), "--list", "--running", "--quiet")


class WslDistributions:
    """The distributions of this machine, for all accounts of one process."""

    def __init__(
        self, command: Sequence[str], roots: tuple[str, ...] = ROOTS, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """`command` lists what runs; homes are below `roots`, the first of which is searched."""
        self._command = command
        self._roots = roots
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._running: tuple[float, tuple[str, ...]] | None = None
        self._searched_at: float | None = None
        self._config_dir: Path | None = None
        self._search_task: asyncio.Task[Path | None] | None = None

    def distribution(self, path: Path) -> str | None:
        """The distribution that a path is in; None for a path of Windows itself. Opens nothing."""
        text = str(path).replace("\\", "/")
        for root in self._roots:
            if text.casefold().startswith(f"{root}/".casefold()):
                return text[len(root) + 1 :].partition("/")[0] or None
        return None

    async def runs(self, name: str) -> bool:
        """Whether a distribution runs, as of a few seconds ago."""
        async with self._lock:
            return name.casefold() in {running.casefold() for running in await self._list_running()}

    async def config_dir(self) -> Path | None:
        """Claude Code's folder with the newest login in WSL, as of some minutes ago; None when there is none.

        A folder that was found stays the answer when its distribution has ended.
        """
        async with self._lock:
            now = self._monotonic()
            if self._searched_at is None or now - self._searched_at >= _SEARCH_SECONDS:
                self._searched_at = now
                self._config_dir = await self._search() or self._config_dir
            return self._config_dir

    async def _list_running(self) -> tuple[str, ...]:
        now = self._monotonic()
        if self._running is None or now - self._running[0] >= _LIST_SECONDS:
            self._running = now, _names(await self._run_command())
        return self._running[1]

    async def _run_command(self) -> bytes:
        devnull, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=devnull,
                stdout=pipe,
                stderr=devnull,
                creationflags=_NO_WINDOW,
                env=child_environment(),
            )
        except OSError:
            return b""  # there is no WSL here
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
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
        """Search every home of what runs. A search that hangs is not awaited, and no other one starts meanwhile."""
        names = await self._list_running()
        if not names:
            return None
        if self._search_task is None:
            self._search_task = asyncio.create_task(asyncio.to_thread(_newest_config_dir, self._roots[0], names))
        done, _ = await asyncio.wait((self._search_task,), timeout=_TIMEOUT_SECONDS)
        if not done:
            return None
        config_dir, self._search_task = self._search_task.result(), None
        return config_dir


def _names(raw: bytes) -> tuple[str, ...]:
    """The names in the output of `wsl.exe`, without distributions in which no person works."""
    text = raw.decode("utf-16-le" if b"\0" in raw else "utf-8", "replace")
    names = [line.strip("\ufeff\0 ") for line in text.splitlines()]
    valid = [
        name
        for name in names
        if name and name.isprintable() and not _FORBIDDEN_IN_NAMES & set(name) and set(name) != {"."}
    ]
    return tuple(name for name in valid if name.casefold() not in _SYSTEM_DISTRIBUTIONS)[:_MAX_DISTRIBUTIONS]


def _newest_config_dir(root: str, names: tuple[str, ...]) -> Path | None:
    """The folder with the newest login below the homes of these distributions."""
    logins: list[tuple[int, Path]] = []
    for name in names:
        for home in _homes(Path(f"{root}/{name}")):
            config_dir = home / ".claude"
            path = config_dir / ".credentials.json"
            with suppress(OSError):
                if decode(read_regular_file(path, _MAX_BYTES)).credentials is not None:
                    logins.append((path.stat().st_mtime_ns, config_dir))
    return max(logins)[1] if logins else None


def _homes(distribution: Path) -> Iterator[Path]:
    yield distribution / "root"
    with suppress(OSError):
        for _, home in zip(range(_MAX_HOMES), sorted((distribution / "home").iterdir()), strict=False):
            yield home
