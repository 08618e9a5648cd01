"""`brim statusline`, as Claude Code calls it: what it stores and what it prints."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.settings.defaultfolders import default_state_dir
from brim.cli.statusline import command as statuslinecommand
from brim.cli.statusline import lineformat, usedby
from brim.words import commandnotes, epochtimes, formatting
from tests.support.statuslinerun import COMMAND, RESET, open_terminal, run_statusline, statusline_input
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "/home/example/.claude"
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX paths")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the environment names."""
    folder = tmp_path / "state"
    monkeypatch.setenv("BRIM_STATE_DIR", str(folder))
    return folder


def files(state: Path) -> list[Path]:
    """All stored files."""
    return sorted((state / "statusline").iterdir()) if (state / "statusline").exists() else []


def stored(state: Path) -> dict[str, Any]:  # Any: the JSON of a file
    """The content of the only file."""
    (path,) = files(state)
    content: dict[str, Any] = json.loads(path.read_bytes())  # Any: the same
    return content


@POSIX
def test_limits_are_stored(state: Path) -> None:
    """The file has the documented name and form, and its time is the present, to a fraction of a second."""
    before = datetime.now(UTC)
    done = run_statusline(load_fixture("statusline"))

    assert (0, b"") == (done.returncode, done.stderr)
    name = hashlib.sha256(os.path.realpath(FOLDER).encode()).hexdigest()[:16]
    assert [f"{name}.json"] == [path.name for path in files(state)]
    content = stored(state)
    received = content.pop("received_at")
    assert received.endswith("Z")
    assert before <= datetime.fromisoformat(received) <= datetime.now(UTC)
    limits = {
        "five_hour": {"used_percentage": 42.3, "resets_at": 1795442400},
        "seven_day": {"used_percentage": 18, "resets_at": 1795766400},
    }
    assert {
        "schema": 1,
        "config_dir": os.path.realpath(FOLDER),
        "session_id": "33333333-3333-4333-8333-333333333333",
        "rate_limits": limits,
        "sessions": {"33333333-3333-4333-8333-333333333333": limits},
    } == content


@pytest.mark.parametrize(
    "path", [None, 5, "relative/projects/a.jsonl", "/x/a.jsonl", "/x\0/projects/a/b.jsonl", "\ud800"]
)
def test_folder_follows_from_the_environment_without_a_transcript(state: Path, home: Path, path: object) -> None:
    """Without a usable transcript path the folder is CLAUDE_CONFIG_DIR, else the one in the home folder."""
    content = statusline_input(five_hour=5) | {"transcript_path": path}
    run_statusline(content)
    assert os.path.realpath(home / ".claude") == stored(state)["config_dir"]

    run_statusline(content, CLAUDE_CONFIG_DIR=str(home / "other"))
    assert {os.path.realpath(home / name) for name in (".claude", "other")} == {
        json.loads(path.read_bytes())["config_dir"] for path in files(state)
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"{}",
        b'{"rate_limits": null}',
        b'{"rate_limits": {"five_hour": 5, "seven_day": null}}',
        b'{"rate_limits": {"five_hour": {"used_percentage": true}, "seven_day": {"used_percentage": NaN}}}',
        b'{"rate_limits": {"five_hour": {"used_percentage": -1}, "seven_day": {"used_percentage": 1e999}}}',
        b'{"rate_limits": {"five_hour": {"used_percentage": 1' + b"0" * 400 + b"}}}",
        b'{"rate_limits": {"five_hour": {"used_percentage": 1' + b"0" * 5000 + b"}}}",
        b'{"model": {"display_name": 5}, "cost": [], "workspace": "x", "context_window": {"used_percentage": "x"}}',
        b"0" * 5_000_000,
    ],
    ids=range(16),
)
def test_unusable_input_changes_nothing(state: Path, raw: bytes) -> None:
    """Empty, broken, foreign and huge input ends with 0, prints a neutral line and changes no file."""
    transcript = load_fixture("statusline")["transcript_path"]
    run_statusline(statusline_input(five_hour=42))
    before = files(state)[0].read_bytes()
    done = run_statusline(
        raw.replace(b"{", b'{"transcript_path": "%s", ' % transcript.encode(), 1) if b": " in raw else raw
    )

    assert (0, b"no usage data yet\n", b"") == (done.returncode, done.stdout, done.stderr)
    assert [before] == [path.read_bytes() for path in files(state)]


