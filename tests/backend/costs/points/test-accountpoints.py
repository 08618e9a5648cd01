"""The points of an account's limits, from a real history and a real cost file."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.costs.points.accountpoints import AccountPoints, PointsAccount
from brim.backend.costs.points.windowpoints import elsewhere_of, points_by
from brim.backend.costs.prices import load_prices
from brim.backend.costs.store import COSTS_FILE, CostStore, ReadPart
from brim.backend.costs.transcriptfiles import TranscriptFile
from brim.backend.history.recorder import FILE_NAME
from brim.backend.history.store import HistoryStore
from brim.backend.transcripts.answer import Answer
from brim.model.usage import Reading, Source, Window
from tests.support.historyrecords import WORK, record_in_one_write
from tests.support.inventedusage import (
    ELSEWHERE,
    SESSION,
    SESSIONS_A_WEEK,
    WEEK,
    Circumstances,
    InventedPerson,
    InventedWindow,
    compared,
    weeks_of,
)
from tests.support.transcripts import claude_root

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = "/home/invented/.claude"
ACCOUNT = PointsAccount(WORK.id, frozenset({ROOT}), "claude", "Max 5x")
PERSON = InventedPerson(11, Circumstances(foreign=0.4, changes=True), SESSIONS_A_WEEK)
[THE_WEEK] = weeks_of(PERSON)


def window(invented: InventedWindow, at: float, percent: float | None, limit: str = "session") -> Window:
    """What the server says about a limit at a time."""
    length = int(SESSION if limit == "session" else WEEK)
    reset = datetime.fromtimestamp(invented.window.end, UTC)
    kind = limit.partition(":")[0]
    return Window(limit, kind, "A limit", percent, reset, length, Source.API, datetime.fromtimestamp(at, UTC))


def readings(windows: Sequence[InventedWindow], limit: str = "session") -> list[Reading]:
    """All readings of these windows."""
    return [
        Reading(shown.read_at, Source.API, (shown,))
        for one in windows
        for at, percent in one.window.readings
        for shown in [window(one, at, percent, limit)]
    ]


def store_answers(folder: Path, windows: Sequence[InventedWindow]) -> None:
    """Store all answers of these windows as a reader of transcripts does."""
    answers: dict[str, Answer] = {}
    for cell in (cell for one in windows for cell in one.cells):
        tokens = cell.tokens
        answers[f"msg_{len(answers)}"] = Answer(
            cell.start,
            False,  # noqa: FBT003 - not a sidechain, in the order of the fields
            cell.place,
            cell.price_class,
            tokens.input,
            tokens.output,
            tokens.cache_write_5m,
            tokens.cache_write_1h,
            tokens.cache_read,
            0,
        )
    store = CostStore(folder / COSTS_FILE)
    store.add(
        [ReadPart(TranscriptFile(1, f"{ROOT}/projects/x.jsonl", 1, 1, claude_root(Path(ROOT))), 1, 1, answers)],
        PERSON.windows[-1].window.end,
    )
    store.sum_up(PERSON.windows[-1].window.end)
    store.close()


@contextmanager
def opened(folder: Path) -> Iterator[AccountPoints]:
    """The points from the files in a folder."""
    history, costs = HistoryStore(folder / FILE_NAME), CostStore(folder / COSTS_FILE)
    try:
        yield AccountPoints(history, costs, load_prices())
    finally:
        history.close()
        costs.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the sessions of a week, the week itself and all answers."""
    folder = tmp_path_factory.mktemp("state")
    record_in_one_write(folder, *readings(PERSON.windows), *readings([THE_WEEK], "weekly_all"))
    store_answers(folder, PERSON.windows)
    return folder


def test_a_running_session_is_divided_until_its_last_reading(folder: Path) -> None:
    """The points add up to the percentage that is shown, and are near the truth."""
    last = PERSON.windows[-1]
    at, percent = last.window.readings[-1]
    with opened(folder) as points:
        found = points.running(ACCOUNT, window(last, at, percent), at + 60)

    assert found is not None
    assert percent == found.percent
    assert percent == pytest.approx(sum(one.value for one in found.projects.values()) + found.elsewhere.value)
    assert max(error for error, _ in compared(found, last)) < 2


def test_past_sessions_are_divided_too(folder: Path) -> None:
    """Each window of the history has its points, oldest first, with sessions and models beside projects."""
    with opened(folder) as points:
        found = points.windows(ACCOUNT, "session", 0, PERSON.windows[-1].window.end + 1)

    assert [one.window.end for one in PERSON.windows] == [one.window.end for one in found]
    assert [one.window.readings[-1][1] for one in PERSON.windows] == [one.percent for one in found]
    held = [holds for points_, one in zip(found, PERSON.windows, strict=True) for _, holds in compared(points_, one)]
    assert sum(held) >= 0.9 * len(held)


