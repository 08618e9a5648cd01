"""`brim usage`: its rows, JSON and CSV, its arguments and its mistakes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.codexrollouts import count, meta, rollout, tokens, turn
from tests.support.sandbox import Sandbox, start_brim
from tests.support.transcripts import answer, session_file, usage, write
from tests.support.usageserver import Answer

if TYPE_CHECKING:
    from pathlib import Path

ROW_FIELDS = [
    "key", "input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "web_searches", "answers", "cost",
    "unpriced", "points", "provider",
]  # fmt: skip


def run_usage(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of `brim usage`."""
    with start_brim("usage", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


def usage_json(*arguments: str) -> Any:  # noqa: ANN401 - the JSON of a command
    """The object that `brim usage --json` prints."""
    code, out, errors = run_usage("--json", "--since", "all", *arguments)
    assert (0, "") == (code, errors)
    return json.loads(out)


@pytest.fixture(autouse=True)
def transcripts(sandbox: Sandbox) -> Path:
    """Two projects, two models, three days; the model `claude-future-9` has no price."""
    home, work = session_file(sandbox.claude), session_file(sandbox.claude, "s2", "-work")
    write(
        home,
        [
            answer("m1", timestamp="2026-11-21T23:58:00.000Z"),
            answer("m2", timestamp="2026-11-22T10:00:00.000Z"),
            answer("m3", timestamp="2026-11-22T10:01:00.000Z", message={"model": "claude-future-9", "usage": usage()}),
        ],
    )
    write(
        work,
        [
            answer("m4", timestamp="2026-11-24T10:00:00.000Z", cwd="/work", sessionId="s2",
                message={"model": "claude-fable-5-2", "usage": usage(output_tokens=1000)}),
        ],
    )  # fmt: skip
    return home


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("day", ["2026-11-21", "2026-11-22", "2026-11-24"]),
        ("week", ["2026-11-16", "2026-11-23"]),
        ("month", ["2026-11"]),
        ("model", ["claude-fable-5-2", "claude-opus-5-5", "claude-future-9"]),
        ("project", ["/work", "/home/example/app"]),
        ("session", ["s2", "33333333-3333-4333-8333-333333333333"]),
        ("window", ["2026-11-21T23:00:00Z", "2026-11-22T10:00:00Z", "2026-11-24T10:00:00Z"]),
    ],
)
@pytest.mark.usefixtures("utc")
def test_rows(by: str, keys: list[str]) -> None:
    """Times come in their order, everything else with the most expensive first; the total is the sum of all rows."""
    report = usage_json("--by", by)
    rows = report["rows"]

    assert keys == [row["key"] for row in rows]
    assert (4, 1300) == (report["total"]["answers"], report["total"]["output"])
    assert all(report["total"][name] == sum(row[name] for row in rows) for name in ROW_FIELDS[1:8])
    assert ["claude-future-9"] == report["unpriced"] == report["total"]["unpriced"]


def test_json_has_the_documented_fields() -> None:
    """The object and its rows have the fields of the contract; a cost is decimal text, or null without a price."""
    report = usage_json("--by", "model")

    about = ["schema", "by", "since", "until", "rows", "total", "unpriced", "prices_as_of", "compressed_files"]
    assert about == list(report)
    assert [ROW_FIELDS] * 3 == [list(row) for row in report["rows"]]
    assert ["0.040080", "0.004080", None] == [row["cost"] for row in report["rows"]]
    assert "0.044160" == report["total"]["cost"]


@pytest.mark.usefixtures("utc")
def test_a_range_has_its_days_whole() -> None:
    """`--since` and `--until` take days, and the last day counts whole."""
    report = usage_json("--since", "2026-11-22", "--until", "2026-11-22")

    assert ["2026-11-22"] == [row["key"] for row in report["rows"]]


@pytest.mark.parametrize("word", ["today", "yesterday"])
def test_a_day_of_a_word_counts_whole(word: str) -> None:
    """`--until today` and `--until yesterday` have all hours of that day."""
    report = usage_json("--since", word, "--until", word)
    begin, end = (datetime.fromisoformat(report[name]) for name in ("since", "until"))

    assert timedelta(hours=23) <= end - begin <= timedelta(hours=25)


def test_days_are_those_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer before midnight in London is of the next day in Kolkata."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")

    assert "2026-11-22" == usage_json()["rows"][0]["key"]


