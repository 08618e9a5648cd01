"""Runs a foreign program once, with limits of time and output, and leaves no process of its group running.

The program gets a session of its own, so it cannot reach a terminal and ends as a whole. It gets its input, and then
the end of input. A process that it starts in yet another session is not ended, and is not waited for.
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

from brim.childenvironment import child_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_MAX_OUTPUT_BYTES = 1_000_000
_DRAIN_SECONDS = 0.5
"""For output that is still on its way when the program has ended."""
_GRACE_SECONDS = 0.5
"""Between the request to end and the forced end."""
_REAP_SECONDS = 5.0
"""For the news of a forced end, which comes at once unless the machine is very busy."""
_STDIN, _STDOUT = 0, 1
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would open a console for a moment."""


class ExitReason(StrEnum):
    """How a run ended."""

    DONE = "done"
    """The program ended, or had said all that was wanted."""
    TIMED_OUT = "late"
    OUTPUT_TOO_LARGE = "full"


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """The result of a run."""

    reason: ExitReason
    exit_status: int | None
    """None unless the program ended on its own."""
    output: bytes
    """Standard output, up to the limit."""


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """The program to run."""

    command: Sequence[str]
    environment: Mapping[str, str]
    working_directory: Path
    stdin: bytes = b""
    """Its standard input, which ends after these bytes."""
    is_complete: Callable[[bytes], bool] | None = None
    """Whether an output is all that is wanted, for a program that serves until it is ended; its input stays open."""


class _OutputReader(asyncio.SubprocessProtocol):
    """Collects the output, and detects the end of the program also while another process holds its output open."""

    def __init__(self, is_complete: Callable[[bytes], bool] | None) -> None:
        self._is_complete = is_complete
        self.output = bytearray()
        self.exited, self.finished, self.stdout_closed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    @override
    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self.output += data[: _MAX_OUTPUT_BYTES + 1 - len(self.output)]
        if self.too_large or (self._is_complete is not None and self._is_complete(bytes(self.output))):
            self.finished.set()

    @override
    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == _STDOUT:
            self.stdout_closed.set()

    @override
    def process_exited(self) -> None:
        self.exited.set()
        self.finished.set()

    @property
    def too_large(self) -> bool:
        return len(self.output) > _MAX_OUTPUT_BYTES


async def run(spec: ProcessSpec, seconds: float) -> ProcessResult:
    """Run a program until it ends, for `seconds` at most, or until it has written 1 MB.

    A cancellation ends the program as well. Raises OSError when it cannot start.
    """
    transport, reader = await _start(spec)
    try:
        _write_stdin(transport, spec)
        async with asyncio.timeout(seconds):
            await reader.finished.wait()
        if reader.exited.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_DRAIN_SECONDS):
                    await reader.stdout_closed.wait()
    except TimeoutError:
        return ProcessResult(ExitReason.TIMED_OUT, None, bytes(reader.output))
    finally:
        await _terminate(transport, reader)
        transport.close()
    if reader.too_large:
        return ProcessResult(ExitReason.OUTPUT_TOO_LARGE, None, bytes(reader.output))
    return ProcessResult(ExitReason.DONE, transport.get_returncode(), bytes(reader.output))


async def _start(spec: ProcessSpec) -> tuple[asyncio.SubprocessTransport, _OutputReader]:
    """Start the program, and end its whole group when it is cancelled meanwhile.

    asyncio would end the program alone, and then wait for every process that holds its output open.
    """
    starting = asyncio.ensure_future(
        asyncio.get_running_loop().subprocess_exec(
            lambda: _OutputReader(spec.is_complete),
            *spec.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=spec.working_directory,
            env=spec.environment,
            start_new_session=sys.platform != "win32",
            creationflags=_NO_WINDOW,
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        transport, reader = await starting
        await _terminate(transport, reader)
        transport.close()
        raise


def _write_stdin(transport: asyncio.SubprocessTransport, spec: ProcessSpec) -> None:
    pipe = transport.get_pipe_transport(_STDIN)
    if isinstance(pipe, asyncio.WriteTransport):
        pipe.write(spec.stdin)
        if spec.is_complete is None:
            pipe.close()


if sys.platform == "win32":

    async def _terminate(transport: asyncio.SubprocessTransport, reader: _OutputReader) -> None:
        """End the program with every process that it started."""
        if transport.get_returncode() is not None:
            return
        tree = ("/T", "/F", "/PID", str(transport.get_pid()))
        with suppress(OSError):
            taskkill = await asyncio.create_subprocess_exec(
                "taskkill",
                *tree,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
            )
            await taskkill.wait()
        await _wait_for_exit(reader, _REAP_SECONDS)

else:

    async def _terminate(transport: asyncio.SubprocessTransport, reader: _OutputReader) -> None:
        """End the program's group: first with a request, and after a moment by force."""
        group = transport.get_pid()
        if not _signal_group(group, signal.SIGTERM):
            return
        await _wait_for_exit(reader, _GRACE_SECONDS)
        if _signal_group(group, signal.SIGKILL):
            await _wait_for_exit(reader, _REAP_SECONDS)

    def _signal_group(group: int, number: signal.Signals) -> bool:
        """Send a signal; whether a process of the group was there to get it."""
        try:
            os.killpg(group, number)
        except OSError:
            return False
        return True


async def _wait_for_exit(reader: _OutputReader, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await reader.exited.wait()
