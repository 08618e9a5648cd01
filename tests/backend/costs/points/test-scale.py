"""One factor from the session to a week, by the readings of both."""

from __future__ import annotations

import pytest

from brim.backend.costs.points.scale import SessionGrowth, scaled_to_week
from brim.backend.costs.points.values import LimitWindow, Multipliers

SHAPE = Multipliers({"opus": 2.0, "haiku": 4.0}, 0.5, 1.5, 3.0, 10, 100)
HOUR = 3_600.0


def session(number: int, percent: float, **local: float) -> SessionGrowth:
    """A session of six hours after the one before it, read from its first to its fifth hour."""
    return SessionGrowth(HOUR * (6 * number + 1), HOUR * (6 * number + 5), percent, local, 1.0)


def week(*percents: float) -> LimitWindow:
    """A week that was read at the end of each session, where it changed."""
    return LimitWindow(0.0, 168 * HOUR, tuple((HOUR * (6 * n + 5), percent) for n, percent in enumerate(percents)))


def test_the_factor_is_growth_to_growth() -> None:
    """A week that grows by 5 points with 50 of the session has a tenth; foreign use changes nothing."""
    learned = scaled_to_week(SHAPE, [session(0, 50, opus=20), session(1, 50)], [week(5, 10)])

    assert learned is not None
    assert {"opus": pytest.approx(0.2), "haiku": pytest.approx(0.4)} == learned.families
    assert (0.5, 1.5) == (learned.cache_write, learned.cache_read)
    assert 0.3 == pytest.approx(learned.other)
    assert 0 < learned.spread < 0.1


def test_little_growth_is_not_compared() -> None:
    """Rounding would decide: nothing is known before the week has grown by three steps."""
    assert scaled_to_week(SHAPE, [session(0, 20)], [week(2)]) is None
    assert scaled_to_week(SHAPE, [session(0, 20)], []) is None
    assert scaled_to_week(SHAPE, [], [week(40)]) is None


def test_what_grew_between_sessions_does_not_count() -> None:
    """Growth while the session was not read has nothing to be compared with."""
    unread = LimitWindow(0.0, 168 * HOUR, ((HOUR * 5, 5.0), (HOUR * 6.5, 30.0), (HOUR * 11, 35.0)))
    learned = scaled_to_week(SHAPE, [session(0, 50), session(1, 50)], [unread])

    assert learned is not None
    assert 0.2 == pytest.approx(learned.families["opus"])


def test_the_week_of_a_model_is_compared_with_its_points_where_nothing_is_foreign() -> None:
    """Sessions with foreign use say nothing about one model; in the others its local points count."""
    sessions = [session(0, 50, opus=30, haiku=20), session(1, 60, opus=20), session(2, 40, opus=30, haiku=9)]
    learned = scaled_to_week(SHAPE, sessions, [week(6, 30, 36)], "Opus")

    assert learned is not None
    assert 2.0 * 12 / 60 == pytest.approx(learned.families["opus"])
