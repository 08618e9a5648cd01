"""The counters outlive restarts, damage, full disks and other processes that count at the same time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from brim.backend.metrics.counterfile import COPY_FILE, LOCK_FILE, METRICS_FILE, CounterFile
from brim.backend.metrics.counters import Counters, count_requests
from brim.backend.transcripts.answer import PriceClass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHOLE = (10, 20, 30, 40, 50, 1)


def fill(counters: Counters) -> None:
    """Count something of every kind."""
    counters.used["app", "model"] = WHOLE
    counters.cost["app", "model"] = 0.1 + 0.2
    counters.unpriced["other"] = 7
    counters.marks[20_700, "app", PriceClass("model", fast=True)] = WHOLE
    counters.first_open_day = 20_692
    count_requests(counters, "9f86d081884c7d65", 3)


def nothing(_: Counters) -> None:
    """Count nothing."""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A data folder with counters."""
    CounterFile(tmp_path).update(fill)
    return tmp_path


def test_counters_come_back_as_they_were(filled: Path) -> None:
    """Another process has every counter to the last digit, and when counting began."""
    first, second = CounterFile(filled).read(), CounterFile(filled, now=lambda: 9e9).update(nothing)

    assert first == second
    assert (WHOLE, 0.1 + 0.2, {"other": 7}) == (
        second.used["app", "model"],
        second.cost["app", "model"],
        second.unpriced,
    )
    assert {(20_700, "app", PriceClass("model", fast=True)): WHOLE} == second.marks
    assert {"9f86d081884c7d65": (3, 3)} == second.sent


def test_nothing_new_writes_nothing(filled: Path) -> None:
    """The files stay untouched as long as no counter changes."""
    before = [(filled / name).stat().st_mtime_ns for name in (METRICS_FILE, COPY_FILE)]
    CounterFile(filled).update(nothing)

    assert before == [(filled / name).stat().st_mtime_ns for name in (METRICS_FILE, COPY_FILE)]


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lower(path: Path) -> None:
    """Change a number, so that the file is JSON as before."""
    path.write_text(path.read_text().replace("30", "29"))


def forget(path: Path) -> None:
    """Leave an older file of the same form."""
    content = json.loads(path.read_text())
    del content["totals"]
    path.write_text(json.dumps(content))


DAMAGES = (cut, lower, forget, lambda path: path.unlink(), lambda path: path.write_bytes(b"\0" * 100))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [METRICS_FILE, COPY_FILE])
def test_a_damaged_file_costs_no_counter(filled: Path, name: str, damage: Callable[[Path], None]) -> None:
    """Whatever becomes of one of the files, the other has all counters, and both are whole again after it."""
    before = CounterFile(filled).read()
    damage(filled / name)
    CounterFile(filled).update(nothing)
    after = CounterFile(filled).read()
    damage(filled / ({METRICS_FILE, COPY_FILE} - {name}).pop())

    for found in (after, CounterFile(filled).update(nothing)):
        assert (before.used, before.cost, before.sent) == (found.used, found.cost, found.sent)
        assert (before.started_at, before.instance) == (found.started_at, found.instance)


def test_counters_that_cannot_be_stored_stay_as_they_were(filled: Path) -> None:
    """Nobody sees a counter that is not kept: it would be lower after a restart."""
    for name in (METRICS_FILE, COPY_FILE):
        content = (filled / name).read_bytes()
        (filled / name).unlink()
        (filled / name).mkdir()
        (filled / name / "in the way").write_bytes(content)

    found = CounterFile(filled).update(fill)

    assert {} == found.used


def test_another_process_that_counts_is_not_disturbed(filled: Path) -> None:
    """While another process holds the lock, counters are read and not changed."""
    with FileLock(filled / LOCK_FILE):
        found = CounterFile(filled, lock_seconds=0.05).update(lambda counters: count_requests(counters, "new", 1))

    assert "new" not in found.sent
    assert CounterFile(filled).read() == found


def test_several_processes_lose_no_count(tmp_path: Path) -> None:
    """Four processes that count at once have counted all of it in the end."""
    code = f"""
from pathlib import Path
from brim.backend.metrics.counterfile import CounterFile
from brim.backend.metrics.counters import count_requests
file = CounterFile(Path({str(tmp_path)!r}), lock_seconds=30)
for _ in range(20):
    file.update(lambda counters: count_requests(counters, "a", counters.sent.get("a", (0, 0))[1] + 1))
"""
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]

    assert [0] * 4 == [process.wait(60) for process in running]
    assert (80, 80) == CounterFile(tmp_path).read().sent["a"]
