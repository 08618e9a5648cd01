"""Questions of every kind, answered without a process: what an answer always keeps to."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from brim.cli.forecast import questions

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = 3_600.0
LENGTHS = (60.0, HOUR, 5 * HOUR, 36 * HOUR, 168 * HOUR, 9_000 * HOUR)


def at(seconds: float) -> str:
    """So many seconds from now, as ISO 8601."""
    return (NOW + timedelta(seconds=seconds)).isoformat()


def told(**asked: object) -> dict[str, Any]:  # Any: the shape is what the tests look at
    """The answer to a question; without further words about a session that ends in two hours."""
    plain = {"now": at(0), "kind": "session", "length_seconds": 5 * HOUR, "resets_at": at(2 * HOUR), "past": []}
    answer: dict[str, Any] = json.loads(  # Any: as above
        questions.answer(json.dumps(plain | asked).encode())
    )
    return answer


def readings(spread: float, before: float = 0.0) -> st.SearchStrategy[list[list[object]]]:
    """Readings at any time around now or so long before, in any order, of any figure."""
    times = st.floats(-1.3 * spread, 0.6 * spread).map(lambda seconds: at(seconds - before))
    figures = st.integers(-5, 260) | st.floats(0, 100) | st.sampled_from((0, 99.9, 100, 1e9))
    return st.lists(st.tuples(times, figures).map(list), max_size=12)


@st.composite
def asked(draw: st.DrawFn) -> dict[str, object]:
    """A question about a window of any length, looked at before, within or after it."""
    length = draw(st.sampled_from(LENGTHS))
    return {
        "kind": draw(st.sampled_from(("session", "weekly_all", "else"))),
        "length_seconds": length,
        "resets_at": at(length * draw(st.floats(-0.2, 1.2))),
        "readings": draw(readings(length)),
        "past": [draw(readings(length, length * ago)) for ago in range(draw(st.integers(0, 4)), 0, -1)],
    }


@settings(deadline=None, derandomize=True, max_examples=150)
@given(question=asked())
def test_answer_agrees_with_itself(question: dict[str, Any]) -> None:  # Any: as above
    """A chance from 0 to 1, times in order between now and the reset, and none where nothing will happen."""
    found = told(**question)
    chance, times = found["chance"], found["runs_out_at"]
    low, median, high = (times[name] and datetime.fromisoformat(times[name]) for name in ("low", "median", "high"))

    assert 0 <= chance <= 1
    assert found["rate_per_hour"] >= 0
    assert found["pace"] is None or found["pace"] >= 0
    assert (low is None) == (median is None) == (high is None)
    if median is None:
        assert chance < 0.01
    else:
        assert low <= median <= high <= datetime.fromisoformat(question["resets_at"])
        assert chance == 1 or NOW - timedelta(seconds=1) <= low


@settings(deadline=None, derandomize=True, max_examples=60)
@given(figures=st.lists(st.integers(0, 99), min_size=2, max_size=2), past=readings(5 * HOUR, 9 * HOUR))
def test_who_stands_higher_is_likelier_to_hit(figures: list[int], past: list[list[object]]) -> None:
    """The rest being equal, more use so far never makes the limit much less likely."""
    less, more = (
        told(readings=[[at(-2 * HOUR), part], [at(-HOUR), figure]], past=[past])["chance"]
        for figure in sorted(figures)
        for part in (figure / 2,)
    )

    assert less <= more + 0.1


def test_repeated_past_is_told_from_another() -> None:
    """A past that was read for the line before is not taken for one that differs."""
    full, idle = ([[[at((-10 + hour) * HOUR), top * hour] for hour in range(5)]] for top in (25, 1))
    now = [[at(-2 * HOUR), 10], [at(-HOUR), 45]]
    first, again, other, last = (told(readings=now, past=one * 9) for one in (full, full, idle, full))

    assert first == again == last
    assert other["chance"] < first["chance"]


def test_question_without_any_zone_is_in_utc() -> None:
    """Times that are all without a zone are told apart as well as others."""
    plain = {"readings": [[at(-2 * HOUR), 10], [at(-HOUR), 45]], "past": [[[at(-9 * HOUR), 5], [at(-8 * HOUR), 30]]]}
    line = json.dumps({"now": at(0), "length_seconds": 5 * HOUR, "resets_at": at(2 * HOUR)} | plain)
    zoned, bare = (json.loads(questions.answer(one.encode())) for one in (line, line.replace("+00:00", "")))

    assert "error" not in zoned
    assert zoned == bare


def test_running_window_of_a_reading_a_minute_keeps_the_newest() -> None:
    """Not all of ten thousand readings are looked at, but those that count are."""
    week = 168 * HOUR
    rows = [[at(60.0 * minute - 0.9 * week), minute // 100] for minute in range(9_072)]
    found = told(kind="weekly_all", length_seconds=week, resets_at=at(0.1 * week), readings=rows)
    fewer = told(kind="weekly_all", length_seconds=week, resets_at=at(0.1 * week), readings=[*rows[::30], rows[-1]])

    assert abs(found["chance"] - fewer["chance"]) < 0.05
    assert found["pace"] == fewer["pace"]
