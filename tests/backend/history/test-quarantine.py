"""A history file that cannot be used is set aside, or left alone until it can, and no reading is lost."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loguru import logger

from brim.backend.history import schema
from brim.backend.history.quarantine import check_file
from brim.backend.history.recorder import FILE_NAME, HistoryRecorder, open_history
from tests.support.damage import DAMAGES, garbage_pages, path_content, zeroed_header
from tests.support.historyrecords import RESET, WORK, percent_rows, reading, record, record_in_one_write, week

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loguru import Record

BEFORE = [(float(minute), float(minute)) for minute in range(100)]
NEXT = reading(310, 7, resets_at=RESET.replace(hour=19))
AFTER = (310.0, 7.0)


def _is_of_history(record: Record) -> bool:
    """Whether a line is about the history: a thread of an earlier test may have something else to say."""
    return str(record["extra"].get("file", "")).startswith(FILE_NAME)


@pytest.fixture
def warnings() -> Iterator[list[str]]:
    """The warnings of the log."""
    lines: list[str] = []
    number = logger.add(lambda message: lines.append(message.record["message"]), level="WARNING", filter=_is_of_history)
    yield lines
    logger.remove(number)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_file_is_set_aside(tmp_path: Path, warnings: list[str], damage: Callable[[Path], None]) -> None:
    """A file that can never be used is moved unchanged, with one log line; the reading is stored in a new file."""
    record_in_one_write(tmp_path, *(reading(minute, percent) for minute, percent in BEFORE))
    damage(tmp_path / FILE_NAME)
    before = path_content(tmp_path / FILE_NAME)
    record(tmp_path, NEXT)

    assert [AFTER] == percent_rows(tmp_path)
    assert before == path_content(tmp_path / f"{FILE_NAME}.broken")
    assert [True] == [f"it is kept as {FILE_NAME}.broken" in line for line in warnings]


def test_a_name_with_a_replacement_character_is_no_damage(tmp_path: Path, warnings: list[str]) -> None:
    """A limit may have U+FFFD in its name, from its server or for what cannot be printed: nothing is set aside."""
    odd = week(300, 12, "weekly_scoped:\N{REPLACEMENT CHARACTER}[31mred")
    record_in_one_write(tmp_path, *(reading(minute, percent) for minute, percent in BEFORE), odd)
    check_file(tmp_path / FILE_NAME)
    record(tmp_path, NEXT)

    assert {*BEFORE, (300.0, 12.0), AFTER} == set(percent_rows(tmp_path))
    assert [] == warnings


def test_quarantined_files_are_not_overwritten(tmp_path: Path, warnings: list[str]) -> None:
    """Each damaged file gets its own name, and SQLite's files beside it are moved with it."""
    for number in range(3):
        (tmp_path / FILE_NAME).unlink(missing_ok=True)
        (tmp_path / FILE_NAME).mkdir()
        (tmp_path / FILE_NAME / "number").write_text(str(number))
        for ending in ("-wal", "-shm"):
            Path(f"{tmp_path / FILE_NAME}{ending}").write_bytes(b"its own")
        record(tmp_path, reading(number, number))

    names = [f"{FILE_NAME}.broken{number}" for number in ("", "-2", "-3")]
    assert ["0", "1", "2"] == [(tmp_path / name / "number").read_text() for name in names]
    beside = [tmp_path / f"{name}{ending}" for name in names for ending in ("-wal", "-shm")]
    assert [b"its own"] * 6 == [path.read_bytes() for path in beside]
    assert 3 == len(warnings)


@pytest.mark.parametrize("size", [0, 100_000])
def test_garbage_journal_loses_nothing(tmp_path: Path, warnings: list[str], size: int) -> None:
    """A journal that SQLite cannot use is ignored: what the file itself holds stays."""
    record_in_one_write(tmp_path, *(reading(minute, percent) for minute, percent in BEFORE))
    Path(f"{tmp_path / FILE_NAME}-wal").write_bytes(random.Random(7).randbytes(size))
    record(tmp_path, NEXT)

    assert [*BEFORE, AFTER] == percent_rows(tmp_path)
    assert [] == warnings


def test_file_of_a_newer_brim_is_left_unchanged(tmp_path: Path, warnings: list[str]) -> None:
    """A file with an unknown version is neither read, changed nor moved, and the message says what to do."""
    record_in_one_write(tmp_path, *(reading(minute, percent) for minute, percent in BEFORE))
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    before = path_content(tmp_path / FILE_NAME)
    record(tmp_path, NEXT)

    assert before == path_content(tmp_path / FILE_NAME)
    assert [f"{tmp_path / FILE_NAME} needs a newer Brim."] == [line.split(" Update")[0] for line in warnings]


