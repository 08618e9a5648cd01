"""The history with real processes: killed at any moment, several at once, on a full disk, and without permissions."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.history.recorder import FILE_NAME
from tests.rules.syntax import ROOT
from tests.support.historyrecords import START, percent_rows, reading, record
from tests.support.historywriter import reading_percent, reading_time

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = int(os.environ.get("KILLS", "12"))
"""How often the writer is killed; `KILLS=200 make pytest ARGS="-k kill"` is a long run."""


def start_writer(folder: Path, first: int, step: int = 1) -> subprocess.Popen[str]:
    """A process that records readings until it is killed."""
    command = [sys.executable, "-m", "tests.support.historywriter", str(folder), str(first), str(step)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def read_lines(writers: list[subprocess.Popen[str]], count: int) -> list[str]:
    """The next lines of each writer; an empty line when a writer has ended."""
    return [writer.stdout.readline() for _ in range(count) for writer in writers if writer.stdout is not None]


def kill_after(process: subprocess.Popen[str], count: int) -> list[int]:
    """Kill a writer once it has reported this many readings; returns all readings that it has reported."""
    lines = read_lines([process], count)
    rest, errors = kill(process)
    assert "" == errors
    return [*map(int, lines), *rest]


def kill(process: subprocess.Popen[str]) -> tuple[list[int], str]:
    """Kill a writer; returns the reported readings that were not read yet, and its errors."""
    process.kill()
    assert process.stdout is not None
    assert process.stderr is not None
    with process:  # communicate() would miss what readline() has buffered
        rest, errors = process.stdout.readlines(), process.stderr.read()
    return [int(line) for line in rest if line.endswith("\n")], errors


def stored_figures(folder: Path) -> set[tuple[float, float | None]]:
    """All figures in a file that passes SQLite's integrity check."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
    return set(percent_rows(folder))


def second_figure(number: int) -> tuple[float, float]:
    """The second reading of a number, as `percent_rows` returns it."""
    return (reading_time(number, 1) - START).total_seconds() / 60, reading_percent(number, 1)


@pytest.mark.timeout(600)
def test_kills_lose_nothing(tmp_path: Path) -> None:
    """However often a writer is killed while it writes, thins out or creates its file, all reports are in the file."""
    dice = random.Random(os.environ.get("SEED"))
    numbers: list[int] = []
    for _ in range(KILLS):
        numbers += kill_after(start_writer(tmp_path, numbers[-1] + 2 if numbers else 0), dice.randrange(1, 40))

    assert set() == {second_figure(number) for number in numbers} - stored_figures(tmp_path)
    assert len(numbers) >= KILLS


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    """Readings of several processes are all in one file; the same reading of two of them is there once."""
    writers = [start_writer(tmp_path, first, step) for first, step in ((0, 2), (0, 2), (1, 2))]
    try:
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline()
    finally:
        numbers = [number for writer in writers for number in kill_after(writer, 20)]

    assert set() == {second_figure(number) for number in numbers} - stored_figures(tmp_path)
    assert len(percent_rows(tmp_path)) == len(set(percent_rows(tmp_path)))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
def test_two_processes_meet_a_damaged_file(tmp_path: Path) -> None:
    """When the file is damaged, both processes continue in one new file, which has all their later figures."""
    writers = [start_writer(tmp_path, first, 2) for first in (0, 1)]
    path, broken = tmp_path / FILE_NAME, tmp_path / f"{FILE_NAME}.broken"
    try:
        assert all(read_lines(writers, 150))
        path.write_bytes(random.Random(7).randbytes(path.stat().st_size))
        while not broken.exists():
            assert all(read_lines(writers, 1))
        lines = read_lines(writers, 50)
    finally:
        results = [kill(writer) for writer in writers]

    new = stored_figures(tmp_path)
    for index, (rest, _) in enumerate(results):
        numbers = [*map(int, lines[index::2]), *rest]
        first_new = next(position for position, number in enumerate(numbers) if second_figure(number) in new)
        assert set() == {second_figure(number) for number in numbers[first_new:]} - new
    assert 1 == sum(errors.count(f"it is kept as {broken.name},") for _, errors in results)


