"""A file of the history that cannot be used: set aside, or left alone until it can, and no reading is lost by it."""

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
from brim.backend.history.recorder import FILE_NAME, HistoryRecorder, open_history
from tests.support.damage import DAMAGES, garbage_pages, path_content, zeroed_header
from tests.support.historyrecords import RESET, WORK, percent_rows, reading, record, record_in_one_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BEFORE = [(float(minute), float(minute)) for minute in range(100)]
NEXT = reading(310, 7, resets_at=RESET.replace(hour=19))
AFTER = (310.0, 7.0)


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What the log says from warnings on."""
    lines: list[str] = []
    number = logger.add(lambda message: lines.append(message.record["message"]), level="WARNING")
    yield lines
    logger.remove(number)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_file_is_set_aside(tmp_path: Path, said: list[str], damage: Callable[[Path], None]) -> None:
    """What can never be used is moved, as it is, with one line that says so; the reading is kept in a new file."""
    record_in_one_write(tmp_path, *(reading(minute, percent) for minute, percent in BEFORE))
    damage(tmp_path / FILE_NAME)
    before = path_content(tmp_path / FILE_NAME)
    record(tmp_path, NEXT)

    assert [AFTER] == percent_rows(tmp_path)
    assert before == path_content(tmp_path / f"{FILE_NAME}.broken")
    assert [True] == [f"it is kept as {FILE_NAME}.broken" in line for line in said]


def test_nothing_that_was_set_aside_is_overwritten(tmp_path: Path, said: list[str]) -> None:
    """Each damaged file has a name of its own, and what SQLite has put beside it goes with it."""
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
    assert 3 == len(said)


@pytest.mark.parametrize("size", [0, 100_000])
def test_journal_that_is_garbage_costs_nothing(tmp_path: Path, said: list[str], size: int) -> None:
    """A journal that SQLite cannot use is as none: what the file itself holds stays."""
    record_in_one_write(tmp_path, *(reading(minute, percent) for minute, percent in BEFORE))
    Path(f"{tmp_path / FILE_NAME}-wal").write_bytes(random.Random(7).randbytes(size))
    record(tmp_path, NEXT)

    assert [*BEFORE, AFTER] == percent_rows(tmp_path)
    assert [] == said


def test_file_of_a_newer_brim_is_left_alone(tmp_path: Path, said: list[str]) -> None:
    """A shape that is not known yet is neither read nor changed nor moved, and the message says what to do."""
    record_in_one_write(tmp_path, *(reading(minute, percent) for minute, percent in BEFORE))
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    before = path_content(tmp_path / FILE_NAME)
    record(tmp_path, NEXT)

    assert before == path_content(tmp_path / FILE_NAME)
    assert [f"{tmp_path / FILE_NAME} was made by a newer Brim."] == [line.split(" Update")[0] for line in said]


def test_locked_file_is_waited_for(tmp_path: Path, said: list[str]) -> None:
    """While another program keeps the file, readings wait in memory, are told all the same, and are written then."""
    record(tmp_path, reading(0, 1))

    async def go() -> None:
        history = HistoryRecorder(tmp_path, lock_timeout=0.01)
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await history.record(WORK, reading(5, 2))
            await history.record(WORK, reading(10, 3))
            [told] = await history.window_curves(WORK.id, "session", since=RESET.replace(month=1))
            assert [1.0, 2.0, 3.0] == [percent for _, percent in told.points]
        assert [(0, 1)] == percent_rows(tmp_path)
        await history.record(WORK, reading(15, 4))
        await history.aclose()

    asyncio.run(go())

    assert [(0, 1), (5, 2), (10, 3), (15, 4)] == percent_rows(tmp_path)
    assert ["is in use by another program"] == [
        line.split(". ")[0].removeprefix(f"{tmp_path / FILE_NAME} ") for line in said
    ]


def test_many_that_wait_are_all_written(tmp_path: Path, said: list[str]) -> None:
    """However many readings have come while nothing could be written, each stands in the file at the end, in order."""

    async def go() -> None:
        history = HistoryRecorder(tmp_path, lock_timeout=0.0)
        await history.record(WORK, reading(0, 0))
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for number in range(1, 450):
                await history.record(WORK, reading(number / 2, number))
        await history.aclose()

    asyncio.run(go())

    assert [(number / 2, float(number)) for number in range(450)] == percent_rows(tmp_path)
    assert 1 == len(said)


def test_file_kept_to_itself_by_another_program_is_not_damaged(tmp_path: Path, said: list[str]) -> None:
    """A file that cannot even be read now is not set aside."""
    record(tmp_path, reading(0, 1))
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        record(tmp_path, reading(5, 2))

    assert [FILE_NAME] == [path.name for path in tmp_path.iterdir()]
    assert [(0, 1)] == percent_rows(tmp_path)
    assert 1 == len(said)


@pytest.mark.parametrize("command", [False, True], ids=["tray", "command"])
def test_file_that_vanishes_is_made_anew(tmp_path: Path, command: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """When the file is deleted or replaced while it is open, the next reading goes to the one that stands there now."""

    def vanish() -> None:
        for path in tmp_path.iterdir():
            path.unlink()

    async def go() -> None:
        history = HistoryRecorder(tmp_path)
        await history.record(WORK, reading(0, 1))
        vanish()
        if command:
            async with open_history(tmp_path, check_file=False) as other:
                await other.record(WORK, reading(3, 2))
        await history.record(WORK, reading(5, 3))
        await history.aclose()

    asyncio.run(go())

    assert [(3, 2), (5, 3)][not command :] == percent_rows(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody touch what is open")
@pytest.mark.parametrize(
    ("harm", "old", "lines"),
    [
        (lambda file: Path(f"{file}-wal").unlink(), [(0, 1), (5, 2)], 0),
        (lambda file: Path(f"{file}-wal").write_bytes(random.Random(7).randbytes(9_000)), [], 0),
        (lambda file: os.truncate(file, 0), [], 1),
    ],
    ids=["journal gone", "journal garbage", "file emptied"],
)
def test_harm_while_it_is_open(
    tmp_path: Path, said: list[str], harm: Callable[[Path], object], old: list[tuple[float, float]], lines: int
) -> None:
    """A tray whose file or journal comes to harm loses at most what was in that, and what it reads from then on stays.

    An emptied file is set aside with its journal, from which SQLite could not make it whole.
    """

    async def go() -> None:
        history = HistoryRecorder(tmp_path)
        await history.record(WORK, reading(0, 1))
        await history.record(WORK, reading(5, 2))
        harm(tmp_path / FILE_NAME)
        await history.record(WORK, reading(10, 3))
        await history.record(WORK, reading(15, 4))
        await history.aclose()

    asyncio.run(go())

    assert [*old, (10, 3), (15, 4)] == [figure for figure in percent_rows(tmp_path) if figure in old or figure[0] >= 10]
    assert lines == len(said)
    assert lines == len(list(tmp_path.glob("*.broken-wal")))


def test_two_find_the_damage(tmp_path: Path, said: list[str]) -> None:
    """When two processes meet the same damage, both go on in one new file, and what each was writing is in it."""
    record(tmp_path, reading(0, 1))

    async def go() -> None:
        first, second = HistoryRecorder(tmp_path), HistoryRecorder(tmp_path)
        await first.record(WORK, reading(5, 2))
        await second.record(WORK, reading(10, 3))
        zeroed_header(tmp_path / FILE_NAME)
        garbage_pages(tmp_path / FILE_NAME)
        await asyncio.gather(
            *(one.record(WORK, reading(15 + 5 * place, 4 + place)) for place, one in enumerate((first, second)))
        )
        await asyncio.gather(first.aclose(), second.aclose())

    asyncio.run(go())

    assert [(15, 4), (20, 5)] == [figure for figure in percent_rows(tmp_path) if figure[0] > 10]
    assert len(said) <= 1
