"""The history as a file: `brim history export` and `import`."""

from __future__ import annotations

import json
import os
import random
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.history.recorder import FILE_NAME
from tests.support.damage import foreign_journal
from tests.support.historyrecords import (
    HOME,
    RESET,
    WORK,
    reading,
    record,
    record_in_one_write,
    rows,
    week,
    window_curves,
)
from tests.support.pasthistory import history_json, percents_by_window, record_sample, run_history

if TYPE_CHECKING:
    from pathlib import Path


def test_export_and_import_preserve_everything(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that is imported into an empty history and exported again is the same, byte for byte."""
    record_sample(state)
    record(state, *(reading(number, number / 7, resets_at=RESET + timedelta(days=1)) for number in range(96, 300, 7)))
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    before = rows(state)
    assert (0, f"Exported {len(before)} values to {first}.\n", "") == run_history("export", str(first))
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "other"))
    assert (0, f"Imported {len(before)} values.\n", "") == run_history("import", str(first))
    assert (0, f"Exported {len(before)} values to {second}.\n", "") == run_history("export", str(second))

    assert first.read_bytes() == second.read_bytes()
    assert before == rows(tmp_path / "other")
    assert first.read_text() == run_history("export", "-")[1]


def test_early_resets_survive_an_export(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export says nothing of early resets: the history that imports it finds the same ones, and the same windows."""
    record(state, reading(0, 96), reading(10, 2, confirmed=False), reading(15, 3), reading(30, 7))
    file = str(tmp_path / "one.jsonl")
    before, curves = history_json("--since", "all")["limits"], window_curves(state)
    run_history("export", file)
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "other"))
    run_history("import", file)

    expected = {
        "at": "2026-11-23T09:10:00.000Z",
        "from_percent": 96.0,
        "from_resets_at": "2026-11-23T14:00:00.000Z",
    }
    assert [expected] == before[0]["early_resets"]
    assert (before, curves) == (history_json("--since", "all")["limits"], window_curves(tmp_path / "other"))
    assert 2 == len(curves)


def test_csv_can_be_imported(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CSV output that is imported into an empty history gives the same history; an invalid line is reported."""
    record_sample(state)
    before = rows(state)
    table = run_history("--since", "all", "--csv")[1]
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "other"))
    code, out, errors = run_history("import", "-", stdin=f"{table}9f,session\n".encode())

    assert (1, f"Imported {len(before)} values.\n") == (code, out)
    assert f"Invalid lines in standard input. Line {len(before) + 2} was not imported." in errors
    assert before == rows(tmp_path / "other")
    assert (0, f"Imported 0 values; {len(before)} already present.\n", "") == run_history(
        "import", "-", stdin=table.encode()
    )


def test_guarded_cells_are_imported_as_they_were(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that begins like a formula has a quote in CSV, and is imported without it."""
    record(state, week(1, 20, "=cmd|1"), week(2, 30, "@other"))
    before = rows(state)
    table = run_history("--since", "all", "--csv")[1]
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "other"))
    run_history("import", "-", stdin=table.encode())

    assert ["'=cmd|1", "'@other"] == [line.split(",")[1] for line in table.splitlines()[1:]]
    assert before == rows(tmp_path / "other")


def test_second_import_adds_nothing(state: Path, tmp_path: Path) -> None:
    """Importing a file again adds nothing, and existing readings do not change."""
    record_sample(state)
    file = tmp_path / "history.jsonl"
    run_history("export", str(file))
    record(state, reading(400, 3, resets_at=RESET + timedelta(hours=6)))
    file.write_text(file.read_text().replace('"percent": 41.5', '"percent": 99.0'))

    assert (0, "Imported 0 values; 6 already present.\n", "") == run_history("import", str(file))
    assert [7.0, 41.5, 100.0, 42.0, None, 3.0] == percents_by_window(history_json("--since", "all"))["session"]


def test_import_confirms_a_figure(state: Path) -> None:
    """A figure that is unconfirmed here and confirmed in the file becomes confirmed."""
    record(state, reading(0, 100, confirmed=False))
    confirmed = run_history("export", "-")[1].replace('"confirmed": false', '"confirmed": true')

    assert (0, "Imported 1 value.\n", "") == run_history("import", "-", stdin=confirmed.encode())
    assert [True] == [confirmed for *_, confirmed in rows(state)]


