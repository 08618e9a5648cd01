"""Starts `brim` commands as forks of one process that has imported Brim already.

A fork is a process of its own, with its own arguments, environment, folder, streams and exit code. It lacks only the
start of Python and the imports, which take nine tenths of the time of a command. tests/cli/test-start.py and
tests/cli/test-readonly.py start Brim as people do. Linux only.

Run as a program it is the process that is forked: `python -m tests.support.forkserver FILE_DESCRIPTOR`.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import brim
from brim.__main__ import main
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

_PRELOADED = ("brim.backend", "brim.cli")
_READ_AT_START = ("PYTHON", "LC_", "LANG")
_LONGEST_REQUEST = 1 << 20
"""In bytes; it holds the arguments and the environment."""


class ForkedProcess:
    """A running command, with the part of `subprocess.Popen` that tests use."""

    returncode: int
    """Known once it has ended."""

    def __init__(self, status: socket.socket, output: IO[bytes], errors: IO[bytes]) -> None:
        """`status` brings the exit code; the files receive what the command prints."""
        self._status, self._files = status, (output, errors)
        self._printed: tuple[str, str] | None = None

    def __enter__(self) -> Self:
        """It runs already."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Wait for its end."""
        self.communicate()

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for its end; its output and its errors. Raises TimeoutError after `timeout` seconds."""
        if self._printed is None:
            self._status.settimeout(timeout)
            self.returncode = int(self._status.recv(16))
            self._status.close()
            output, errors = map(_content, self._files)
            self._printed = (output, errors)
        return self._printed


def _content(file: IO[bytes]) -> str:
    """Read a file from its beginning, and close it."""
    with file:
        file.seek(0)
        return file.read().decode()


assert sys.platform != "win32"  # it cannot fork; start_brim knows that


class ForkServer:
    """Owner of the process that is forked."""

    def __init__(self, prefix: Sequence[str]) -> None:
        """Start it; `prefix` is a command that runs it."""
        self._control, control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with control:
            self._process = subprocess.Popen(
                [*prefix, sys.executable, "-m", __name__, str(control.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[control.fileno()],
                cwd=ROOT,
                start_new_session=True,
            )

    def start(self, arguments: Sequence[str], content: bytes) -> ForkedProcess:
        """Start `brim` with these arguments and this content of its standard input, in the caller's environment."""
        request = json.dumps({"arguments": arguments, "environment": dict(os.environ), "folder": str(Path.cwd())})
        status, child_status = socket.socketpair()
        output, errors = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - ForkedProcess closes them
        with child_status, tempfile.TemporaryFile() as stdin:
            stdin.write(content)
            stdin.seek(0)
            files = [stdin.fileno(), output.fileno(), errors.fileno(), child_status.fileno()]
            socket.send_fds(self._control, [request.encode()], files)
        return ForkedProcess(status, output, errors)

    def stop(self) -> None:
        """End the process; the commands that run go on."""
        self._control.close()
        self._process.wait()


def fork_server(prefix: tuple[str, ...]) -> ForkServer:
    """The one server of this test process that `prefix` runs; it ends with the test process.

    There is another one when a variable has changed that Python reads at its start.
    """
    return _fork_server(prefix, tuple(entry for entry in os.environ.items() if entry[0].startswith(_READ_AT_START)))


@cache
def _fork_server(prefix: tuple[str, ...], _variables: tuple[tuple[str, str], ...]) -> ForkServer:
    server = ForkServer(prefix)
    atexit.register(server.stop)
    return server


def _serve(control: socket.socket) -> None:
    """Fork for each request, until the test process closes its end."""
    for module in pkgutil.walk_packages(brim.__path__, "brim."):
        if module.name.startswith(_PRELOADED):
            importlib.import_module(module.name)
    gc.freeze()  # no fork looks through what was imported, not even at its end
    while True:
        request, files, _flags, _address = socket.recv_fds(control, _LONGEST_REQUEST, 4)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:  # a watching process that has ended
                pass
        if not request:
            return
        if os.fork() == 0:
            control.close()
            _watch(json.loads(request), *files)
        for file in files:
            os.close(file)


def _watch(request: dict[str, Any], stdin: int, output: int, errors: int, status: int) -> None:  # Any: JSON
    """Fork the command, and report its exit code."""
    if (command := os.fork()) == 0:
        for target, file in enumerate((stdin, output, errors)):
            os.dup2(file, target)
            os.close(file)
        os.close(status)
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.chdir(request["folder"])
        sys.argv[1:] = request["arguments"]
        sys.exit(main())
    os.write(status, str(os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])).encode())
    os._exit(0)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
