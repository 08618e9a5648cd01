"""`brim statusline --then`: the earlier command runs as if Brim were not there."""

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
    """A data folder that the environment names."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def test_input_output_and_exit_status_are_passed_through(state: Path) -> None:
    """Input, output, errors and exit status are those of the command, and the limits are stored."""
    raw = json.dumps(load_fixture("statusline"), indent=7).encode() + b"\n\n"
    done = run_statusline(raw, "--then", "cat; echo wrong >&2; exit 7")

    assert (7, raw, b"wrong\n") == (done.returncode, done.stdout, done.stderr)
    assert 1 == len(list((state / "statusline").iterdir()))


@pytest.mark.parametrize("raw", [b"", b"{", b"\x00\xff\r\n", bytes(100_000), bytes(range(256)) * 20_000])
def test_any_input_is_passed_on(raw: bytes) -> None:
    """The command gets the same bytes, also unusable ones and more than Brim uses."""
    assert raw == run_statusline(raw, "--then", "cat").stdout


def test_command_that_does_not_read_its_input_ends(state: Path) -> None:
    """Unread input does not delay the end of the command."""
    done = run_statusline(bytes(5_000_000), "--then", "echo here")

    assert (0, b"here\n", b"") == (done.returncode, done.stdout, done.stderr)
    assert not state.exists()


def test_signal_that_kills_the_command_kills_brim() -> None:
    """When a signal kills the command, Brim ends with the same signal."""
    assert -signal.SIGTERM == run_statusline(b"", "--then", "kill -TERM $$").returncode


@pytest.mark.skipif(sys.platform != "linux", reason="proc(5) shows which signals are ignored")
def test_ignored_signals_are_the_same() -> None:
    """The command ignores the same signals as without Brim, so a broken pipe ends it silently."""
    command = "grep SigIgn /proc/self/status"
    alone = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True)

    assert alone.stdout == run_statusline(b"", "--then", command).stdout


@pytest.mark.parametrize("raw", [b"{}", bytes(500_000)])
def test_no_process_is_left_over(raw: bytes, tmp_path: Path) -> None:
    """Brim is the command: killing the one kills the other, and no process keeps the output open."""
    pid_file = tmp_path / "pid"
    command = [*COMMAND, "--then", f"echo $$ >{shlex.quote(str(pid_file))}; exec sleep 60"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(raw)
        process.stdin.close()
        wait_for(lambda: pid_file.exists() and bool(pid_file.read_text()))
        process.kill()

        assert b"" == process.stdout.read()
        assert process.pid == int(pid_file.read_text())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not show the original environment")
@pytest.mark.parametrize("locale", [{}, {"LANG": "C"}, {"LC_CTYPE": "C.UTF-8"}])
def test_environment_is_the_same(locale: dict[str, str]) -> None:
    """The command has the same environment as without Brim, also when no locale is set."""
    env = {"PATH": os.environ["PATH"], "BRIM_STATE_DIR": os.environ["BRIM_STATE_DIR"]} | locale
    alone = subprocess.run(["/bin/sh", "-c", "env"], env=env, capture_output=True, check=True)
    through = subprocess.run([*COMMAND, "--then", "env"], env=env, input=b"", capture_output=True, check=True)

    assert sorted(alone.stdout.splitlines()) == sorted(through.stdout.splitlines())
