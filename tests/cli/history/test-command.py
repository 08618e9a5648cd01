"""`brim history`: its chart, JSON and CSV, its arguments and its errors."""

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
from brim.cli.history.timespan import ALL, parse_since
from tests.rules.syntax import ROOT
from tests.support.damage import DAMAGES, path_content
from tests.support.historyrecords import HOME, WORK, reading, record, record_in_one_write
from tests.support.historywriter import reading_percent
from tests.support.pasthistory import history_json, percents_by_window, record_sample, run_history
from tests.support.sandbox import Sandbox, status_json
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_status_records_its_readings(sandbox: Sandbox) -> None:
    """Without a tray `brim status` records readings; each change is stored once, however often it runs."""
    sandbox.write_login()
    sandbox.server.answers = [future_usage_answer()]
    for _ in range(3):
        status_json()
    report = history_json("--since", "all")

    assert {"session", "weekly_all", "weekly_scoped:Fable"} <= percents_by_window(report).keys()
    assert {1} == {len(percents) for percents in percents_by_window(report).values()}
    assert [sandbox.account_file("gate.json").parent.name] == list(report["accounts"])


def test_status_reports_an_unusable_history_once(sandbox: Sandbox) -> None:
    """A history that `brim status` can neither write nor read is one line; the reading is printed as usual."""
    sandbox.write_login()
    sandbox.server.answers = [future_usage_answer()]
    status_json()
    with closing(sqlite3.connect(sandbox.state / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 1000")
    (sandbox.state / "status.json").unlink()  # while it holds, nothing else is read
    code, _, errors = status_json()

    assert (0, 1) == (code, errors.count("needs a newer Brim"))


def test_json_has_the_documented_fields(state: Path) -> None:
    """The JSON has accounts, limits and their readings with time, reset, source and confirmation."""
    record_sample(state)
    report = history_json("--since", "all")

    assert ["schema", "made_at", "since", "accounts", "limits", "providers"] == list(report)
    assert (1, {HOME.id: "home", WORK.id: "work"}) == (report["schema"], report["accounts"])
    assert {
        "account": HOME.id,
        "window": "weekly_scoped:Fable",
        "label": "Week",
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
        "early_resets": [],
    } == report["limits"][0]
    assert [7.0, 41.5, 100.0, 42.0, None] == percents_by_window(report)["session"]
    assert [True, True, False, True, True] == [each["confirmed"] for each in report["limits"][1]["readings"]]


def test_csv_has_a_line_for_each_reading(state: Path) -> None:
    """The first line of the table has the names of the columns."""
    record_sample(state)
    code, out, errors = run_history("--csv", "--since", "all", "--window", "session")
    lines = out.splitlines()

    assert (0, "") == (code, errors)
    assert "account,window,label,length_seconds,read_at,percent,resets_at,source,confirmed" == lines[0]
    first = f"{WORK.id},session,Session,18000,2026-11-23T09:00:00.000Z,7.0,2026-11-23T14:00:00.000Z,api,true"
    assert first == lines[1]
    assert f"{WORK.id},session,Session,18000,2026-11-23T14:10:00.000Z,,,api,true" == lines[-1]


def import_old_session() -> None:
    """Import a session of 2020, which reaches its limit."""
    keys = {"account": WORK.id, "window": "session", "label": "Session", "length_seconds": 18_000}
    figure = {"resets_at": "2020-10-19T14:00:00Z", "source": "api", "confirmed": True}
    lines = [{"brim": "history", "schema": 1}]
    for time, percent in (("09:00", 3.0), ("10:00", 50.0), ("11:30", 100.0)):
        lines.append(keys | {"read_at": f"2020-10-19T{time}:00Z", "percent": percent} | figure)
    content = "\n".join(json.dumps(line) for line in lines)
    assert (0, "") == run_history("import", "-", stdin=content.encode())[::2]


@pytest.mark.usefixtures("utc", "state")
def test_chart_has_a_line_for_each_window() -> None:
    """Each line shows when a window was, how it filled, and its highest percentage."""
    import_old_session()
    code, out, errors = run_history("--since", "2020-10-19")

    assert (0, "") == (code, errors)
    assert [
        f"{WORK.id}, since 19 Oct 00:00 (2020)",
        "",
        "Session: 1 window, 100% used; limit reached 1 time",
        "  19 Oct 09:00 – 14:00 (2020)  ▁▁▁▄▄▄▄▄██████████   100%  limit reached at 11:30",
    ] == out.splitlines()


@pytest.mark.usefixtures("utc", "state")
def test_chart_is_ascii_on_an_ascii_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal without block characters digits show tens of percent."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    import_old_session()
    code, out, _ = run_history("--since", "2020-10-19", "--window", "session")

    assert 0 == code
    assert "  19 Oct 09:00 - 14:00 (2020)  00055555##########   100%  limit reached at 11:30" == out.splitlines()[-1]


def test_account_is_selected_by_label_or_id(state: Path) -> None:
    """An account is selected by its label or the beginning of its id; an unknown name is an error."""
    record_sample(state)

    assert [f"{HOME.id}", f"{WORK.id}"] == [limit["account"] for limit in history_json("--since", "all")["limits"]]
    for name, account in (("work", WORK.id), ("HOME", HOME.id), (WORK.id[:3], WORK.id)):
        assert [account] == [limit["account"] for limit in history_json("--since", "all", "--account", name)["limits"]]
    assert (1, "", 'brim: Unknown account "mum". Choose one of home, work.\n') == run_history("--account", "mum")
    assert (1, "", 'brim: Unknown limit "day". Choose one of session.\n') == run_history(
        "--account", "work", "--window", "day"
    )


def test_missing_history_is_empty(state: Path) -> None:
    """Without a history every output is valid and empty, and no file is created."""
    assert (0, "No history yet. It starts with the first update.\n", "") == run_history()
    assert [] == history_json()["limits"]
    assert 1 == len(run_history("--csv")[1].splitlines())
    assert (0, '{"brim": "history", "schema": 1}\n', "") == run_history("export", "-")
    assert [] == list(state.iterdir())


def test_range_without_readings_is_reported(state: Path) -> None:
    """When nothing was read since the given time, one line says so."""
    record(state, reading(0, 7))

    assert (0, "No data in this period. `brim history --since all` shows everything.\n", "") == run_history(
        "--since", "2150-01-01"
    )


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
        ("all", ALL),
        ("99999w", ALL),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T14:30", datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),
        ("2026-11-20T14:30:00+02:00", datetime(2026, 11, 20, 12, 30, tzinfo=UTC)),
        ("2026-11-20T14:30Z", datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),
    ],
)
def test_since_is_a_duration_a_day_or_a_time(text: str, expected: datetime) -> None:
    """`--since` may be a duration, a day or a time."""
    assert expected == parse_since(text, NOW)


