"""`brim status --format` and `brim gate` beside odd files, settings, streams and environments: always one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from brim.cli.bars.follow import is_due
from tests.support.sharedfiles import WEEK, limit, share_fresh

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    type Damage = Callable[[Path], object]

BRIM = [sys.executable, "-P", "-m", "brim"]
STATUS = [*BRIM, "status", "--format", "plain"]
LINE = "Session 42% used · Week 61%\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="a thing of POSIX")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a reading, and a folder of settings beside it, both named by the environment."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    share_fresh(tmp_path / "state", limit(42.0), WEEK)
    return tmp_path / "state"


def answers() -> tuple[str, int]:
    """The line for a bar, and the exit code of `brim gate`; both say nothing on standard error."""
    shown = subprocess.run(STATUS, capture_output=True, check=False, timeout=60)
    gate = subprocess.run([*BRIM, "gate"], capture_output=True, check=False, timeout=60)
    assert (0, b"", b"") == (shown.returncode, shown.stderr, gate.stderr)
    assert b"\n" == gate.stdout[-1:]
    assert 1 == gate.stdout.count(b"\n") == shown.stdout.count(b"\n")
    return shown.stdout.decode(), gate.returncode


def halved(path: Path) -> None:
    """Only the first half is there."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def huge(path: Path) -> None:
    """It has 100 MB."""
    with path.open("r+b") as file:
        file.truncate(100_000_000)


def nested(path: Path) -> None:
    """It is deeper than any reader goes."""
    path.write_text('{"schema": 1, "accounts": ' + "[" * 200_000)


def folder(path: Path) -> None:
    """A folder is in its place."""
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    """A pipe is in its place, at whose other end nobody is."""
    path.unlink()
    if sys.platform != "win32":
        os.mkfifo(path)


def loop(path: Path) -> None:
    """It leads to itself."""
    path.unlink()
    path.symlink_to(path)


def endless(path: Path) -> None:
    """It leads to a device that never ends."""
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("damage", [halved, huge, nested, folder])
def test_an_odd_file_is_none(state: Path, damage: Damage) -> None:
    """Whatever is in the place of the shared file, there is a line, and the gate says that it does not know."""
    damage(state / "status.json")

    assert ("no usage yet\n", 3) == answers()


@POSIX
@pytest.mark.parametrize("damage", [pipe, loop, endless])
def test_what_is_no_file_is_not_waited_for(state: Path, damage: Damage) -> None:
    """A pipe, a circle of links and a device are not read, in the data folder and among the settings."""
    for name in ("status.json", "statusline/a.json", "../config/brim.toml", "../config/.env"):
        (state / name).parent.mkdir(exist_ok=True)
        (state / name).touch()
        damage(state / name)
    del os.environ["BRIM_STATE_DIR"]

    assert ("no usage yet\n", 3) == answers()
    os.environ["BRIM_STATE_DIR"] = str(state)
    assert ("no usage yet\n", 3) == answers()


@pytest.mark.parametrize("reports", [2_000, 10])
def test_many_and_large_reports_are_bearable(state: Path, reports: int) -> None:
    """Thousands of reports of the status line, or some of 4 MB, change nothing."""
    (state / "statusline").mkdir()
    for number in range(reports):
        size = 0 if reports > 100 else 4_000_000
        (state / "statusline" / f"{number}.json").write_text(json.dumps({"schema": 1, "x": "x" * size}))

    assert (LINE, 0) == answers()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".env", "\n" * 1_000_000),
        (".env", " \t" * 500_000),
        (".env", "export " * 150_000),
        (".env", "BRIM_STATE_DIR=\0\n"),
        (".env", f"BRIM_STATE_DIR={'a/' * 40_000}\n"),
        ("brim.toml", 'state_dir = "\\u0000"\n'),
        ("brim.toml", "state_dir = 5\n"),
        ("brim.toml", f"state_dir = {'[' * 100_000}"),
        ("brim.toml", "state_dir\n" * 100_000),
    ],
)
def test_odd_settings_name_no_folder(state: Path, name: str, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that cannot be used, and such as make a slow reader slow, leave the default folder."""
    monkeypatch.delenv("BRIM_STATE_DIR")
    (state.parent / "config" / name).write_text(content)

    assert ("no usage yet\n", 3) == answers()


@POSIX
@pytest.mark.parametrize(
    ("streams", "printed"),
    [
        ("<&-", True),
        ("2>&-", True),
        ("2>/dev/full", True),
        (">&-", False),
        (">/dev/full", False),
        ("<&- >&- 2>&-", False),
    ],
)
@pytest.mark.usefixtures("state")
def test_streams_may_be_closed_or_full(streams: str, printed: bool) -> None:  # noqa: FBT001 - a column of the table
    """Without input, output or errors, and on a full disk, nothing fails."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {streams}', "sh", *STATUS], capture_output=True, check=False, timeout=60
    )

    assert (0, LINE.encode() if printed else b"", b"") == (done.returncode, done.stdout, done.stderr)


@POSIX
@pytest.mark.usefixtures("state")
def test_a_pipe_that_does_not_block_gets_the_whole_line() -> None:
    """A bar whose pipe takes only what fits gets the rest as it reads."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    long = "x" * 200_000
    with subprocess.Popen([*STATUS, "--template", long[:100_000] + "{session.percent}"], stdout=writer) as process:
        os.close(writer)
        with os.fdopen(reader, "rb") as output:
            assert f"{long[:100_000]}42\n".encode() == output.read()
        assert 0 == process.wait(60)


@POSIX
def test_the_folder_from_which_it_is_called_may_be_gone(state: Path, tmp_path: Path) -> None:
    """A relative data folder below a removed one is none."""
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", f'cd "{gone}" && rmdir "{gone}" && BRIM_STATE_DIR=state exec "$@"', "sh", *STATUS],
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (0, b"no usage yet\n", b"") == (done.returncode, done.stdout, done.stderr)
    assert state.exists()


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize(
    "changes",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "de_DE.ISO-8859-1"},
        {"LC_ALL": "xx_YY.ZZ"},
        {"PYTHONIOENCODING": "cp1252:strict"},
        {"PYTHONIOENCODING": "utf-16"},
        {"TZ": "garbage"},
        {"TZ": ":/etc/passwd"},
        {"TZ": "X167"},
        {"TZ": ""},
        {"HOME": ""},
        {"HOME": "relative"},
    ],
)
def test_no_locale_zone_or_home_changes_the_line(changes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is UTF-8 in every locale, and is there in every time zone and without a home."""
    for name, value in changes.items():
        monkeypatch.setenv(name, value)

    assert (LINE, 0) == answers()


def test_options_are_shown_without_control_characters(state: Path) -> None:
    """What the gate does not know is named on one line."""
    share_fresh(state, limit(42.0), WEEK)
    done = subprocess.run(
        [*BRIM, "gate", "--limit", "x\n\x1b[31m"], capture_output=True, text=True, check=False, timeout=60
    )

    assert (3, 'No limit is called "x[31m"; known are session, week\n', "") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


def test_a_clock_that_was_set_makes_the_line_again() -> None:
    """A text is made again when its time has come, and when the clock was put back before it was made."""
    assert not is_due(105.0, 100.0, 110.0)
    assert is_due(110.0, 100.0, 110.0)
    assert is_due(99.0, 100.0, 110.0)
    assert not is_due(1e9, 100.0, None)
