"""Real shells on a terminal, in which a test types the beginning of a command and has it completed."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECONDS = 30.0
_SHOW, _CLEAR = b"\x07", b"\x14"
"""The keys that report the line and clear it, in each of the shells."""


class Shell(Protocol):
    """A shell with Brim's completions."""

    def complete(self, line: str) -> list[str]:
        """Every word that is offered for the last word of a line, which may be empty."""


@dataclass
class _Terminal:
    """A shell that waits for keys."""

    terminal: int
    reports: int
    every_key: bytes
    """The key that puts all that is offered into the line."""

    def completed(self, line: str) -> str:
        """The line after the key."""
        os.write(self.terminal, line.encode() + self.every_key + _SHOW)
        shown, printed, end = b"", b"", time.monotonic() + _SECONDS
        while not shown.endswith(b"\0"):
            ready, _, _ = select.select([self.terminal, self.reports], [], [], end - time.monotonic())
            assert ready, f"no answer for {line!r} after {printed.decode(errors='replace')!r}"
            if self.reports in ready:
                shown += os.read(self.reports, 65536)
            if self.terminal in ready:
                printed += os.read(self.terminal, 65536)
        os.write(self.terminal, _CLEAR)
        return shown.decode().removesuffix("\0")

    def complete(self, line: str) -> list[str]:
        """Every word that is offered for the last word of a line."""
        quote = "'" * (line.count("'") % 2)
        before = len(shlex.split(f"{line}.{quote}")) - 1
        words = shlex.split(self.completed(line))
        return [] if " ".join(words) == line.strip() else words[before:]


@contextmanager
def bash(setup: str, folder: Path, home: Path) -> Iterator[_Terminal]:
    """Bash in a folder, after `setup`."""
    skip_without("bash")
    with _pipe() as (reports, answers):
        rc = home / "bashrc"
        rc.write_text(
            f"PS1='$ '\n"
            f"""bind -x '"\\C-g": printf "%s\\0" "$READLINE_LINE" >/dev/fd/{answers}'\n"""
            f"bind '\"\\C-t\": kill-whole-line'\n"
            f"{setup}\n"
            f"cd {shlex.quote(str(folder))}\n"
        )
        command = ["bash", "--noprofile", "--rcfile", str(rc), "-i"]
        with _running(command, home, answers) as terminal:
            yield _Terminal(terminal, reports, b"\x1b*")


@contextmanager
def zsh(setup: str, folder: Path, home: Path) -> Iterator[_Terminal]:
    """Zsh in a folder, after `setup`, which starts its completion system."""
    skip_without("zsh")
    with _pipe() as (reports, answers):
        (home / ".zshrc").write_text(
            f"PS1='$ '\n"
            f"{setup}\n"
            f"zle -C every-match complete-word _generic; bindkey '^Xa' every-match\n"
            f"zstyle ':completion:every-match:*' completer _all_matches _complete\n"
            f"zstyle ':completion:every-match:*' insert yes\n"
            f"""report() {{ print -rn -- "$BUFFER"$'\\0' >/dev/fd/{answers} }}; zle -N report; bindkey '^G' report\n"""
            f"bindkey '^T' kill-whole-line\n"
            f"cd {shlex.quote(str(folder))}\n"
        )
        with _running(["zsh", "-d", "-i"], home, answers) as terminal:
            yield _Terminal(terminal, reports, b"\x18a")


@dataclass
class Fish:
    """Fish in a folder, which is asked as its Tab key asks."""

    setup: str
    """What is run before, to make Brim's completions known."""
    folder: Path
    home: Path
    data_dirs: str = "/usr/share"
    """Where fish looks for the completions of programs."""

    def complete(self, line: str) -> list[str]:
        """Every word that is offered for the last word of a line."""
        skip_without("fish")
        command = f"{self.setup}\ncomplete --do-complete {_fish_quoted(line)}"
        run = subprocess.run(
            ["fish", "--command", command],
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
            cwd=self.folder,
            env=_environment(self.home) | {"XDG_DATA_DIRS": self.data_dirs},
        )
        assert run.stderr == ""
        return [row.partition("\t")[0] for row in run.stdout.splitlines()]


def skip_without(program: str) -> None:
    """Skip the test where a program of Debian is not installed."""
    if sys.platform != "linux" or shutil.which(program) is None:
        pytest.skip(f"not installed: {program}; see packaging/debian-test-packages.txt")


def _open_terminal() -> tuple[int, int]:
    """Both ends of a new terminal."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo terminals")
    else:
        import pty

        return pty.openpty()


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _environment(home: Path) -> dict[str, str]:
    """An environment in which a shell reads no file of the machine's user."""
    places = {"HOME": str(home), "ZDOTDIR": str(home), "INPUTRC": os.devnull, "XDG_CONFIG_HOME": str(home / ".config")}
    return {"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8"} | places


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    try:
        yield reading, writing
    finally:
        os.close(reading)
        os.close(writing)


@contextmanager
def _running(command: list[str], home: Path, answers: int) -> Iterator[int]:
    """The terminal of a running shell."""
    ours, theirs = _open_terminal()
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        pass_fds=[answers],
        env=_environment(home),
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield ours
    finally:
        process.kill()
        process.wait(_SECONDS)
        os.close(ours)