@pytest.mark.parametrize("text", ["", "7", "d", "-7d", "7y", "soon", "2026-13-01", "9999999d"])
def test_invalid_since_is_a_usage_error(state: Path, text: str) -> None:
    """An invalid value exits with 2, and the message lists valid values."""
    code, out, errors = run_history(f"--since={text}")

    assert (2, "") == (code, out)
    assert errors.splitlines()[-1].startswith(f'brim: Invalid --since. "{text}" is not a valid time: use 7d, ')
    assert [] == list(state.iterdir())


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_history_is_set_aside(state: Path, damage: Callable[[Path], None]) -> None:
    """Any damaged file is set aside with one line on standard error, and the next call finds an empty history."""
    record_in_one_write(state, *(reading(minute / 3, minute / 10) for minute in range(600)))
    damage(state / FILE_NAME)
    before = path_content(state / FILE_NAME)
    code, out, errors = run_history("--since", "all")

    assert (1, "", 1) == (code, out, errors.count("\n"))
    assert errors.startswith(f"brim: {FILE_NAME} cannot be used (")
    assert errors.endswith(f"); it is kept as {FILE_NAME}.broken, and a new one starts.\n")
    assert before == path_content(state / f"{FILE_NAME}.broken")
    assert (0, "No history yet. It starts with the first update.\n", "") == run_history()


def test_history_is_readable_beside_a_writer(state: Path) -> None:
    """While another process writes, everything it has written can be read, and the writer continues."""
    command = [sys.executable, "-m", "tests.support.historywriter", str(state), "0", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        try:
            assert writer.stdout is not None
            written = int([writer.stdout.readline() for _ in range(5)][-1])
            percents = percents_by_window(history_json("--since", "all"))["session"]
            later = int(writer.stdout.readline())
        finally:
            writer.kill()
        assert "" == writer.communicate(timeout=60)[1]

    assert reading_percent(written, 1) in percents
    assert later > written


def test_closed_pipe_causes_no_traceback(state: Path) -> None:
    """When the reader closes the pipe after the first line, nothing is printed on standard error."""
    record_in_one_write(state, *(reading(number / 100, number / 100) for number in range(2_000)))
    command = [sys.executable, "-m", "brim", "history", "export", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert "" == process.stderr.read()


def test_help_lists_options_and_actions() -> None:
    """The help shows a value of `--since`, the options and both actions."""
    _, out, _ = run_history("--help")

    assert [] == [word for word in ("7d", "--window", "--csv", "export", "import") if word not in out]


def test_accounts_are_called_with_their_provider(state: Path) -> None:
    """An account that is shown now is called as it is elsewhere, and --account takes its provider's name."""
    record_sample(state)
    shown = [
        {"provider": "codex", "account": {"id": WORK.id, "label": "work", "name": "Codex · work"}, "windows": []},
        {"provider": "claude", "account": {"id": HOME.id, "label": "home", "name": "Claude · home"}, "windows": []},
    ]
    (state / "status.json").write_text(json.dumps({"schema": 1, "accounts": shown}))
    code, chart, _ = run_history("--since", "all")
    of_codex = history_json("--since", "all", "--account", "codex")

    assert 0 == code
    assert {"Claude · home", "Codex · work"} <= set(chart.splitlines())
    assert {WORK.id} == {limit["account"] for limit in of_codex["limits"]}
    assert {WORK.id: "codex", HOME.id: "claude"} == of_codex["providers"]
