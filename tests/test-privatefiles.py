"""What Brim writes is for its user alone, and what is no plain file keeps nothing waiting."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import subprocess
import sys
from contextlib import chdir, closing
from typing import TYPE_CHECKING

import pytest
from loguru import logger

from brim import logs
from brim.backend.alerts import log
from brim.backend.alerts.log import AlertLog, LogEntry
from brim.backend.alerts.policy import AlertOutcome
from brim.backend.settings import load
from brim.privatefiles import make_private
from tests.support.samples import NOW
from tests.support.sandbox import Sandbox, sandbox, server, start_brim, status_json
from tests.support.servingtray import is_read, serving, take
from tests.support.statuslinerun import run_statusline, statusline_input
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["sandbox", "server"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights, and no pipes in folders")


@pytest.fixture
def _usual_mask() -> Iterator[None]:
    """What a new file may be for others, as on most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def machine(sandbox: Sandbox, _usual_mask: None) -> Iterator[Sandbox]:
    """A login, and a data folder that is not there yet, nor is the one above it."""
    sandbox.server.answers = [future_usage_answer()]
    sandbox.state = sandbox.state / "deeper" / "state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIM_STATE_DIR", str(sandbox.state))
        load._settings.clear()
        yield sandbox
        logs.flush()
    load._settings.clear()


def _open_to_others(folder: Path) -> list[str]:
    """What is in a folder, and the folder itself, if another user has any right to it."""
    return [str(path) for path in (folder, *folder.rglob("*")) if path.lstat().st_mode & 0o077]


def test_all_that_brim_writes_is_private(machine: Sandbox) -> None:
    """Every folder and every file that commands and the tray make is for this user alone, from the beginning."""
    run_statusline(statusline_input(five_hour=41, seven_day=17))
    assert [] == _open_to_others(machine.state.parent)
    status_json()
    assert [] == _open_to_others(machine.state.parent)
    with serving() as bridge:
        take(bridge, is_read)
        AlertLog(machine.state / log.FILE_NAME).append([_entry()])
        logger.warning("a line")
        assert [] == _open_to_others(machine.state.parent)
        made = {path.name for path in machine.state.rglob("*") if path.is_file()}

    assert made >= {"gate.json", "lock", "history.db", "history.db-wal", "tray.json", "episodes.json", "brim.log"}
    assert made >= {log.FILE_NAME}


def _tray_once() -> None:
    with serving() as bridge:
        take(bridge, is_read)


@pytest.mark.parametrize("start", [status_json, _tray_once])
def test_what_was_open_is_mended_at_start(machine: Sandbox, start: Callable[[], object]) -> None:
    """Folders and files of an earlier Brim lose the rights of others at the next start, and no other right."""
    status_json()
    AlertLog(machine.state / log.FILE_NAME).append([_entry()])
    (machine.state / "logs").mkdir()
    (machine.state / "logs" / "brim.2026-01-01.log").touch()
    elsewhere = machine.state.parent / "elsewhere"
    elsewhere.touch(0o644)
    (machine.state / "link.json").symlink_to(elsewhere)
    for path in (machine.state, *machine.state.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    start()

    assert [str(machine.state / "link.json")] == _open_to_others(machine.state)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644


def test_foreign_files_and_shared_folders_keep_their_rights(tmp_path: Path, home: Path) -> None:
    """Other files in a chosen folder, a folder that many users share, and the home folder stay as they are."""
    shared, own = tmp_path / "shared", tmp_path / "own"
    for folder in (shared, own):
        folder.mkdir()
        (folder / "gate.json").touch(0o644)
        (folder / "report.txt").touch(0o644)
    shared.chmod(0o1777)
    own.chmod(0o755)
    home_mode = home.stat().st_mode
    for folder in (shared, own, home, home.parent, tmp_path / "absent"):
        make_private(folder)

    assert [0o1777, 0o644] == [stat.S_IMODE(path.stat().st_mode) for path in (shared, shared / "gate.json")]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (own, own / "gate.json", own / "report.txt")]
    assert [0o700, 0o600, 0o644] == modes
    assert home_mode == home.stat().st_mode


