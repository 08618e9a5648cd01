"""Which source is believed for which limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from brim.backend.readings.merge import merge
from brim.model.usage import Reading, Source, Window
from tests.support.samples import NOW, RESET, money, week, window

EARLIER, LATER = NOW - timedelta(minutes=20), NOW + timedelta(minutes=3)


def _reading(at: datetime, source: Source, *windows: Window) -> Reading:
    return Reading(at, source, tuple(replace(one, read_at=at, source=source) for one in windows))


def _session(*readings: Reading) -> Window:
    merged = merge(readings)
    assert merged is not None
    return next(one for one in merged.windows if one.id == "session")


def test_nothing_is_nothing() -> None:
    """Without a reading there is none."""
    assert merge([]) is None


def test_each_limit_has_its_own_source_and_time() -> None:
    """The statusline renews what it knows; what it does not know keeps the older time of the server's answer."""
    full = _reading(NOW, Source.API, window(42.0), week(18.0))
    tap = _reading(LATER, Source.STATUSLINE, window(44.5))
    merged = merge([full, tap])

    assert merged is not None
    assert [(44.5, Source.STATUSLINE, LATER), (18.0, Source.API, NOW)] == [
        (one.percent, one.source, one.read_at) for one in merged.windows
    ]
    assert (merged.fetched_at, merged.source) == (LATER, Source.STATUSLINE)


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_sources_does_not_matter(order: int) -> None:
    """Only time and figures count."""
    readings = [_reading(NOW, Source.API, window(42.0)), _reading(LATER, Source.STATUSLINE, window(43.0))]

    assert _session(*readings[::order]).percent == 43.0


def test_a_slept_session_does_not_take_a_figure_back() -> None:
    """Old figures told again under a new time are recognised: usage does not fall within a window."""
    shown = _session(_reading(NOW, Source.API, window(42.0)), _reading(LATER, Source.STATUSLINE, window(31.0)))

    assert (42.0, Source.API, NOW) == (shown.percent, shown.source, shown.read_at)


def test_a_new_window_takes_the_place_of_the_old_one() -> None:
    """After a reset a low figure is the truth."""
    after = RESET + timedelta(minutes=10)
    begun = window(2.0, resets_at=RESET + timedelta(hours=5))

    assert _session(_reading(NOW, Source.API, window(93.0)), _reading(after, Source.STATUSLINE, begun)).percent == 2.0


def test_an_older_reading_fills_what_the_newer_does_not_name() -> None:
    """Claude Code's cached answer shows the model's week until the server is asked."""
    cache = _reading(EARLIER, Source.CACHE, window(30.0), week(17.0))
    tap = replace(_reading(NOW, Source.STATUSLINE, window(42.0)), plan=None)
    merged = merge([replace(cache, spend=money(), plan="Max 5x"), tap])

    assert merged is not None
    assert [(42.0, Source.STATUSLINE), (17.0, Source.CACHE)] == [(one.percent, one.source) for one in merged.windows]
    assert (merged.spend, merged.plan) == (money(), "Max 5x")


def test_an_unconfirmed_figure_does_not_hold() -> None:
    """A doubtful 100 percent gives way to a newer figure."""
    doubtful = _reading(NOW, Source.API, window(100.0, confirmed=False))

    assert _session(doubtful, _reading(LATER, Source.STATUSLINE, window(44.0))).percent == 44.0
