"""`brim statusline --then`: the command that printed the line before goes on as if it were alone."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import wait_for
from tests.support.statuslinerun import COMMAND, run_statusline
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder that the environment names."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def test_all_is_passed_through(state: Path) -> None:
    """Input, output, errors and exit status are those of the command, and the limits are stored."""
    raw = json.dumps(load_fixture("statusline"), indent=7).encode() + b"\n\n"
    done = run_statusline(raw, "--then", "cat; echo wrong >&2; exit 7")

    assert (7, raw, b"wrong\n") == (done.returncode, done.stdout, done.stderr)
    assert 1 == len(list((state / "statusline").iterdir()))


@pytest.mark.parametrize("raw", [b"", b"{", b"\x00\xff\r\n", bytes(100_000), bytes(range(256)) * 20_000])
def test_any_input_arrives(raw: bytes) -> None:
    """The command gets the same bytes, also those that Brim cannot use and more than Brim looks at."""
    assert raw == run_statusline(raw, "--then", "cat").stdout


def test_command_that_does_not_read(state: Path) -> None:
    """A command that leaves its input alone ends when it ends."""
    done = run_statusline(bytes(5_000_000), "--then", "echo here")

    assert (0, b"here\n", b"") == (done.returncode, done.stdout, done.stderr)
    assert not state.exists()


def test_killed_command() -> None:
    """A command that dies of a signal lets Brim die of the same."""
    assert -signal.SIGTERM == run_statusline(b"", "--then", "kill -TERM $$").returncode


@pytest.mark.skipif(sys.platform != "linux", reason="proc(5) tells which signals are ignored")
def test_signals_are_the_same() -> None:
    """The command ignores no signal that it would not ignore without Brim: a broken pipe ends it quietly."""
    command = "grep SigIgn /proc/self/status"
    alone = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True)

    assert alone.stdout == run_statusline(b"", "--then", command).stdout


@pytest.mark.parametrize("raw", [b"{}", bytes(500_000)])
def test_nothing_outlives_the_tap(raw: bytes, tmp_path: Path) -> None:
    """The tap is the command: who kills the one has killed the other, and nobody keeps its output open."""
    told = tmp_path / "told"
    command = [*COMMAND, "--then", f"echo $$ >{shlex.quote(str(told))}; exec sleep 60"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(raw)
        process.stdin.close()
        wait_for(lambda: told.exists() and bool(told.read_text()))
        process.kill()

        assert b"" == process.stdout.read()
        assert process.pid == int(told.read_text())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing tells what a process was started with")
@pytest.mark.parametrize("locale", [{}, {"LANG": "C"}, {"LC_CTYPE": "C.UTF-8"}])
def test_environment_is_the_same(locale: dict[str, str]) -> None:
    """The command finds the environment that it would have had without Brim, also where there is no locale."""
    kept = {"PATH": os.environ["PATH"], "BRIM_STATE_DIR": os.environ["BRIM_STATE_DIR"]} | locale
    alone = subprocess.run(["/bin/sh", "-c", "env"], env=kept, capture_output=True, check=True)
    through = subprocess.run([*COMMAND, "--then", "env"], env=kept, input=b"", capture_output=True, check=True)

    assert sorted(alone.stdout.splitlines()) == sorted(through.stdout.splitlines())