def test_invalid_lines_are_reported(state: Path) -> None:
    """Invalid lines are listed by number in one line; all others are imported, and the exit code is 1."""
    record_sample(state)
    lines = run_history("export", "-")[1].splitlines()
    (state / FILE_NAME).unlink()
    good = json.loads(lines[1])
    bad = [
        "no JSON",
        '{"other": "program"}',
        json.dumps(good | {"percent": "41"}),
        json.dumps(good | {"percent": -1}),
        json.dumps(good | {"read_at": "2026-11-23T09:00:00"}),
        json.dumps(good | {"read_at": "1969-11-23T09:00:00Z"}),
        json.dumps(good | {"account": "../../etc"}),
        json.dumps(good | {"label": "\u202e\x1b[31m"}),
        json.dumps({key: value for key, value in good.items() if key != "resets_at"}),
        lines[1][:-20],
        f'"{"x" * 30_000}"',
        '{"percent": NaN}',
    ]
    mixed = [lines[0], "", *bad, *lines[1:], json.dumps(good | {"new key": 1, "percent": 41})]
    code, out, errors = run_history("import", "-", stdin="\r\n".join(mixed).encode("utf-8-sig"))

    assert (1, "Imported 6 values; 1 already present.\n") == (code, out)
    assert 1 == len(errors.splitlines())
    named = "3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more"
    assert errors.startswith(f"brim: Invalid lines in standard input. Lines {named} were not imported.")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"", "Not a Brim history file"),
        (b"Dear diary\n", "Not a Brim history file"),
        (b'{"brim": "settings", "schema": 1}\n', "Not a Brim history file"),
        (b"SQLite format 3\0" + bytes(20_000), "Not a Brim history file"),
        (b'{"brim": "history", "schema": 2}\n', "{file} needs a newer Brim"),
    ],
)
def test_foreign_file_is_rejected(state: Path, tmp_path: Path, content: bytes, title: str) -> None:
    """Nothing is imported from a file that is no history, or that has a newer format."""
    file = tmp_path / "file"
    file.write_bytes(content)
    code, out, errors = run_history("import", str(file))

    assert (1, "") == (code, out)
    assert [f"brim: {title.format(file=file)}"] == [line.split(". ")[0] for line in errors.splitlines()]
    assert [] == list(state.iterdir())


def test_failed_export_changes_nothing(state: Path, tmp_path: Path) -> None:
    """A file that cannot be replaced stays unchanged, no temporary file is left, and one line says why."""
    record_sample(state)
    folder = tmp_path / "taken"
    folder.mkdir()
    missing = tmp_path / "missing" / "file"
    for place in (folder, missing, tmp_path / "state" / FILE_NAME / "file"):
        code, out, errors = run_history("export", str(place))
        assert (1, "") == (code, out)
        assert [f"brim: {place} cannot be written"] == [line.split(". ")[0] for line in errors.splitlines()]
    assert {"state", "taken"} == {path.name for path in tmp_path.iterdir()}

    (state / FILE_NAME).write_bytes(b"no database at all, and long enough to be seen as that" * 100)
    existing = tmp_path / "kept.jsonl"
    existing.write_text("as it was")
    assert 1 == run_history("export", str(existing))[0]
    assert "as it was" == existing.read_text()
    assert {"state", "taken", "kept.jsonl"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="on Windows links need privileges")
def test_export_follows_a_link(state: Path, tmp_path: Path) -> None:
    """A link stays a link, and its target is replaced."""
    record_sample(state)
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    run_history("export", str(tmp_path / "link"))

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text().startswith('{"brim": "history"')


def test_import_of_a_missing_file_is_an_error(state: Path, tmp_path: Path) -> None:
    """A missing file or a folder is one line on standard error."""
    for place in (tmp_path / "nowhere", tmp_path):
        code, out, errors = run_history("import", str(place))
        assert (1, "") == (code, out)
        assert [f"brim: {place} cannot be read"] == [line.split(". ")[0] for line in errors.splitlines()]
    assert [] == list(state.iterdir())


def test_damaged_history_is_recovered(state: Path) -> None:
    """The readable part of a file that was set aside is imported, and only the bad page is lost."""
    record_in_one_write(state, *(reading(number / 20, number / 60) for number in range(6_000)))
    record(state, *(week(day, day, days=30) for day in range(10)), account=HOME)
    before = rows(state)
    with (state / FILE_NAME).open("r+b") as file:
        file.seek(4096 * 20)
        file.write(random.Random(7).randbytes(4096))
    record(state, reading(400, 3, resets_at=RESET + timedelta(hours=6)))
    assert 1 == len(rows(state))

    code, out, errors = run_history("import", str(state / f"{FILE_NAME}.broken"))
    assert (0, "") == (code, errors)
    assert re.fullmatch(r"Imported \d+ values\.\n", out)
    assert {row for row in before if row[0] == HOME.id} <= set(rows(state))
    assert len(before) - 400 < len(rows(state)) <= len(before) + 1
    assert set(rows(state)) < {*before, (WORK.id, "session", 400.0, 3.0, 660.0, "api", True)}


def test_history_with_a_foreign_journal_is_recovered(state: Path) -> None:
    """A file that was set aside because of a foreign journal is intact, and all of it is imported."""
    record_in_one_write(state, *(reading(number / 20, number / 60) for number in range(600)))
    before = rows(state)
    foreign_journal(state / FILE_NAME)
    assert 1 == run_history()[0]

    assert (0, "Imported 600 values.\n", "") == run_history("import", str(state / f"{FILE_NAME}.broken"))
    assert before == rows(state)


def test_database_of_another_machine_is_imported(state: Path, tmp_path: Path) -> None:
    """The database file of another history can be imported; it stays unchanged."""
    other = tmp_path / "other"
    record_sample(other)
    before = (other / FILE_NAME).read_bytes()

    assert (0, "Imported 6 values.\n", "") == run_history("import", str(other / FILE_NAME))
    assert rows(state) == rows(other)
    assert [FILE_NAME] == [path.name for path in other.iterdir()]
    assert before == (other / FILE_NAME).read_bytes()
