"""Hands over from the statusline tap to the command that filled the status line before.

Where the system can, the tap becomes that command: output, exit status, time limit and being killed are then its own,
and no process is left over. This module must not know what the input says.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

_CHUNK = 1 << 16
_NOT_FOUND = 127


def _copy(head: bytes, target: int, *, finished: bool) -> None:
    """Write the input on, a piece at a time, for as long as somebody reads."""
    with suppress(OSError):
        view = memoryview(head)
        while view:
            view = view[os.write(target, view[:_CHUNK]) :]
        while not finished and (part := os.read(0, _CHUNK)):
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(target, rest) :]


if sys.platform == "win32":

    def become(command: str, head: bytes, environment: dict[str, str], *, finished: bool) -> int:
        """Run a shell command line with `head`, and what is left of our input unless it is `finished`, as its input.

        Returns the exit status.
        """
        import subprocess

        # Claude Code runs status lines through Git Bash where it is, which names itself in SHELL.
        shell = environment.get("SHELL", "")
        words: list[str] | str = [shell, "-c", command] if os.path.isfile(shell) else command
        in_shell = isinstance(words, str)
        child = subprocess.Popen(words, stdin=subprocess.PIPE, shell=in_shell)  # noqa: S603 - the user's own command
        if child.stdin is not None:
            _copy(head, child.stdin.fileno(), finished=finished)
            with suppress(OSError):
                child.stdin.close()
        return child.wait()

else:

    def become(command: str, head: bytes, environment: dict[str, str], *, finished: bool) -> int:
        """Become a shell command line with `head`, and what is left of our input unless it is `finished`, as its input.

        Returns only when there is no shell.
        """
        import signal

        _feed(head, finished=finished)
        for ignored in (signal.SIGPIPE, signal.SIGXFSZ):  # by Python, and the command would inherit that
            signal.signal(ignored, signal.SIG_DFL)
        with suppress(OSError):
            os.execve("/bin/sh", ["sh", "-c", command], _as_started(environment))  # noqa: S606 - the user's own command
        return _NOT_FOUND

    def _feed(head: bytes, *, finished: bool) -> None:
        """Make the input our own standard input again, as a pipe: at once if it fits into one."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        try:
            sent = os.write(writer, head)
        except BlockingIOError:
            sent = 0
        if sent < len(head) or not finished:
            os.set_blocking(writer, True)
            _leave_a_feeder(head[sent:], reader, writer, finished=finished)
        os.close(writer)
        os.dup2(reader, 0)
        os.set_inheritable(0, True)  # noqa: FBT003 - the switch has no name
        if reader:
            os.close(reader)

    def _leave_a_feeder(head: bytes, reader: int, writer: int, *, finished: bool) -> None:
        """Let a grandchild, which nobody has to wait for, write what does not fit; it ends with whoever reads."""
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return
        try:
            if os.fork() == 0:
                for handle in (reader, 1, 2):  # an open output would keep Claude Code waiting
                    os.close(handle)
                _copy(head, writer, finished=finished)
        finally:
            os._exit(0)

    def _as_started(environment: dict[str, str]) -> dict[str, str]:
        """The environment without the locale that Python sets for itself where there is none (PEP 538).

        Only Linux tells what a process was started with; elsewhere the locale stays.
        """
        with suppress(OSError), open("/proc/self/environ", "rb") as file:
            if not any(entry.startswith(b"LC_CTYPE=") for entry in file.read().split(b"\0")):
                return {name: value for name, value in environment.items() if name != "LC_CTYPE"}
        return environment