def test_each_window_is_checked_on_its_own(state: Path) -> None:
    """A bad window is left out, a bad reset leaves the percentage, and other plain values are stored."""
    spend = {"used_percentage": "62.8", "resets_at": 1796083200000, "used_usd": 314.12, "period": "monthly", "x": []}
    run_statusline(
        statusline_input(
            five_hour={"used_percentage": 101, "resets_at": "soon"}, seven_day={"resets_at": 1}, spend_limit=spend
        )
    )

    assert {
        "five_hour": {"used_percentage": 101},
        "spend_limit": {"used_percentage": 62.8, "resets_at": 1796083200, "used_usd": 314.12, "period": "monthly"},
    } == stored(state)["rate_limits"]


def test_tray_is_woken_for_new_figures(state: Path) -> None:
    """The tray is woken when figures change, and at most every ten seconds for unchanged ones."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wakeup:
        wakeup.bind(("127.0.0.1", 0))
        wakeup.settimeout(5)
        state.mkdir()
        (state / "tray.json").write_text(json.dumps({"schema": 1, "port": wakeup.getsockname()[1], "pid": 1}))
        run_statusline(statusline_input(five_hour=42))
        assert b"" == wakeup.recv(10)

        (path,) = files(state)
        written = path.stat().st_mtime_ns
        run_statusline(statusline_input(five_hour=42))
        assert written == path.stat().st_mtime_ns

        os.utime(path, (time.time() - 11,) * 2)
        run_statusline(statusline_input(five_hour=42))
        assert time.time() - path.stat().st_mtime < 10
        assert b"" == wakeup.recv(10)

        run_statusline(statusline_input(five_hour=43))
        assert b"" == wakeup.recv(10)
        wakeup.setblocking(False)  # noqa: FBT003 - the method has no keyword
        with pytest.raises(BlockingIOError):
            wakeup.recv(10)


@pytest.mark.parametrize(("percent", "moves", "written"), [(42, 60, True), (42, -60, False), (43, -60, True)])
def test_idle_session_does_not_change_the_file(
    state: Path,
    tmp_path: Path,
    percent: int,
    moves: int,
    written: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """Unchanged figures are written again only when the transcript has changed since; new figures always are."""
    transcript = tmp_path / "projects" / "here" / "session.jsonl"
    transcript.parent.mkdir(parents=True)
    transcript.touch()
    content = statusline_input(five_hour=42) | {"transcript_path": str(transcript)}
    run_statusline(content)
    (path,) = files(state)
    long_ago = time.time() - 3600
    os.utime(path, (long_ago,) * 2)
    os.utime(transcript, (long_ago + moves,) * 2)
    run_statusline(statusline_input(five_hour=percent) | {"transcript_path": str(transcript)})

    assert written is (path.stat().st_mtime > long_ago + 1800)


@pytest.mark.parametrize("content", ["", "[]", '{"port": true}', '{"port": 70000}', '{"port": "1"}', '{"port": 9}'])
def test_missing_tray_is_no_error(state: Path, content: str) -> None:
    """With an unusable tray file, or without a running tray, the limits are stored without an error."""
    state.mkdir()
    (state / "tray.json").write_text(content)
    done = run_statusline(statusline_input(five_hour=42))

    assert (0, b"") == (done.returncode, done.stderr)
    assert {"five_hour"} == set(stored(state)["rate_limits"])


@pytest.mark.parametrize(
    ("session", "window", "age", "stored_percent"),
    [
        ("two", (40, RESET), 5, 42),  # idle since before
        ("two", (43, RESET), 5, 43),
        ("one", (40, RESET), 5, 40),  # the session itself reports less
        ("two", (1, RESET + 18000), 5, 1),  # a window that began later
        ("two", (99, RESET - 18000), 5, 42),  # one that has ended
        ("two", (40, RESET), 601, 40),  # the higher figure was not confirmed for a long time
    ],
)
def test_older_figures_of_another_session_are_ignored(
    state: Path, session: str, window: tuple[int, int], age: int, stored_percent: int
) -> None:
    """An idle session does not undo the newer figures of another one."""
    run_statusline(statusline_input("one", five_hour=42))
    os.utime(files(state)[0], (time.time() - age,) * 2)
    run_statusline(
        statusline_input(session, five_hour=dict(zip(("used_percentage", "resets_at"), window, strict=True)))
    )

    assert stored_percent == stored(state)["rate_limits"]["five_hour"]["used_percentage"]


def test_many_processes_leave_one_complete_file(state: Path) -> None:
    """When many processes write at once the file is complete, and no temporary file is left, old ones included."""
    (state / "statusline").mkdir(parents=True)
    abandoned = state / "statusline" / "x.json.1-ab.tmp"
    abandoned.write_text("{")
    os.utime(abandoned, (time.time() - 100,) * 2)
    running = [subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(12)]
    for number, process in enumerate(running):
        process.communicate(json.dumps(statusline_input(str(number), five_hour=number)).encode(), timeout=30)

    assert {0} == {process.returncode for process in running}
    assert stored(state)["rate_limits"]["five_hour"]["used_percentage"] in range(12)


def test_line_is_printed_without_a_writable_state_folder(tmp_path: Path) -> None:
    """The line is printed also when nothing can be stored."""
    (tmp_path / "file").touch()
    done = run_statusline(statusline_input(five_hour=42), "--state-dir", str(tmp_path / "file"))

    assert (0, b"") == (done.returncode, done.stderr)
    assert b"42%" in done.stdout


@pytest.mark.parametrize("place", [None, "", "relative", "absolute"])
def test_state_folder_is_that_of_all_of_brim(
    place: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a setting the folder is the one that the rest of Brim uses."""
    if place is None:
        monkeypatch.delenv("XDG_STATE_HOME")
    else:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path) if place == "absolute" else place)
    if os.name == "nt":
        pytest.skip("Windows does not take its folders from the environment")

    assert str(default_state_dir()) == statuslinecommand.state_folder(None)


