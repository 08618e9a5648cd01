"""Runs the command that filled the status line before, in place of `brim statusline`.

On POSIX systems the process becomes that command (exec): output, exit status, time limit and signals are then its own,
and no process is left over. This module must not know what the input contains.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

_CHUNK_BYTES = 1 << 16
_COMMAND_NOT_FOUND = 127


def _copy(head: bytes, target: int, *, complete: bool) -> None:
    """Write `head` and the rest of our input to a pipe in chunks, until its reader closes it."""
    with suppress(OSError):
        view = memoryview(head)
        while view:
            view = view[os.write(target, view[:_CHUNK_BYTES]) :]
        while not complete and (part := os.read(0, _CHUNK_BYTES)):
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(target, rest) :]


if sys.platform == "win32":

    def run_instead(command: str, head: bytes, environment: dict[str, str], *, complete: bool) -> int:
        """Run a shell command line with `head` and, unless it is `complete`, the rest of our input as its input.

        Returns the exit status.
        """
        import subprocess

        # Claude Code runs status lines in Git Bash where it is installed; Git Bash sets SHELL to its own path.
        shell = environment.get("SHELL", "")
        words: list[str] | str = [shell, "-c", command] if os.path.isfile(shell) else command
        in_shell = isinstance(words, str)
        child = subprocess.Popen(words, stdin=subprocess.PIPE, shell=in_shell)  # noqa: S603 - the user's own command
        if child.stdin is not None:
            _copy(head, child.stdin.fileno(), complete=complete)
            with suppress(OSError):
                child.stdin.close()
        return child.wait()

else:

    def run_instead(command: str, head: bytes, environment: dict[str, str], *, complete: bool) -> int:
        """Become a shell command line with `head` and, unless it is `complete`, the rest of our input as its input.

        Returns only when there is no shell.
        """
        import signal

        _put_back(head, complete=complete)
        for ignored in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores them, and the command would inherit that
            signal.signal(ignored, signal.SIG_DFL)
        original = _original_environment(environment)
        with suppress(OSError):
            os.execve("/bin/sh", ["sh", "-c", command], original)  # noqa: S606 - the user's own command
        return _COMMAND_NOT_FOUND

    def _put_back(head: bytes, *, complete: bool) -> None:
        """Make the input our standard input again, as a pipe; at once if it fits into the pipe's buffer."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        try:
            sent = os.write(writer, head)
        except BlockingIOError:
            sent = 0
        if sent < len(head) or not complete:
            os.set_blocking(writer, True)
            _start_writer(head[sent:], reader, writer, complete=complete)
        os.close(writer)
        os.dup2(reader, 0)
        os.set_inheritable(0, True)  # noqa: FBT003 - the parameter has no keyword
        if reader:
            os.close(reader)

    def _start_writer(head: bytes, reader: int, writer: int, *, complete: bool) -> None:
        """Start a grandchild, which needs no wait, to write what does not fit; it ends when the pipe is closed."""
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return
        try:
            if os.fork() == 0:
                for handle in (reader, 1, 2):  # an open output would keep Claude Code waiting
                    os.close(handle)
                _copy(head, writer, complete=complete)
        finally:
            os._exit(0)

    def _original_environment(environment: dict[str, str]) -> dict[str, str]:
        """The environment without the locale that Python sets for itself where there is none (PEP 538).

        Only Linux shows the environment that a process was started with; elsewhere the locale stays.
        """
        with suppress(OSError), open("/proc/self/environ", "rb") as file:
            if not any(entry.startswith(b"LC_CTYPE=") for entry in file.read().split(b"\0")):
                return {name: value for name, value in environment.items() if name != "LC_CTYPE"}
        return environment