PROGRAM = """
import asyncio, resource, sys
from datetime import timedelta
from pathlib import Path
from brim import logs
from brim.backend.history import retention, entrywriter, quarantine, recorder, queries, schema, store
from brim.backend.forecast import windowcurve
from tests.support.historyrecords import START, WORK, reading
import filelock, encodings.idna, concurrent.futures.thread

async def record(history, *numbers):
    for number in numbers:
        await history.record(WORK, reading(number, number / 10))

async def print_points(history):
    curves = await history.window_curves(WORK.id, "session", since=START - timedelta(days=1))
    print(sum(len(curve.points) for curve in curves), flush=True)

logs.to_stderr()
folder, history = Path(sys.argv[1]), recorder.HistoryRecorder(Path(sys.argv[1]))
"""
FULL = """
async def main():
    await record(history, 0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
    await record(history, *range(1, 200))
    await print_points(history)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await record(history, 200)
    await print_points(history)
    await history.aclose()
asyncio.run(main())
"""
FULL_FROM_THE_START = """
async def main():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
    await print_points(history)
    await record(history, *range(5, 10))
    await print_points(history)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await record(history, 10)
    await history.aclose()
asyncio.run(main())
"""
PROTECTED = """
import os
async def main():
    if os.geteuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)
    await record(history, *range(5, 10))
    await print_points(history)
    await history.aclose()
asyncio.run(main())
"""


def run(program: str, folder: Path) -> tuple[list[str], list[str]]:
    """Lines of output and of errors of a program over a folder."""
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM + program, str(folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return process.stdout.split(), process.stderr.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_full_disk_loses_nothing(tmp_path: Path) -> None:
    """Readings that a full disk refuses wait, are in the curves, and are written later; one line says so."""
    printed, errors = run(FULL, tmp_path)

    assert ["200", "201"] == printed
    assert [(float(number), number / 10) for number in range(201)] == percent_rows(tmp_path)
    assert ["Free some disk space"] == [line.split(" cannot be written. ")[1].split(",")[0] for line in errors]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_full_disk_can_be_read(tmp_path: Path) -> None:
    """On a disk that is full from the beginning, old readings are readable, and no new reading is lost."""
    record(tmp_path, *(reading(number, number / 10) for number in range(5)))
    printed, errors = run(FULL_FROM_THE_START, tmp_path)

    assert ["5", "10"] == printed
    assert [(float(number), number / 10) for number in range(11)] == percent_rows(tmp_path)
    assert ["Free some disk space"] == [line.split(" cannot be written. ")[1].split(",")[0] for line in errors]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_full_disk_before_the_first_reading(tmp_path: Path) -> None:
    """A history that cannot be begun on a full disk has nothing to read, and one line says why."""
    printed, errors = run(FULL_FROM_THE_START, tmp_path)

    assert ["0", "5"] == printed
    assert [(float(number), number / 10) for number in range(5, 11)] == percent_rows(tmp_path)
    assert ["Free some disk space"] == [line.split(" cannot be written. ")[1].split(",")[0] for line in errors]


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user may enter: pytest's own folder is closed to others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.parametrize("journal", [False, True], ids=["whole", "with a journal"])
def test_write_protected_folder_is_read(shared_folder: Path, journal: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """In a write-protected folder old and new readings are in the curves, nothing changes, and one line says so."""
    if journal:
        kill_after(start_writer(shared_folder, 0), 3)
    else:
        record(shared_folder, *(reading(number, number / 10) for number in range(5)))
    for path in (*shared_folder.iterdir(), shared_folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path.name: path.read_bytes() for path in shared_folder.iterdir()}
    printed, errors = run(PROTECTED, shared_folder)

    assert 1 == len(errors)
    assert int(printed[0]) >= 10 or journal
    assert before == {path.name: path.read_bytes() for path in shared_folder.iterdir()}
