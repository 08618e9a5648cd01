"""Bars that need no screen: tmux in tmux, i3blocks and conky, with the example that `brim help bars` shows.

This module must not know what a line says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from brim.cli.bars.examples import FILES, FOLDER
from tests.support.shells import skip_without
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 220
_CALLS, _CALL_SECONDS = 10, 2.0
_CONKY = "\nconky.config = {out_to_console = true, out_to_x = false, update_interval = 0.1, total_run_times = 1,"
_CONKY += " max_text_width = 0, text_buffer_size = 8192}\n"


def example(bar: str) -> Path:
    """The file of a bar's example."""
    return FOLDER / FILES[bar]


def with_brim(environment: dict[str, str] | os._Environ[str] = os.environ) -> dict[str, str]:
    """An environment in which a shell finds `brim`."""
    return {
        **environment,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
        "LC_ALL": "C.UTF-8",
    }


class Tmux:
    """A tmux with the example, shown in another one from which its status line is read."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the sockets; its path has to be short."""
        self._inner = ["tmux", "-S", str(folder / "in"), "-f", str(example("tmux"))]
        self._outer = ["tmux", "-S", str(folder / "out"), "-f", os.devnull]

    def __enter__(self) -> Self:
        """Start both."""
        skip_without("tmux")
        self._run(self._inner, "new-session", "-d", "-x", str(_WIDTH), "-y", "5", "sleep 600")
        attach = "env -u TMUX TERM=tmux-256color " + " ".join([*self._inner[:3], "attach"])
        self._run(self._outer, "new-session", "-d", "-x", str(_WIDTH), "-y", "8", attach)
        wait_until(lambda: self.line().startswith("[0]"), "tmux on the screen")
        return self

    def __exit__(self, *_error: object) -> None:
        """End both, and what runs in them."""
        for server in (self._outer, self._inner):
            subprocess.run([*server, "kill-server"], capture_output=True, check=False, timeout=30)

    def set_length(self, columns: int) -> None:
        """Let the status line be so long."""
        self._run(self._inner, "set", "-g", "status-right-length", str(columns))

    def refresh(self) -> None:
        """Call Brim again, as tmux does every 15 seconds; a call that has not ended yet is given up."""
        self._run(self._inner, "refresh-client", "-S")

    def line(self, *, colored: bool = False) -> str:
        """The lowest line of the screen; with its escapes on request."""
        shown = self._run(self._outer, "capture-pane", "-p", *(["-e"] if colored else []))
        return shown.rstrip("\n").splitlines()[-1] if shown.strip() else ""

    def wait_for(self, text: str) -> None:
        """Wait until the line has a text; Brim is called again meanwhile, more often than tmux does it by itself."""
        for _ in range(_CALLS):
            self.refresh()
            with suppress(TimeoutError):
                return wait_until(lambda: text in self.line(), text, _CALL_SECONDS)
        raise AssertionError(f"{text!r} is not in {self.line()!r}")

    def _run(self, server: list[str], *command: str) -> str:
        done = subprocess.run(
            [*server, *command], env=with_brim(), capture_output=True, text=True, check=True, timeout=30
        )
        return done.stdout


class I3blocks:
    """i3blocks with the example, and what it tells i3bar."""

    def __init__(self, output: IO[str]) -> None:
        """Of a process that runs, by its output."""
        self._output = output

    def next_block(self) -> dict[str, Any]:  # Any: the JSON of a foreign program
        """The next content of Brim's block."""
        while line := self._output.readline():
            text = line.strip().lstrip(",")
            blocks = json.loads(text) if text.startswith("[{") else []
            if named := [block for block in blocks if block.get("name") == "brim"]:
                return dict(named[0])
        raise AssertionError("i3blocks has ended")


@contextmanager
def i3blocks() -> Iterator[I3blocks]:
    """i3blocks with the example, for the time of the block."""
    skip_without("i3blocks")
    with subprocess.Popen(
        ["i3blocks", "-c", str(example("i3blocks"))],
        env=with_brim(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield I3blocks(process.stdout)
        finally:
            process.terminate()


def conky_text(folder: Path) -> str:
    """What conky shows with the example."""
    skip_without("conky")
    settings = folder / "conky.conf"
    settings.write_text(example("conky").read_text() + _CONKY)
    done = subprocess.run(
        ["conky", "-c", str(settings)], env=with_brim(), capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()
