"""The same `brim` command in many processes at once.

Run as a program it imports the command and then forks, so that all processes begin at the same moment and none spends
its time on imports: `python -m tests.support.manyprocesses COUNT FOLDER ARGUMENT...`. Windows cannot fork; there every
process is started for itself.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from brim.__main__ import main
from tests.rules.syntax import ROOT
from tests.support.sandbox import start_brim, without_root_rights

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 240
_IMPORTED_FIRST = (
    "brim.cli.run",
    "brim.cli.status.command",
    "brim.cli.status.jsonoutput",
    "brim.backend.commandservice",
)


def run_many(count: int, folder: Path, *arguments: str, when_started: Callable[[], None]) -> list[tuple[int, str]]:
    """Exit code and output of each process; `folder` is for their outputs."""
    return (_start_many if sys.platform == "win32" else _run_forks)(count, folder, arguments, when_started)


def _start_many(
    count: int, _folder: Path, arguments: tuple[str, ...], when_started: Callable[[], None]
) -> list[tuple[int, str]]:
    with ExitStack() as stack:
        processes = [stack.enter_context(start_brim(*arguments)) for _ in range(count)]
        when_started()
        outputs = [process.communicate(timeout=_SECONDS)[0] for process in processes]
        return [(process.returncode, output) for process, output in zip(processes, outputs, strict=True)]


def _run_forks(
    count: int, folder: Path, arguments: tuple[str, ...], when_started: Callable[[], None]
) -> list[tuple[int, str]]:
    command = [*without_root_rights(), sys.executable, "-m", __name__, str(count), str(folder), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as forking:
        assert forking.stdout is not None
        assert forking.stdout.readline() == "started\n"
        when_started()
        codes = forking.communicate(timeout=_SECONDS)[0].split()
    return [(int(code), (folder / str(number)).read_text("utf-8")) for number, code in enumerate(codes)]


def _fork_many(count: int, folder: Path, arguments: list[str]) -> None:
    """Print `started` once all processes run, and their exit codes once all have ended."""
    if sys.platform != "win32":
        for module in _IMPORTED_FIRST:
            importlib.import_module(module)
        processes = []
        for number in range(count):
            if (process := os.fork()) == 0:
                os.dup2(os.open(folder / str(number), os.O_WRONLY | os.O_CREAT), sys.stdout.fileno())
                sys.argv[1:] = arguments
                os._exit(main())
            processes.append(process)
        print("started", flush=True)  # noqa: T201 - the test waits for it
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
        print(*codes)  # noqa: T201 - the test reads them


if __name__ == "__main__":
    _fork_many(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
