"""Which source counts for which limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from brim.backend.readings.merge import merge
from brim.model.usage import Reading, Source, Window
from tests.support.samples import NOW, RESET, extra_usage, week, window

EARLIER, LATER = NOW - timedelta(minutes=20), NOW + timedelta(minutes=3)


def _reading(at: datetime, source: Source, *windows: Window) -> Reading:
    return Reading(at, source, tuple(replace(limit, read_at=at, source=source) for limit in windows))


def _session(*readings: Reading) -> Window:
    merged = merge(readings)
    assert merged is not None
    return next(limit for limit in merged.windows if limit.id == "session")


def test_no_readings_merge_to_none() -> None:
    """Without a reading there is no merged reading."""
    assert merge([]) is None


def test_each_limit_has_its_own_source_and_time() -> None:
    """The statusline renews the limits that it reports; the others keep the older time of the server's answer."""
    full = _reading(NOW, Source.API, window(42.0), week(18.0))
    statusline = _reading(LATER, Source.STATUSLINE, window(44.5))
    merged = merge([full, statusline])

    assert merged is not None
    assert [(44.5, Source.STATUSLINE, LATER), (18.0, Source.API, NOW)] == [
        (limit.percent, limit.source, limit.read_at) for limit in merged.windows
    ]
    assert (merged.fetched_at, merged.source) == (LATER, Source.STATUSLINE)


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_sources_does_not_matter(order: int) -> None:
    """Only time and figures count."""
    readings = [_reading(NOW, Source.API, window(42.0)), _reading(LATER, Source.STATUSLINE, window(43.0))]

    assert _session(*readings[::order]).percent == 43.0


def test_an_idle_session_does_not_lower_a_figure() -> None:
    """Old figures reported again under a new time are recognised: usage does not fall within a window."""
    shown = _session(_reading(NOW, Source.API, window(42.0)), _reading(LATER, Source.STATUSLINE, window(31.0)))

    assert (42.0, Source.API, NOW) == (shown.percent, shown.source, shown.read_at)


def test_a_new_window_replaces_the_old_one() -> None:
    """After a reset a low figure is confirmed."""
    after = RESET + timedelta(minutes=10)
    begun = window(2.0, resets_at=RESET + timedelta(hours=5))

    assert _session(_reading(NOW, Source.API, window(93.0)), _reading(after, Source.STATUSLINE, begun)).percent == 2.0


def test_an_older_reading_adds_the_limits_that_the_newer_lacks() -> None:
    """Claude Code's cached answer shows the model's week until the server is asked."""
    cache = _reading(EARLIER, Source.CACHE, window(30.0), week(17.0))
    statusline = replace(_reading(NOW, Source.STATUSLINE, window(42.0)), plan=None)
    merged = merge([replace(cache, spend=extra_usage(), plan="Ultra"), statusline])

    assert merged is not None
    assert [(42.0, Source.STATUSLINE), (17.0, Source.CACHE)] == [
        (limit.percent, limit.source) for limit in merged.windows
    ]
    assert (merged.spend, merged.plan) == (extra_usage(), "Ultra")


def test_an_unconfirmed_figure_is_replaced_by_a_newer_one() -> None:
    """An unconfirmed 100 percent gives way to a newer figure."""
    unconfirmed = _reading(NOW, Source.API, window(100.0, confirmed=False))

    assert _session(unconfirmed, _reading(LATER, Source.STATUSLINE, window(44.0))).percent == 44.0


@pytest.mark.parametrize("source", [Source.API, Source.CACHE])
def test_a_limit_that_a_newer_answer_does_not_have_is_gone(source: Source) -> None:
    """A limit is no limit of the account any more once a whole answer of the server comes without it."""
    earlier = _reading(EARLIER, Source.STATUSLINE, window(96.0), week(40.0))
    merged = merge([earlier, _reading(NOW, source, week(42.0))])

    assert merged is not None
    assert [("weekly_all", 42.0)] == [(limit.id, limit.percent) for limit in merged.windows]


def test_a_limit_that_was_reported_after_the_answer_is_there() -> None:
    """A limit that the statusline reports after an answer without it is a limit of the account again."""
    merged = merge([_reading(NOW, Source.API, week(42.0)), _reading(LATER, Source.STATUSLINE, window(3.0))])

    assert merged is not None
    assert {"weekly_all", "session"} == {limit.id for limit in merged.windows}
