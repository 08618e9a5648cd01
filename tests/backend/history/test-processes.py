"""The history under real processes: killed at any moment, several at once, without room, and without rights."""

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
"""How often the writer is killed; `KILLS=200 make pytest ARGS="-k kill"` for a long run."""


def start(folder: Path, first: int, step: int = 1) -> subprocess.Popen[str]:
    """A process that keeps readings until it is killed."""
    command = [sys.executable, "-m", "tests.support.historywriter", str(folder), str(first), str(step)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def heard(writers: list[subprocess.Popen[str]], count: int) -> list[str]:
    """So many of the next lines of each; an empty one when a writer has ended."""
    return [one.stdout.readline() for _ in range(count) for one in writers if one.stdout is not None]


def promised(process: subprocess.Popen[str], least: int) -> list[int]:
    """Kill it once it has promised so many readings, at whatever it does then; everything that it promised."""
    lines = heard([process], least)
    rest, errors = ended(process)
    assert "" == errors
    return [*map(int, lines), *rest]


def ended(process: subprocess.Popen[str]) -> tuple[list[int], str]:
    """Kill it; what it promised that nobody has read yet, and its errors."""
    process.kill()
    assert process.stdout is not None
    assert process.stderr is not None
    with process:  # communicate() would pass over what readline() has fetched already
        rest, errors = process.stdout.readlines(), process.stderr.read()
    return [int(line) for line in rest if line.endswith("\n")], errors


def kept(folder: Path) -> set[tuple[float, float | None]]:
    """All figures in a file that is whole."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
    return set(percent_rows(folder))


def figure(number: int) -> tuple[float, float]:
    """The second reading of a number, as `figures` tells it."""
    return (reading_time(number, 1) - START).total_seconds() / 60, reading_percent(number, 1)


@pytest.mark.timeout(600)
def test_kill_loses_nothing(tmp_path: Path) -> None:
    """However often a writer is killed while it writes, thins out and makes its file: what it had kept is there."""
    chance = random.Random(os.environ.get("SEED"))
    numbers: list[int] = []
    for _ in range(KILLS):
        numbers += promised(start(tmp_path, numbers[-1] + 2 if numbers else 0), chance.randrange(1, 40))

    assert set() == {figure(number) for number in numbers} - kept(tmp_path)
    assert len(numbers) >= KILLS


def test_two_write_at_once(tmp_path: Path) -> None:
    """Readings of two processes all stand in one file; the same reading from both stands there once."""
    writers = [start(tmp_path, first, step) for first, step in ((0, 2), (0, 2), (1, 2))]
    try:
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline()
    finally:
        numbers = [number for writer in writers for number in promised(writer, 20)]

    assert set() == {figure(number) for number in numbers} - kept(tmp_path)
    assert len(percent_rows(tmp_path)) == len(set(percent_rows(tmp_path)))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
def test_two_meet_a_damaged_file(tmp_path: Path) -> None:
    """When the file of two processes is damaged, all goes to one new file from each one's first figure there on."""
    writers = [start(tmp_path, first, 2) for first in (0, 1)]
    path, broken = tmp_path / FILE_NAME, tmp_path / f"{FILE_NAME}.broken"
    try:
        assert all(heard(writers, 150))
        path.write_bytes(random.Random(7).randbytes(path.stat().st_size))
        while not broken.exists():
            assert all(heard(writers, 1))
        lines = heard(writers, 50)
    finally:
        said = [ended(writer) for writer in writers]

    new = kept(tmp_path)
    for place, (rest, _) in enumerate(said):
        numbers = [*map(int, lines[place::2]), *rest]
        began = next(index for index, number in enumerate(numbers) if figure(number) in new)
        assert set() == {figure(number) for number in numbers[began:]} - new
    assert 1 == sum(errors.count(f"it is kept as {broken.name},") for _, errors in said)


PROGRAM = """
import asyncio, resource, sys
from datetime import timedelta
from pathlib import Path
from brim import logs
from brim.backend.history import retention, writer, quarantine, recorder, queries, schema, store
from brim.backend.forecast import windowcurve
from tests.support.historyrecords import START, WORK, reading
import filelock, encodings.idna, concurrent.futures.thread

async def note(history, *numbers):
    for number in numbers:
        await history.record(WORK, reading(number, number / 10))

async def tell(history):
    found = await history.window_curves(WORK.id, "session", since=START - timedelta(days=1))
    print(sum(len(one.points) for one in found), flush=True)

logs.to_stderr()
folder, history = Path(sys.argv[1]), recorder.HistoryRecorder(Path(sys.argv[1]))
"""
FULL = """
async def main():
    await note(history, 0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
    await note(history, *range(1, 200))
    await tell(history)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await note(history, 200)
    await tell(history)
    await history.aclose()
asyncio.run(main())
"""
FULL_FROM_THE_START = """
async def main():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
    await tell(history)
    await note(history, *range(5, 10))
    await tell(history)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await note(history, 10)
    await history.aclose()
asyncio.run(main())
"""
PROTECTED = """
import os
async def main():
    if os.geteuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)
    await note(history, *range(5, 10))
    await tell(history)
    await history.aclose()
asyncio.run(main())
"""


def run(program: str, folder: Path) -> tuple[list[str], list[str]]:
    """Lines of output and of errors of a program over a folder."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program, str(folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.split(), done.stderr.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_full_disk_loses_nothing(tmp_path: Path) -> None:
    """What a disk has no room for waits, is told all the same, and is written when there is room; one line says so."""
    told, errors = run(FULL, tmp_path)

    assert ["200", "201"] == told
    assert [(float(number), number / 10) for number in range(201)] == percent_rows(tmp_path)
    assert ["Make room on its disk"] == [line.split(" cannot be written. ")[1].split(",")[0] for line in errors]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_full_disk_can_be_read(tmp_path: Path) -> None:
    """A disk that has no room from the beginning hides nothing of what was kept, and costs nothing of what is new."""
    record(tmp_path, *(reading(number, number / 10) for number in range(5)))
    told, errors = run(FULL_FROM_THE_START, tmp_path)

    assert ["5", "10"] == told
    assert [(float(number), number / 10) for number in range(11)] == percent_rows(tmp_path)
    assert ["Make room on its disk"] == [line.split(" cannot be written. ")[1].split(",")[0] for line in errors]


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user may enter: pytest's own is closed to others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.parametrize("journal", [False, True], ids=["whole", "with a journal"])
def test_folder_without_rights_is_read(shared: Path, journal: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """Where nothing may be written, old and new readings are told, nothing changes, and one line says so."""
    if journal:
        promised(start(shared, 0), 3)
    else:
        record(shared, *(reading(number, number / 10) for number in range(5)))
    for path in (*shared.iterdir(), shared):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path.name: path.read_bytes() for path in shared.iterdir()}
    told, errors = run(PROTECTED, shared)

    assert 1 == len(errors)
    assert int(told[0]) >= 10 or journal
    assert before == {path.name: path.read_bytes() for path in shared.iterdir()}
