"""Properties of every answer, checked without a process."""

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


def ask(**changed: object) -> dict[str, Any]:  # Any: the tests check the form
    """The answer to a question; the default is a session that ends in two hours."""
    plain = {"now": at(0), "kind": "session", "length_seconds": 5 * HOUR, "resets_at": at(2 * HOUR), "past": []}
    answer: dict[str, Any] = json.loads(  # Any: as above
        questions.answer(json.dumps(plain | changed).encode())
    )
    return answer


def readings(spread: float, before: float = 0.0) -> st.SearchStrategy[list[list[object]]]:
    """Readings at any time around now, or `before` seconds earlier, in any order and with any figure."""
    times = st.floats(-1.3 * spread, 0.6 * spread).map(lambda seconds: at(seconds - before))
    figures = st.integers(-5, 260) | st.floats(0, 100) | st.sampled_from((0, 99.9, 100, 1e9))
    return st.lists(st.tuples(times, figures).map(list), max_size=12)


@st.composite
def questions_of_any_kind(draw: st.DrawFn) -> dict[str, object]:
    """A question about a window of any length, asked before, within or after it."""
    length = draw(st.sampled_from(LENGTHS))
    return {
        "kind": draw(st.sampled_from(("session", "weekly_all", "else"))),
        "length_seconds": length,
        "resets_at": at(length * draw(st.floats(-0.2, 1.2))),
        "readings": draw(readings(length)),
        "past": [draw(readings(length, length * ago)) for ago in range(draw(st.integers(0, 4)), 0, -1)],
    }


@settings(deadline=None, derandomize=True, max_examples=150)
@given(question=questions_of_any_kind())
def test_answer_is_consistent(question: dict[str, Any]) -> None:  # Any: as above
    """The chance is from 0 to 1; times are in order between now and the reset, and missing for a tiny chance."""
    result = ask(**question)
    chance, times = result["chance"], result["runs_out_at"]
    low, median, high = (times[name] and datetime.fromisoformat(times[name]) for name in ("low", "median", "high"))

    assert 0 <= chance <= 1
    assert result["rate_per_hour"] >= 0
    assert result["pace"] is None or result["pace"] >= 0
    assert (low is None) == (median is None) == (high is None)
    if median is None:
        assert chance < 0.01
    else:
        assert low <= median <= high <= datetime.fromisoformat(question["resets_at"])
        assert chance == 1 or NOW - timedelta(seconds=1) <= low


@settings(deadline=None, derandomize=True, max_examples=60)
@given(figures=st.lists(st.integers(0, 99), min_size=2, max_size=2), past=readings(5 * HOUR, 9 * HOUR))
def test_more_use_does_not_lower_the_chance(figures: list[int], past: list[list[object]]) -> None:
    """All else equal, more use so far never lowers the chance by more than a tenth."""
    less, more = (
        ask(readings=[[at(-2 * HOUR), part], [at(-HOUR), figure]], past=[past])["chance"]
        for figure in sorted(figures)
        for part in (figure / 2,)
    )

    assert less <= more + 0.1


def test_repeated_past_is_not_confused_with_another() -> None:
    """A cached past is not used for a question with a different past."""
    full, idle = ([[[at((-10 + hour) * HOUR), top * hour] for hour in range(5)]] for top in (25, 1))
    now = [[at(-2 * HOUR), 10], [at(-HOUR), 45]]
    first, again, other, last = (ask(readings=now, past=past * 9) for past in (full, full, idle, full))

    assert first == again == last
    assert other["chance"] < first["chance"]


def test_question_without_time_zones_is_in_utc() -> None:
    """When no time has a zone, the answer is the same as in UTC."""
    plain = {"readings": [[at(-2 * HOUR), 10], [at(-HOUR), 45]], "past": [[[at(-9 * HOUR), 5], [at(-8 * HOUR), 30]]]}
    line = json.dumps({"now": at(0), "length_seconds": 5 * HOUR, "resets_at": at(2 * HOUR)} | plain)
    zoned, bare = (json.loads(questions.answer(text.encode())) for text in (line, line.replace("+00:00", "")))

    assert "error" not in zoned
    assert zoned == bare


def test_newest_of_many_readings_are_used() -> None:
    """With a reading each minute the answer is about that of fewer readings, and the pace is the same."""
    week = 168 * HOUR
    rows = [[at(60.0 * minute - 0.9 * week), minute // 100] for minute in range(9_072)]
    result = ask(kind="weekly_all", length_seconds=week, resets_at=at(0.1 * week), readings=rows)
    fewer = ask(kind="weekly_all", length_seconds=week, resets_at=at(0.1 * week), readings=[*rows[::30], rows[-1]])

    assert abs(result["chance"] - fewer["chance"]) < 0.05
    assert result["pace"] == fewer["pace"]