def test_readings_wait_for_a_locked_file(tmp_path: Path, warnings: list[str]) -> None:
    """While another program locks the file, readings wait in memory, are in the curves, and are written afterwards."""
    record(tmp_path, reading(0, 1))

    async def go() -> None:
        history = HistoryRecorder(tmp_path, lock_timeout=0.01)
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            await history.record(WORK, reading(5, 2))
            await history.record(WORK, reading(10, 3))
            [curve] = await history.window_curves(WORK.id, "session", since=RESET.replace(month=1))
            assert [1.0, 2.0, 3.0] == [percent for _, percent in curve.points]
        assert [(0, 1)] == percent_rows(tmp_path)
        await history.record(WORK, reading(15, 4))
        await history.aclose()

    asyncio.run(go())

    assert [(0, 1), (5, 2), (10, 3), (15, 4)] == percent_rows(tmp_path)
    assert ["is in use"] == [line.split(". ")[0].removeprefix(f"{tmp_path / FILE_NAME} ") for line in warnings]


def test_many_waiting_readings_are_all_written(tmp_path: Path, warnings: list[str]) -> None:
    """However many readings have come while nothing could be written, all are in the file at the end, in order."""

    async def go() -> None:
        history = HistoryRecorder(tmp_path, lock_timeout=0.0)
        await history.record(WORK, reading(0, 0))
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for number in range(1, 450):
                await history.record(WORK, reading(number / 2, number))
        await history.aclose()

    asyncio.run(go())

    assert [(number / 2, float(number)) for number in range(450)] == percent_rows(tmp_path)
    assert 1 == len(warnings)


def test_exclusively_locked_file_is_not_set_aside(tmp_path: Path, warnings: list[str]) -> None:
    """A file that cannot even be read now is not set aside."""
    record(tmp_path, reading(0, 1))
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        record(tmp_path, reading(5, 2))

    assert [FILE_NAME] == [path.name for path in tmp_path.iterdir()]
    assert [(0, 1)] == percent_rows(tmp_path)
    assert 1 == len(warnings)


@pytest.mark.parametrize("command", [False, True], ids=["tray", "command"])
def test_deleted_file_is_created_again(tmp_path: Path, command: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """When the file is deleted or replaced while it is open, the next reading goes into the file at its path."""

    def delete_all() -> None:
        for path in tmp_path.iterdir():
            path.unlink()

    async def go() -> None:
        history = HistoryRecorder(tmp_path)
        await history.record(WORK, reading(0, 1))
        delete_all()
        if command:
            async with open_history(tmp_path, check_file=False) as command_history:
                await command_history.record(WORK, reading(3, 2))
        await history.record(WORK, reading(5, 3))
        await history.aclose()

    asyncio.run(go())

    assert [(3, 2), (5, 3)][not command :] == percent_rows(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows protects open files")
@pytest.mark.parametrize(
    ("damage", "old", "lines"),
    [
        (lambda file: Path(f"{file}-wal").unlink(), [(0, 1), (5, 2)], 0),
        (lambda file: Path(f"{file}-wal").write_bytes(random.Random(7).randbytes(9_000)), [], 0),
        (lambda file: os.truncate(file, 0), [], 1),
    ],
    ids=["journal gone", "journal garbage", "file emptied"],
)
def test_damage_to_an_open_file_loses_only_what_was_in_it(
    tmp_path: Path, warnings: list[str], damage: Callable[[Path], object], old: list[tuple[float, float]], lines: int
) -> None:
    """When the open file or its journal is damaged, at most its content is lost, and later readings are stored.

    An emptied file is set aside with its journal, because SQLite could not restore it from that.
    """

    async def go() -> None:
        history = HistoryRecorder(tmp_path)
        await history.record(WORK, reading(0, 1))
        await history.record(WORK, reading(5, 2))
        damage(tmp_path / FILE_NAME)
        await history.record(WORK, reading(10, 3))
        await history.record(WORK, reading(15, 4))
        await history.aclose()

    asyncio.run(go())

    assert [*old, (10, 3), (15, 4)] == [figure for figure in percent_rows(tmp_path) if figure in old or figure[0] >= 10]
    assert lines == len(warnings)
    assert lines == len(list(tmp_path.glob("*.broken-wal")))


def test_two_processes_continue_in_one_new_file(tmp_path: Path, warnings: list[str]) -> None:
    """When two processes detect the same damage, both continue in one new file, and it has what each was writing."""
    record(tmp_path, reading(0, 1))

    async def go() -> None:
        first, second = HistoryRecorder(tmp_path), HistoryRecorder(tmp_path)
        await first.record(WORK, reading(5, 2))
        await second.record(WORK, reading(10, 3))
        zeroed_header(tmp_path / FILE_NAME)
        garbage_pages(tmp_path / FILE_NAME)
        await asyncio.gather(
            *(
                history.record(WORK, reading(15 + 5 * number, 4 + number))
                for number, history in enumerate((first, second))
            )
        )
        await asyncio.gather(first.aclose(), second.aclose())

    asyncio.run(go())

    assert [(15, 4), (20, 5)] == [figure for figure in percent_rows(tmp_path) if figure[0] > 10]
    assert len(warnings) <= 1