def test_a_person_reads_a_table() -> None:
    """The table names days, costs and tokens, says what a list price is, and names models without a price."""
    code, out, errors = run_usage("--since", "all", "--by", "project")
    lines = out.splitlines()

    assert (0, "") == (code, errors)
    assert "Cost is list price, not money spent (prices of 2026-11-29)." == lines[1]
    assert lines[3].startswith("/work")
    assert lines[3].endswith("1 answer")
    assert lines[5].split()[:2] == ["Total", "$0.04"]
    assert "No price is known for claude-future-9: its tokens are not in the cost." in out
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_the_table_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider than the terminal, and a long path keeps its end."""
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = run_usage("--since", "all", "--by", "project")

    assert all(len(line) <= columns for line in out.splitlines())
    assert "example/app" in out


@pytest.mark.usefixtures("utc")
def test_the_heading_has_the_whole_range() -> None:
    """Both ends of a range are named; an end alone stands for the week before it; a backward one is refused."""
    everything = run_usage("--since", "all")[1].splitlines()[0]
    week = run_usage("--until", "2026-11-24", "--by", "model")[1].splitlines()[0]
    code, _, errors = run_usage("--since", "2026-11-24", "--until", "2026-11-22")

    assert "Usage by day, of all transcripts" == everything
    assert "Usage by model, 18 Nov to 24 Nov" == week
    assert (1, True) == (code, "Invalid --until" in errors)


def test_a_session_keeps_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is little room, the name of a session loses letters of its project and keeps its id."""
    monkeypatch.setenv("COLUMNS", "50")
    rows = run_usage("--since", "all", "--by", "session")[1].splitlines()

    assert any(row.startswith("33333333 ") for row in rows)


def test_months_are_written_out() -> None:
    """A month has its name."""
    assert "Nov 2026" in run_usage("--since", "all", "--by", "month")[1]


def test_csv_holds_no_formula(transcripts: Path) -> None:
    """The rows as CSV have a heading and a total, and no cell that a spreadsheet computes or a terminal obeys."""
    names = ["=cmd|' /C calc'!A0", "\n=cmd", "\uff1dcmd", "\t@cmd", "/\x1b]0;title\x07"]
    write(transcripts, [answer(f"m{number}", cwd=name) for number, name in enumerate(names, 10)])
    _, out, _ = run_usage("--csv", "--since", "all", "--by", "project")
    rows = list(csv.reader(io.StringIO(out)))

    assert ("key", "total") == (rows[0][0], rows[-1][0])
    assert not any(cell.strip().startswith(("=", "+", "@", "\uff1d")) for row in rows for cell in row)
    assert "\x1b" not in out


def test_hostile_names_stay_text(transcripts: Path) -> None:
    """A project whose name steers terminals is printed without that."""
    write(transcripts, [answer("m9", cwd="/evil\x1b[31m\x07name\n")])
    _, out, _ = run_usage("--since", "all", "--by", "project")

    assert "\x1b" not in out
    assert "\x07" not in out


def test_nothing_is_said_plainly() -> None:
    """Without anything in the range it says so, and how to see all."""
    code, out, _ = run_usage("--since", "2020-01-01", "--until", "2020-01-02")

    assert 0 == code
    assert "brim usage --since all" in out


def test_an_account_has_its_folders(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With several folders, one account is what its folder holds; an unknown name is one line."""
    other = tmp_path / "other"
    write(session_file(other), [answer("m8", cwd="/other")])
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIRS", json.dumps({"work": str(sandbox.claude), "home": str(other)}))
    report = usage_json("--account", "home", "--by", "project")
    code, _, errors = run_usage("--account", "hoem")

    assert ["/other"] == [row["key"] for row in report["rows"]]
    assert 1 == code
    assert '"hoem" is not a valid account. Did you mean `home`?' in errors


def test_official_windows_come_first(sandbox: Sandbox) -> None:
    """An answer in a 5-hour window whose reset the server told belongs to it; another one is marked as estimated."""
    now = datetime.now(UTC).replace(microsecond=0)
    reset = now + timedelta(hours=2, minutes=7)
    told = {"limits": [{"kind": "session", "percent": 40, "resets_at": reset.isoformat()}]}
    sandbox.write_login()
    sandbox.server.answers = [Answer(body=json.dumps(told).encode())]
    with start_brim("status") as process:
        process.communicate(timeout=60)
    write(session_file(sandbox.claude), [answer("m7", timestamp=f"{now - timedelta(hours=2):%Y-%m-%dT%H:%M:%S.000Z}")])
    rows = usage_json("--by", "window")["rows"]
    begin = reset - timedelta(hours=5)

    assert f"{begin:%Y-%m-%dT%H:%M:%SZ}" == rows[-1]["key"]
    assert [True, None] == [rows[0].get("estimated"), rows[-1].get("estimated")]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--by", "moth"), "Did you mean `month`?"),
        (("--since", "soon"), "soon"),
        (("--until", "2026-13-01"), "2026-13-01"),
    ],
)
def test_mistakes_are_named(arguments: tuple[str, ...], complaint: str) -> None:
    """A wrong argument exits with 2 and says what would do."""
    code, _, errors = run_usage(*arguments)

    assert 2 == code
    assert complaint in errors


def test_a_bad_price_file_is_one_line(sandbox: Sandbox) -> None:
    """A price file that cannot be used is named, without a traceback."""
    sandbox.config.mkdir(exist_ok=True)
    (sandbox.config / "prices.json").write_text("{")
    code, _, errors = run_usage()

    assert (1, 1) == (code, errors.count("\n"))
    assert "prices.json" in errors


def test_what_cannot_be_stored_is_shown_nevertheless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cost file cannot be made, the sums are those of the transcripts, and one line says so."""
    expected = usage_json()["total"]
    state = tmp_path / "a-file"
    state.write_bytes(b"")
    monkeypatch.setenv("BRIM_STATE_DIR", str(state))
    code, out, errors = run_usage("--json", "--since", "all")

    assert (0, expected) == (code, json.loads(out)["total"])
    assert 1 == len(errors.splitlines())
    assert "Until then, every run reads all transcripts." in errors


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="prlimit of util-linux makes files as short as a full disk")
def test_sums_are_shown_on_a_full_disk(sandbox: Sandbox) -> None:
    """Where SQLite can make no file beside that of the sums, they are shown, also of transcripts that are gone."""
    expected = usage_json()["total"]
    for transcript in sandbox.claude.rglob("*.jsonl"):
        transcript.unlink()
    (sandbox.state / "costs.db-wal").touch()  # as SQLite makes it before it meets the full disk
    command = ["prlimit", "--fsize=1000", "--", sys.executable, "-P", "-m", "brim", "usage", "--json", "--since", "all"]
    shown = subprocess.run(command, capture_output=True, check=True, timeout=60)

    assert expected == json.loads(shown.stdout)["total"]
    assert 1 == shown.stderr.count(b"\n")


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM places",
        "DELETE FROM classes",
        "UPDATE cells SET input = 'x'",
        "UPDATE places SET project = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_damaged_cost_file_is_made_again(sandbox: Sandbox, damage: str) -> None:
    """A cost file whose sums are found to be damaged is set aside, and the report is that of the transcripts."""
    expected = usage_json("--by", "project")["rows"]
    with contextlib.closing(sqlite3.connect(sandbox.state / "costs.db", isolation_level=None)) as connection:
        connection.execute(damage)
    code, out, errors = run_usage("--json", "--since", "all", "--by", "project")

    assert (0, expected) == (code, json.loads(out)["rows"])
    assert errors.startswith("brim: costs.db cannot be used (it is damaged)")
    assert (sandbox.state / "costs.db.broken").exists()


