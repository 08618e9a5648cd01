"""Runs a foreign program once, within limits of time and output, and leaves no process of its group behind.

The program has a session of its own, so it cannot reach a terminal and ends as a whole; it is handed its input and then
nothing more. What it starts in yet another session is its own business and keeps nobody waiting.
This module must not know what is run, nor what the output means.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, override

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_LARGEST = 1_000_000
_LAST_WORDS_SECONDS = 0.5
"""For output that is still on its way when the program has ended."""
_GRACE_SECONDS = 0.5
"""Between the request to end and the end."""
_OUTPUT = 1
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would open a console for a moment."""


class ExitReason(StrEnum):
    """How a run ended."""

    DONE = "done"
    LATE = "late"
    """The time was up."""
    FULL = "full"
    """It said too much."""


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """What became of a run."""

    ending: ExitReason
    status: int | None
    """Exit status; None unless it ended by itself."""
    output: bytes


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """What is to be run."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    """Its working directory."""
    given: bytes = b""
    """Its standard input, which ends after it."""


class _OutputReader(asyncio.SubprocessProtocol):
    """Takes down what a program says, and notices its end, also when somebody else still holds its output open."""

    def __init__(self) -> None:
        self.output = bytearray()
        self.over, self.silent = asyncio.Event(), asyncio.Event()

    @override
    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self.output += data[: _LARGEST + 1 - len(self.output)]
        if self.full:
            self.over.set()

    @override
    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == _OUTPUT:
            self.silent.set()

    @override
    def process_exited(self) -> None:
        self.over.set()

    @property
    def full(self) -> bool:
        return len(self.output) > _LARGEST


async def run(job: ProcessSpec, seconds: float) -> ProcessResult:
    """Run a program to its end, or for so many seconds, or until it has said 1 MB; raises OSError when it cannot start.

    Being cancelled ends it as well.
    """
    transport, ear = await asyncio.get_running_loop().subprocess_exec(
        _OutputReader,
        *job.command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=job.folder,
        env=job.environment,
        start_new_session=sys.platform != "win32",
        creationflags=_NO_WINDOW,
    )
    try:
        _hand_over(transport, job.given)
        async with asyncio.timeout(seconds):
            await ear.over.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_SECONDS):
                await ear.silent.wait()
    except TimeoutError:
        return ProcessResult(ExitReason.LATE, None, bytes(ear.output))
    finally:
        await _end(transport, ear)
        transport.close()
    if ear.full:
        return ProcessResult(ExitReason.FULL, None, bytes(ear.output))
    return ProcessResult(ExitReason.DONE, transport.get_returncode(), bytes(ear.output))


def _hand_over(transport: asyncio.SubprocessTransport, given: bytes) -> None:
    pipe = transport.get_pipe_transport(0)
    if isinstance(pipe, asyncio.WriteTransport):
        pipe.write(given)
        pipe.close()


if sys.platform == "win32":

    async def _end(transport: asyncio.SubprocessTransport, ear: _OutputReader) -> None:
        """End the program with all that it started."""
        if transport.get_returncode() is not None:
            return
        tree = ("/T", "/F", "/PID", str(transport.get_pid()))
        with suppress(OSError):
            ender = await asyncio.create_subprocess_exec(
                "taskkill", *tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            await ender.wait()
        await _ended(ear)

else:

    async def _end(transport: asyncio.SubprocessTransport, ear: _OutputReader) -> None:
        """End the program's group: it is asked to, and has a moment."""
        group = transport.get_pid()
        if not _signal(group, signal.SIGTERM):
            return
        if transport.get_returncode() is None:
            ear.over.clear()
        await _ended(ear)
        _signal(group, signal.SIGKILL)

    def _signal(group: int, number: signal.Signals) -> bool:
        """Whether there was anybody to hear it."""
        try:
            os.killpg(group, number)
        except OSError:
            return False
        return True


async def _ended(ear: _OutputReader) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_GRACE_SECONDS):
            await ear.over.wait()
