"""The sentence about the status in the icon, and the text about the source of a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from brim.backend.readings.evaluation import level
from brim.model.account import AccountView, Health, Problem
from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.model.options import IconShow
from brim.model.usage import Doubt, Figure, Source
from brim.words import sources
from brim.words.iconreason import icon_reason
from tests.support.samples import BLOCKED_PROBLEM, NOW, RESET, account_view, extra_usage, week, window

CONFIRMED = Figure(40.0, RESET, Source.API, NOW - timedelta(minutes=5))
JUMP = replace(window(100.0, Level.EXHAUSTED, confirmed=False), doubt=Doubt.JUMP, last_confirmed=CONFIRMED)
OFFLINE = Problem("No connection", "Check the network.")


def sentence_of(view: AccountView, seconds: float = 0) -> str:
    """The sentence in UTC."""
    return icon_reason(view, NOW + timedelta(seconds=seconds), zone=UTC)


@pytest.mark.parametrize(
    ("percent", "limit_level", "sentence"),
    [
        (41.0, Level.CALM, "OK: Session is 41% used (under 50%), resets 14:00."),
        (50.0, Level.WATCH, "Over half: Session is 50% used (50% or more), resets 14:00."),
        (78.9, Level.WARN, "High: Session is 78% used (75% or more), resets 14:00."),
        (93.0, Level.CRITICAL, "Almost at limit: Session is 93% used (90% or more), resets 14:00."),
        (100.0, Level.EXHAUSTED, "Limit reached: Session is 100% used, resets 14:00."),
        (104.0, Level.PAYING, "Limit reached, using extra usage: Session is 104% used, resets 14:00."),
    ],
)
def test_sentence_names_the_threshold(percent: float, limit_level: Level, sentence: str) -> None:
    """The sentence names the limit, its percentage, the threshold of its level, and its reset."""
    assert sentence == sentence_of(account_view(window(percent, limit_level)))


def test_a_limit_has_something_left() -> None:
    """Where the user counts what is left, the sentence is grammatical too: a limit is used, and has something left."""
    high, calm = account_view(window(78.9, Level.WARN)), account_view(spend=extra_usage())
    sentences = [icon_reason(view, NOW, IconShow.REMAINING, UTC) for view in (high, calm)]

    assert sentences[0] == "High: Session has 22% left (25% or less), resets 14:00."
    assert "extra usage has 94% left" in sentences[1]


def test_thresholds_are_those_of_the_levels() -> None:
    """The thresholds in the sentence are those that decide the level."""
    assert list(LEVEL_THRESHOLDS) == [level(float(least)) for least in LEVEL_THRESHOLDS.values()]


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (
            account_view(JUMP),
            (
                "Limit reached: Session is 100% used, resets 14:00; unconfirmed, rechecking: "
                "it jumped to the limit (40% used was confirmed at 10:57)."
            ),
        ),
        (
            account_view(window(), health=Health.OFFLINE, problem=OFFLINE, stale=True),
            ("OK: Session is 41% used (under 50%), resets 14:00; stale since 11:02 (No connection)."),
        ),
        (
            replace(
                account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True),
                blocked_until=NOW + timedelta(minutes=38),
            ),
            ("OK: Session is 41% used (under 50%), resets 14:00; stale since 11:02 (Rate limited until 11:40)."),
        ),
        (account_view(health=Health.SIGNED_OUT, problem=OFFLINE), "No percentage: No connection."),
        (account_view(), "No percentage: Not updated yet."),
        (account_view(window(None, Level.UNKNOWN, resets_at=None)), "No percentage: Session, unused."),
        (account_view(spend=extra_usage()), "OK: extra usage is 6% used (under 50%)."),
        (
            account_view(spend=replace(extra_usage(percent=None), limit=None)),
            "No percentage: extra usage has no cap.",
        ),
        (
            account_view(spend=replace(extra_usage(percent=None), limit=None, beyond_plan=False)),
            "No percentage: no limit.",
        ),
    ],
)
def test_sentence_explains_the_drawing(view: AccountView, sentence: str) -> None:
    """The sentence says why a percentage is unconfirmed or stale, or why there is none."""
    assert sentence == sentence_of(view)


def test_passed_reset_has_no_figure() -> None:
    """A limit that was not updated since its reset has no figure, and the sentence says so."""
    view = account_view(window(None, Level.UNKNOWN))

    assert "No percentage: Session, reset at 14:00, not updated since." == sentence_of(view, 3 * 3600)


def test_sentence_is_about_the_pinned_limit() -> None:
    """The sentence is about the limit that the icon shows, and says where that is one that the user has pinned."""
    view = replace(account_view(window(78.0, Level.WARN), week(18.0)), pinned="weekly_all")

    assert "OK: Week, all models is 18% used (under 50%), resets Fri 11:02; pinned in the icon." == sentence_of(view)
    assert "pinned" not in sentence_of(replace(view, pinned="session"))


def test_sentence_does_not_change_with_time() -> None:
    """The sentence holds clock times only, so that an unchanged reading causes no redraw."""
    assert sentence_of(account_view(JUMP)) == sentence_of(account_view(JUMP), 2400)


@pytest.mark.parametrize(
    ("doubt", "words"),
    [
        (Doubt.JUMP, "it jumped to the limit (40% used was confirmed at 10:57)"),
        (Doubt.FALL, "it fell before its reset (40% used was confirmed at 10:57)"),
        (Doubt.MOVED, "its reset time moved from 14:00 (40% used was confirmed at 10:57)"),
        (Doubt.GONE, "its percentage is no longer reported"),
        (None, "its source is not sure (40% used was confirmed at 10:57)"),
    ],
)
def test_each_unconfirmed_reason_has_its_text(doubt: Doubt | None, words: str) -> None:
    """The text names the reason, and the last confirmed figure."""
    assert words == sources.unconfirmed_reason(replace(JUMP, doubt=doubt), NOW, zone=UTC)


def test_confirmed_figure_has_no_reason() -> None:
    """A confirmed figure, and a figure that is empty after its reset, have no reason."""
    assert sources.unconfirmed_reason(window(), NOW, zone=UTC) is None
    assert sources.unconfirmed_reason(window(None, confirmed=False), NOW, zone=UTC) is None


def test_windows_are_grouped_by_reading() -> None:
    """Windows of one source and time are in one group, the newest reading first."""
    session, older = replace(window(), source=Source.STATUSLINE), week()
    other = replace(week(), id="weekly_scoped:Fable", label="Fable", read_at=NOW - timedelta(minutes=40))

    assert [["Session"], ["Week, all models"], ["Fable"]] == [
        [limit.label for limit in group] for group in sources.grouped_by_reading([other, session, older])
    ]
    assert 1 == len(sources.grouped_by_reading([window(), week()]))
