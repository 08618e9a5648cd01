"""`brim history`, as people and scripts call it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.history.recorder import FILE_NAME
from brim.cli.history.timespan import BEGINNING, parse_since
from tests.rules.syntax import ROOT
from tests.support.damage import DAMAGES, path_content
from tests.support.historyrecords import HOME, WORK, reading, record, record_in_one_write
from tests.support.historywriter import reading_percent
from tests.support.pasthistory import history_json, percents_by_window, record_sample, run_history
from tests.support.sandbox import Sandbox, start_brim, status_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_status_keeps_what_it_reads(sandbox: Sandbox) -> None:
    """Without a tray, `brim status` keeps readings, and each change once, however often it runs."""
    sandbox.write_login()
    for _ in range(3):
        status_json()
    found = history_json("--since", "all")

    assert {"session", "weekly_all", "weekly_scoped:Fable"} <= percents_by_window(found).keys()
    assert {1} == {len(percents) for percents in percents_by_window(found).values()}
    assert [sandbox.account_file("gate.json").parent.name] == list(found["accounts"])


def test_status_says_once_what_is_wrong(sandbox: Sandbox) -> None:
    """A history that `brim status` can neither write nor read is one line beside the reading, which comes as ever."""
    sandbox.write_login()
    status_json()
    with closing(sqlite3.connect(sandbox.state / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 1000")
    code, _, errors = status_json()

    assert (0, 1) == (code, errors.count("was made by a newer Brim"))


def test_object(state: Path) -> None:
    """The JSON has accounts, limits and their readings with time, reset, source and doubt."""
    record_sample(state)
    found = history_json("--since", "all")

    assert ["schema", "made_at", "since", "accounts", "limits"] == list(found)
    assert (1, {HOME.id: "home", WORK.id: "work"}) == (found["schema"], found["accounts"])
    assert {
        "account": HOME.id,
        "window": "weekly_scoped:Fable",
        "label": "Weekly",
        "length_seconds": 604_800,
        "readings": [
            {
                "read_at": "2026-11-23T09:00:00.000Z",
                "percent": 18.0,
                "resets_at": "2026-11-26T09:00:00.000Z",
                "source": "api",
                "confirmed": True,
            }
        ],
    } == found["limits"][0]
    assert [7.0, 41.5, 100.0, 42.0, None] == percents_by_window(found)["session"]
    assert [True, True, False, True, True] == [one["confirmed"] for one in found["limits"][1]["readings"]]


def test_csv(state: Path) -> None:
    """The table has a line for each reading under a line of names."""
    record_sample(state)
    code, out, errors = run_history("--csv", "--since", "all", "--window", "session")
    lines = out.splitlines()

    assert (0, "") == (code, errors)
    assert "account,window,label,length_seconds,read_at,percent,resets_at,source,confirmed" == lines[0]
    first = f"{WORK.id},session,5-hour session,18000,2026-11-23T09:00:00.000Z,7.0,2026-11-23T14:00:00.000Z,api,true"
    assert first == lines[1]
    assert f"{WORK.id},session,5-hour session,18000,2026-11-23T14:10:00.000Z,,,api,true" == lines[-1]


def long_ago() -> None:
    """Bring in a session that is past on every clock, and reaches its limit."""
    keys = {"account": WORK.id, "window": "session", "label": "5-hour session", "length_seconds": 18_000}
    figure = {"resets_at": "2020-10-19T14:00:00Z", "source": "api", "confirmed": True}
    lines = [{"brim": "history", "schema": 1}]
    for time, percent in (("09:00", 3.0), ("10:00", 50.0), ("11:30", 100.0)):
        lines.append(keys | {"read_at": f"2020-10-19T{time}:00Z", "percent": percent} | figure)
    given = "\n".join(json.dumps(line) for line in lines)
    assert (0, "") == run_history("import", "-", stdin=given.encode())[::2]


@pytest.mark.usefixtures("utc", "state")
def test_picture() -> None:
    """People see a line for each window: when, how it filled, and what it reached."""
    long_ago()
    code, out, errors = run_history("--since", "2020-10-19")

    assert (0, "") == (code, errors)
    assert [
        f"{WORK.id}, since 19 Oct 00:00 (2020)",
        "",
        "5-hour session",
        "  19 Oct 09:00 – 14:00 (2020)  ▁▁▁▁▄▄▄▄▄▄▄█████████████   100%  limit reached 11:30",
    ] == out.splitlines()


@pytest.mark.usefixtures("utc", "state")
def test_picture_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a terminal has no blocks, digits stand for tens of percent."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    long_ago()
    code, out, _ = run_history("--since", "2020-10-19", "--window", "session")

    assert 0 == code
    assert "  19 Oct 09:00 - 14:00 (2020)  00005555555#############   100%  limit reached 11:30" == out.splitlines()[-1]


def test_accounts(state: Path) -> None:
    """Of several accounts each has a heading; one is named by its name or by the beginning of its id."""
    record_sample(state)

    assert [f"{HOME.id}", f"{WORK.id}"] == [limit["account"] for limit in history_json("--since", "all")["limits"]]
    for name, account in (("work", WORK.id), ("HOME", HOME.id), (WORK.id[:3], WORK.id)):
        assert [account] == [limit["account"] for limit in history_json("--since", "all", "--account", name)["limits"]]
    assert (1, "", "brim: No account is called mum. There are home, work.\n") == run_history("--account", "mum")
    assert (1, "", "brim: No limit is called day. There are session.\n") == run_history(
        "--account", "work", "--window", "day"
    )


def test_nothing_yet(state: Path) -> None:
    """Without a history all forms say so, well-formed, and no file is made."""
    assert (0, "No history yet. It begins with the first reading.\n", "") == run_history()
    assert [] == history_json()["limits"]
    assert 1 == len(run_history("--csv")[1].splitlines())
    assert (0, '{"brim": "history", "schema": 1}\n', "") == run_history("export", "-")
    assert [] == list(state.iterdir())


def test_nothing_in_that_time(state: Path) -> None:
    """A time in which nothing was read is told as that."""
    record(state, reading(0, 7))

    assert (0, "Nothing was read in that time.\n", "") == run_history("--since", "2150-01-01")


NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d", NOW - timedelta(days=7)),
        ("24h", NOW - timedelta(hours=24)),
        ("90m", NOW - timedelta(minutes=90)),
        (" 2W ", NOW - timedelta(weeks=2)),
        ("today", datetime(2026, 11, 23, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 22, tzinfo=UTC)),
        ("all", BEGINNING),
        ("99999w", BEGINNING),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T14:30", datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),
        ("2026-11-20T14:30:00+02:00", datetime(2026, 11, 20, 12, 30, tzinfo=UTC)),
        ("2026-11-20T14:30Z", datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),
    ],
)
def test_since(text: str, expected: datetime) -> None:
    """People say how far back, or a day, or a time."""
    assert expected == parse_since(text, NOW)


@pytest.mark.parametrize("text", ["", "7", "d", "-7d", "7y", "soon", "2026-13-01", "9999999d"])
def test_since_that_is_no_time(state: Path, text: str) -> None:
    """What nobody can understand is a mistake in the command line, and the message says what can be said."""
    code, out, errors = run_history(f"--since={text}")

    assert (2, "") == (code, out)
    assert errors.splitlines()[-1].startswith(
        f"brim history: error: argument --since: {text!r} is no time: say such as"
    )
    assert [] == list(state.iterdir())


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_history_is_set_aside(state: Path, damage: Callable[[Path], None]) -> None:
    """One line says what was done with it, whatever was wrong, and the next call finds a history that begins anew."""
    record_in_one_write(state, *(reading(minute / 3, minute / 10) for minute in range(600)))
    damage(state / FILE_NAME)
    before = path_content(state / FILE_NAME)
    code, out, errors = run_history("--since", "all")

    assert (1, "", 1) == (code, out, errors.count("\n"))
    assert errors.startswith(f"brim: {FILE_NAME} cannot be used (")
    assert errors.endswith(f"); it is kept as {FILE_NAME}.broken, and a new one begins.\n")
    assert before == path_content(state / f"{FILE_NAME}.broken")
    assert (0, "No history yet. It begins with the first reading.\n", "") == run_history()


def test_beside_a_writer(state: Path) -> None:
    """While another process writes, all of it can be read, and nothing disturbs either."""
    command = [sys.executable, "-m", "tests.support.historywriter", str(state), "0", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        try:
            assert writer.stdout is not None
            promised = int([writer.stdout.readline() for _ in range(5)][-1])
            told = percents_by_window(history_json("--since", "all"))["session"]
            later = int(writer.stdout.readline())
        finally:
            writer.kill()
        assert "" == writer.communicate(timeout=60)[1]

    assert reading_percent(promised, 1) in told
    assert later > promised


def test_reader_that_leaves(state: Path) -> None:
    """Whoever reads only the first line is no reason for a traceback."""
    record_in_one_write(state, *(reading(number / 100, number / 100) for number in range(2_000)))
    with start_brim("history", "export", "-") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert "" == process.stderr.read()


def test_help_names_what_can_be_said() -> None:
    """The help says how far back one can look, and both actions."""
    _, out, _ = run_history("--help")

    assert [] == [word for word in ("7d", "--window", "--csv", "export", "import") if word not in out]