@pytest.fixture
def codex(sandbox: Sandbox) -> Path:
    """A session of Codex beside the transcripts of Claude Code."""
    home = sandbox.claude.parent / ".codex"
    used = tokens(1000, 600, 50)
    write(rollout(home), [meta(), turn(), count(used, used)])
    return home


@pytest.mark.usefixtures("codex")
def test_rows_of_providers_add_up() -> None:
    """By provider each has its own row, the sum is that of both, and each row of JSON says whose it is."""
    report = usage_json("--by", "provider")
    found = {row["key"]: (row["provider"], row["answers"], row["cost"]) for row in report["rows"]}

    assert {"claude": ("claude", 4, "0.044160"), "codex": ("codex", 1, "0.003800")} == found
    assert (5, "0.047960", None) == tuple(report["total"][name] for name in ("answers", "cost", "provider"))
    assert ["claude", "claude", "codex", "claude"] == [row["provider"] for row in usage_json()["rows"]]


@pytest.mark.usefixtures("codex")
def test_one_provider_can_be_chosen() -> None:
    """`--provider` leaves the others out, in whatever letters; a mistyped one is named with those that there are."""
    report = usage_json("--provider", "Codex", "--by", "model")
    code, out, errors = run_usage("--provider", "codexx")

    assert (["gpt-5.5"], "codex") == ([row["key"] for row in report["rows"]], report["total"]["provider"])
    assert (1, "") == (code, out)
    assert 'brim: "codexx" has no transcripts. Did you mean `codex`? Choose one of claude, codex.\n' == errors


def test_another_folder_of_codex_is_read(sandbox: Sandbox, codex: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CODEX_HOME counts where no setting names folders; the setting wins, and a provider that is off is left out."""
    other = sandbox.claude.parent / "other"
    codex.rename(other)
    assert ["claude"] == [row["key"] for row in usage_json("--by", "provider")["rows"]]
    monkeypatch.setenv("BRIM_PROVIDERS", "claude")
    monkeypatch.setenv("CODEX_HOME", str(other))
    assert ["claude"] == [row["key"] for row in usage_json("--by", "provider")["rows"]]
    monkeypatch.delenv("BRIM_PROVIDERS")
    assert ["claude", "codex"] == [row["key"] for row in usage_json("--by", "provider")["rows"]]


def test_compressed_sessions_are_said(codex: Path) -> None:
    """A compressed session that was never read is not guessed: the table and JSON say that it is missing."""
    run_usage()
    known = rollout(codex)
    known.rename(known.with_name(f"{known.name}.zst"))
    write(rollout(codex, "gone").with_suffix(".jsonl.zst"), [b"(packed)"])
    _, out, _ = run_usage("--since", "all", "--provider", "codex", "--by", "provider")

    assert out.splitlines()[3].startswith("Codex ")
    assert "1 compressed session file is not counted: Brim reads them before they are" in out
    assert 1 == usage_json()["compressed_files"]