def test_state_folder_argument_overrides_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The argument is used before the environment."""
    monkeypatch.setenv("BRIM_STATE_DIR", "~/there")

    assert os.path.expanduser("~/there") == statuslinecommand.state_folder(None)  # noqa: PTH111 - as the command does
    assert str(tmp_path) == statuslinecommand.state_folder(str(tmp_path))


def test_default_line(state: Path) -> None:
    """The default line has model, both limits with their resets, context and cost."""
    content = load_fixture("statusline")
    resets = [datetime.now(UTC) + ahead for ahead in (timedelta(seconds=60), timedelta(days=3))]
    for name, when in zip(("five_hour", "seven_day"), resets, strict=True):
        content["rate_limits"][name]["resets_at"] = int(when.timestamp())
    done = run_statusline(content)
    now = datetime.now(UTC)
    clocks = [formatting.reset_clock_text(when, now, UTC) for when in resets]

    assert (
        f"Opus 5.5 · session 42% used ↻ {clocks[0]} · week 18% ↻ {clocks[1]} · context 5% · $0.42\n"
        == done.stdout.decode()
    )
    assert state.exists()


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize(
    ("percent", "code"),
    [(0, ""), (49.9, ""), (50, "1"), (75, "33"), (90, "38;5;208"), (99.9, "38;5;208"), (100, "1;31")],
)
def test_color_shows_the_level(percent: float, code: str) -> None:
    """Each level above OK has the look that it has in `brim status`; NO_COLOR turns colours off."""
    content = statusline_input(five_hour={"used_percentage": percent})
    shown = f"\x1b[{code}m{int(percent)}%\x1b[0m\n" if code else f"{int(percent)}%\n"

    assert shown == run_statusline(content, "--format", "{session}", NO_COLOR="").stdout.decode()
    assert f"{int(percent)}%\n" == run_statusline(content, "--format", "{session}").stdout.decode()


@pytest.mark.usefixtures("state")
def test_template_is_filled() -> None:
    """Every documented placeholder is filled, an unknown value is a dash, and other braces stay."""
    content = statusline_input(five_hour=42, spend_limit=62.8) | {"model": {"display_name": "Opus\x1b[31m\n5"}}
    documented = set(re.findall(r"\{(\w+)\}", commandnotes.placeholders()))
    done = run_statusline(
        content, "--format", "{model}|{folder}|{context}|{cost}|{session}|{week}|{spend}|{x}|{}|{ a }"
    )

    assert documented == set(lineformat.placeholder_values({}, 0, color=False)) | set(usedby.EMPTY)
    assert "Opus[31m5|app|5%|$0.42|42%|–|62%|{x}|{}|{ a }\n" == done.stdout.decode()


def test_figure_is_unknown_after_its_reset() -> None:
    """After its reset a figure is a dash, not 0."""
    content = {"rate_limits": {"five_hour": {"used_percentage": 42, "resets_at": 1000}}}

    assert "session 42% used ↻" in lineformat.default_line(content, 999, color=False)
    assert "session –" == lineformat.default_line(content, 1000, color=False)


@pytest.mark.usefixtures("utc")
def test_times_read_as_in_the_tray() -> None:
    """Times and durations read as everywhere in Brim."""
    now = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
    for seconds in (0, 29, 31, 59, 61, 3599, 3600, 40_000, 86_400, 300_000, 6 * 86_400, 7 * 86_400, 30 * 86_400):
        when = now + timedelta(seconds=seconds)
        assert formatting.reset_clock_text(when, now) == epochtimes.clock_text(when.timestamp(), now.timestamp())
        assert formatting.duration_text(seconds) == epochtimes.duration_text(seconds)


@pytest.mark.usefixtures("state")
def test_nothing_is_imported_from_the_project(tmp_path: Path) -> None:
    """A project module with the name of a library is not imported from PYTHONPATH or the folder."""
    for name in ("json.py", "brim.py", "socket.py"):
        (tmp_path / name).write_text("raise SystemExit(9)\n")
    done = run_statusline(
        load_fixture("statusline"), cwd=tmp_path, PYTHONPATH=str(tmp_path), PYTHONSTARTUP=str(tmp_path / "json.py")
    )

    assert (0, b"") == (done.returncode, done.stderr)
    assert b"Opus 5.5" in done.stdout


@pytest.mark.usefixtures("state")
def test_few_modules_are_imported() -> None:
    """The command imports few modules of Brim, no installed package, and none of the slow modules."""
    timed = [sys.executable, "-E", "-P", "-X", "importtime"]
    module_sets = []
    for command in ([*timed, "-c", "pass"], [*timed, *COMMAND[3:]]):
        done = subprocess.run(
            command,
            input=json.dumps(statusline_input(five_hour=1)).encode(),
            capture_output=True,
            check=True,
            timeout=60,
        )
        module_sets.append({line.rsplit("|", 1)[1].strip() for line in done.stderr.decode().splitlines()})
    imported = module_sets[1] - module_sets[0]

    own_modules = {
        "brim",
        "brim.cli",
        "brim.cli.statusline",
        "brim.cli.statusline.command",
        "brim.cli.statusline.inputjson",
        "brim.cli.statusline.limitsfile",
        "brim.cli.statusline.options",
        "brim.cli.statusline.lineformat",
        "brim.cli.statusline.sessionlogin",
        "brim.cli.statusline.shownpart",
        "brim.cli.statusline.wake",
        "brim.localzone",
        "brim.model",
        "brim.model.numbers",
        "brim.privatefiles",
    }
    words = {
        "brim.words",
        *(f"brim.words.{name}" for name in ("epochtimes", "localeformat", "statusline", "translation")),
    }
    assert own_modules | words == {name for name in imported if name.split(".")[0] == "brim"}
    assert set() == {name.split(".")[0] for name in imported} - sys.stdlib_module_names - {"brim"}
    assert set() == imported & {"typing", "argparse", "pathlib", "subprocess", "dataclasses", "asyncio", "tempfile"}


def test_person_on_a_terminal_is_shown_the_installation() -> None:
    """On a terminal the command prints how to install it and does not wait for input."""
    master, slave = open_terminal()
    done = subprocess.run(COMMAND, stdin=slave, capture_output=True, check=False, timeout=60)
    os.close(master)
    os.close(slave)

    assert 2 == done.returncode
    assert b"brim statusline install" in done.stderr