def _pipe(path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(path)


def _socket(path: Path) -> None:
    if sys.platform != "win32":
        with closing(socket.socket(socket.AF_UNIX)) as listener, chdir(path.parent):
            listener.bind(path.name)  # the name of a socket must be short


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _files(machine: Sandbox) -> dict[str, Path]:
    """The files of the data folder, by a short name."""
    kept = hashlib.sha256(str(machine.claude.resolve()).encode()).hexdigest()[:16]
    account = next((machine.state / "accounts").iterdir())
    names = ("choices.json", "presence.json", "tray.json", "episodes.json", "alerts.jsonl", "logs/brim.log")
    history = ("history.db-wal", "history.db-shm", "history.lock")
    return {
        **{name: machine.state / name for name in (*names, *history, "incidents/claude.json", "program.lock")},
        **{name: account / name for name in ("gate.json", "reading.json", "figures.json", "program.json", "lock")},
        "kept": machine.state / "statusline" / f"{kept}.json",
    }


COMMANDS = (["status"], ["doctor"], ["history"], ["alerts", "log"], ["forecast"])


@pytest.mark.parametrize("make", [_pipe, _socket, _device])
def test_nothing_waits_for_what_is_no_plain_file(
    machine: Sandbox, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    """With a pipe, a socket or an endless device in the place of every file, commands, tap and tray do their work."""
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "true")  # without their file, the choices may have switched it off
    status_json()
    for path in _files(machine).values():
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        make(path)
    tap = run_statusline(statusline_input(five_hour=41, seven_day=17))
    results = []
    for command in COMMANDS:
        with start_brim(*command) as process:
            out, errors = process.communicate(timeout=60)
            results.append((command, process.returncode, out + errors))
    with serving() as bridge:
        take(bridge, is_read)
        AlertLog(machine.state / log.FILE_NAME).append([_entry()])
        logger.warning("a line")

    assert (0, b"") == (tap.returncode, tap.stderr)
    assert b"41%" in tap.stdout
    assert [] == [(command, output) for command, _, output in results if "Traceback" in output]
    assert 0 == results[0][1]
    locks = {path for name, path in _files(machine).items() if name.endswith("lock")}
    plain = {path for path in machine.state.rglob("*") if ".broken" not in path.name} - locks
    assert [] == [str(path) for path in plain if not path.is_file() and not path.is_dir()]
    assert "a line" in (machine.state / "logs" / "brim.log").read_text()
    assert "sent" in (machine.state / log.FILE_NAME).read_text()


@pytest.mark.parametrize("name", ["choices.json", "gate.json", "figures.json"])
def test_one_line_names_what_is_no_plain_file(machine: Sandbox, name: str) -> None:
    """A pipe in the place of a file is named in one line, and set aside."""
    status_json()
    path = _files(machine)[name]
    path.unlink(missing_ok=True)
    _pipe(path)
    _, _, errors = status_json()

    assert 1 == errors.count("not a plain file")
    assert 1 == errors.count(name + " cannot be used")
    assert path.with_name(f"{name}.broken").is_fifo()


def test_a_journal_that_is_a_pipe_leaves_the_history(machine: Sandbox) -> None:
    """A pipe in the place of the history's journal is set aside, and what the history holds is kept."""
    machine.server.answers = [future_usage_answer()]
    status_json()
    journal = machine.state / "history.db-wal"
    journal.unlink(missing_ok=True)
    _pipe(journal)
    with start_brim("history", "--json") as process:
        out, errors = process.communicate(timeout=60)

    assert json.loads(out)
    assert "history.db-wal" in errors
    assert journal.with_name("history.db-wal.broken").is_fifo()
    assert (machine.state / "history.db").is_file()
    assert not list(machine.state.glob("history.db.broken*"))


def _entry() -> LogEntry:
    return LogEntry(at=NOW, account="a", label="me@example.com", rule="limit", verdict=AlertOutcome.SENT)


def test_the_settings_files_may_be_pipes_too(machine: Sandbox) -> None:
    """A pipe in the place of brim.toml or .env is named, and waits for nobody."""
    for name in ("brim.toml", ".env"):
        _pipe(machine.config / name)
    code, _, errors = status_json()

    assert ([], 1) == (machine.server.requests, code)
    assert 2 == errors.count("not a plain file")


def test_a_backup_that_is_a_pipe_keeps_uninstall_from_nothing(machine: Sandbox) -> None:
    """`statusline uninstall` ends, also where the copy of Claude Code's settings is a pipe."""
    command = [sys.executable, "-m", "brim", "statusline"]
    subprocess.run([*command, "install", "--yes"], check=True, capture_output=True, timeout=60)
    for backup in (machine.state / "statusline" / "backup").iterdir():
        backup.unlink()
        _pipe(backup)
    done = subprocess.run([*command, "uninstall", "--yes"], check=False, capture_output=True, timeout=60)

    assert b"Traceback" not in done.stderr
