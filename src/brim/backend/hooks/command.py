"""Runs the command of a hook once, with the event on its standard input.

No part of the event is in an argument list. This module must not know when a command is run, nor what an event says.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
from contextlib import suppress
from pathlib import Path

from brim.backend.hooks.attempt import Attempt
from brim.childenvironment import child_environment
from brim.words import hooks as words


async def run_command(line: str, body: bytes, seconds: float) -> Attempt:
    """Run a command line, which may take so many seconds; its exit code says whether it succeeded."""
    try:
        arguments = _split(line)
    except (ValueError, RuntimeError):
        return Attempt(succeeded=False, text=words.unsplittable_command())
    devnull = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=devnull,
            stderr=devnull,
            env=child_environment(),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return Attempt(succeeded=False, text=words.not_started(type(error).__name__))
    try:
        async with asyncio.timeout(seconds):
            await process.communicate(body)
    except TimeoutError:
        return Attempt(succeeded=False, text=words.timed_out())
    finally:
        await _kill_process_group(process)
    return Attempt(succeeded=process.returncode == 0, text=words.exit_status(process.returncode or 0))


def _split(line: str) -> list[str]:
    """The arguments of a command line; a leading `~` is replaced by the user's home folder."""
    program, *arguments = shlex.split(line, posix=sys.platform != "win32")
    return [str(Path(program).expanduser()), *arguments]


async def _kill_process_group(process: asyncio.subprocess.Process) -> None:
    """Kill the process of a command; on Linux and macOS also the processes that it has started."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