def test_points_of_several_windows_add_up(folder: Path) -> None:
    """By project or by day, with elsewhere, the points are the sum of the official percentages."""
    with opened(folder) as points:
        found = points.windows(ACCOUNT, "session", 0, PERSON.windows[-1].window.end + 1)
    percents = sum(one.percent for one in found)
    by_project = points_by(found, lambda share: share.place.project)
    by_day = points_by(found, lambda share: datetime.fromtimestamp(share.at, UTC).date().isoformat())
    elsewhere = elsewhere_of(found)

    for group in (by_project, by_day):
        assert percents == pytest.approx(elsewhere.value + sum(one.value for one in group.values()), abs=1e-9)
        assert all(one.low <= one.value <= one.high for one in group.values())
    assert [*by_project] == sorted(by_project, key=lambda name: -by_project[name].value)
    assert len(by_day) >= 6


def test_a_week_is_divided_by_what_the_session_teaches(folder: Path) -> None:
    """The week of all models is near the truth in its first week, although much of it is foreign."""
    at, percent = THE_WEEK.window.readings[-1]
    with opened(folder) as points:
        found = points.running(ACCOUNT, window(THE_WEEK, at, percent, "weekly_all"), at + 60)

    assert found is not None
    assert max(error for error, _ in compared(found, THE_WEEK)) < 3
    assert found.elsewhere.low <= THE_WEEK.truth(found.read_at)[ELSEWHERE] <= found.elsewhere.high


def test_the_week_of_a_model_counts_its_answers_alone(folder: Path) -> None:
    """No other model has points of it."""
    at, _ = THE_WEEK.window.readings[-1]
    with opened(folder) as points:
        found = points.running(ACCOUNT, window(THE_WEEK, at, 50, "weekly_scoped:Opus"), at + 60)

    assert found is not None
    assert {"claude-opus-5-5"} == set(found.models)
    assert 50 == pytest.approx(found.elsewhere.value + sum(one.value for one in found.models.values()))


def test_another_account_s_folders_do_not_count(folder: Path) -> None:
    """Of an account without answers here, all is elsewhere."""
    last = PERSON.windows[-1]
    at, percent = last.window.readings[-1]
    with opened(folder) as points:
        found = points.running(
            PointsAccount(WORK.id, frozenset({"/other"}), "claude"), window(last, at, percent), at + 60
        )

    assert found is not None
    assert ({}, percent) == (found.projects, found.elsewhere.value)


def test_without_a_percentage_there_are_no_points(folder: Path) -> None:
    """An unused window, one without a length, and a limit that the history does not know have none."""
    last = PERSON.windows[-1]
    at = last.window.end - 60
    with opened(folder) as points:
        assert points.running(ACCOUNT, window(last, at, None), at) is None
        assert () == points.windows(ACCOUNT, "cinder_cove", 0, at)


def test_without_files_what_is_shown_is_elsewhere(tmp_path: Path) -> None:
    """Before anything is stored a reading is not divided, and no file is made."""
    last = PERSON.windows[-1]
    at, percent = last.window.readings[-1]
    with opened(tmp_path) as points:
        found = points.running(ACCOUNT, window(last, at, percent), at + 60)

    assert found is not None
    assert percent == found.elsewhere.value
    assert [] == [*tmp_path.iterdir()]


def test_another_plan_starts_learning_again(folder: Path) -> None:
    """With another label of the plan, what earlier windows taught does not count: the ranges become wide."""
    last = PERSON.windows[-1]
    at, percent = last.window.readings[-1]
    shown = window(last, at, percent)
    with opened(folder) as points:
        before = points.running(ACCOUNT, shown, at + 60)
        after = points.running(PointsAccount(ACCOUNT.id, ACCOUNT.roots, "claude", "Max 20x"), shown, at + 120)

    assert before is not None
    assert after is not None
    project = next(iter(before.projects))
    assert after.projects[project].low < before.projects[project].low
    assert before.percent == after.percent


def test_it_learns_once_an_hour(tmp_path: Path) -> None:
    """A new reading does not make it read the past again; an hour later it does, and the ranges become narrower."""
    last = PERSON.windows[-1]
    middle = last.window.start + SESSION / 2
    early = [one for one in readings([last]) if one.fetched_at.timestamp() < middle]
    record_in_one_write(tmp_path, *early)
    store_answers(tmp_path, PERSON.windows)
    percent = early[-1].windows[0].percent
    with opened(tmp_path) as points:
        first = points.running(ACCOUNT, window(last, middle, percent), middle)
        record_in_one_write(tmp_path, *readings(PERSON.windows[:-1]))
        second = points.running(ACCOUNT, window(last, middle + 60, percent), middle + 60)
        third = points.running(ACCOUNT, window(last, middle + 60, percent), middle + 3_700)

    assert first is not None
    assert second is not None
    assert third is not None
    project = next(iter(first.projects))
    widths = [one.projects[project].high - one.projects[project].low for one in (first, second, third)]
    assert widths[0] == pytest.approx(widths[1], rel=0.05)
    assert widths[2] < widths[1]
