"""The texts of notifications: a title of at most 40 letters says which limit of which account it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from brim.backend.providers.claude import words
from brim.model.account import Problem
from brim.model.level import Level
from brim.model.options import IconShow
from brim.model.usage import EarlyReset, Figure, Source
from brim.words import notifications, notificationtitles, welcome
from tests.support.samples import BLOCKED_PROBLEM, NOW, RESET, account_view, extra_usage, window

MOST_LETTERS = 40
"""So many are seen whole in GNOME's banner, whose title is one line."""
LONG_NAME = "a long name of an organisation, really"
SEVERAL_WORDS = "Week limit of a model whose name is longer than any row"


def titles() -> list[str]:
    """The title of each kind of alert, with long names and figures."""
    limit = window(100.0, Level.EXHAUSTED)
    early = EarlyReset(NOW, Figure(96.0, RESET, Source.API, NOW))
    texts = [
        notifications.spend_started(extra_usage()),
        notifications.spend_passed_amount(extra_usage(), Decimal("10000.00")),
        notifications.login_ending(words.vendor(), NOW + timedelta(days=9), NOW),
        notifications.readings_missing(BLOCKED_PROBLEM, NOW - timedelta(days=2), NOW),
        notifications.readings_back(account_view(limit), NOW, IconShow.USED),
        welcome.welcome(words.vendor(), None, network=True),
        welcome.introduction([words.vendor(), words.vendor()], first=False),
        notifications.refresh_blocked("11:07:30", words.vendor()),
        notifications.refresh_too_soon(succeeded=False, seconds_ago=3000.0, possible_at="11:07:30"),
    ]
    for label in ("Session", SEVERAL_WORDS):
        named = replace(limit, label=label)
        texts += [
            notifications.window_reset(named, NOW, IconShow.USED),
            notifications.window_reset(replace(named, early_reset=early), NOW, IconShow.USED),
            (notifications.usage_title(label, 100, IconShow.REMAINING), ""),
        ]
    several = [notifications.several_title(12, all_high=high) for high in (True, False)]
    return [*(title for title, _text in texts), *several, notifications.unusable_setting_title()]


@pytest.mark.parametrize("title", titles())
def test_no_title_is_cut(title: str) -> None:
    """It has at most 40 letters, also in the demo and where there are several accounts."""
    in_demo, _text = notificationtitles.of_demo(title, "Text.")
    named, _text = notificationtitles.with_account(LONG_NAME, title, "Text.")

    assert max(map(len, (title, in_demo, named))) <= MOST_LETTERS


def test_the_account_is_named_before_the_limit() -> None:
    """Of several accounts, the notification says which one it is about; a long name is shortened, never the figure."""
    title, text = "Fable (week): 78% used", "Resets Sun 05:35."

    assert ("work · Fable (week): 78% used", text) == notificationtitles.with_account("work", title, text)
    assert ("a long name of… · Fable (week): 78% used", text) == notificationtitles.with_account(LONG_NAME, title, text)


def test_a_title_without_room_leaves_the_account_to_the_text() -> None:
    """Where fewer than six letters of the account's name have room, its whole name is before the text."""
    title = "Week limit of a model whose…: 100% used"

    assert (title, "home office: Resets 14:00.") == notificationtitles.with_account(
        "home office", title, "Resets 14:00."
    )
    assert ("Demo · Session: 100% used", "Limit reached.") == notificationtitles.of_demo(
        "Session: 100% used", "Limit reached."
    )


@pytest.mark.parametrize(
    ("message", "step"),
    [
        ("Check the network. Brim retries automatically.", "Check the network."),
        (
            "Anthropic limits requests. Brim waits, then retries automatically.",
            "Brim waits, then retries automatically.",
        ),
        ("It lacks a scope. Run `claude auth login`.", "Run `claude auth login`."),
        ("Brim retries automatically.", "Brim retries automatically."),
    ],
)
def test_an_outage_says_what_to_do(message: str, step: str) -> None:
    """The text names the problem, and then the next step: not the cause, nor that Brim retries."""
    _title, text = notifications.readings_missing(Problem("A problem", message), NOW - timedelta(hours=2), NOW)

    assert f"A problem. {step}" == text


def test_a_title_that_is_too_long_is_cut_between_words() -> None:
    """The name of an incident may be long: the title is its beginning, and the text has all of it."""
    title, text = notificationtitles.fitted("Anthropic reports an incident: Elevated errors on requests", "Wait.")

    assert "Anthropic reports an incident: Elevated…" == title
    assert "Anthropic reports an incident: Elevated errors on requests. Wait." == text
    assert ("Rate limited", "Wait.") == notificationtitles.fitted("Rate limited", "Wait.")


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize(
    ("percent", "resets_at", "expected"),
    [
        (2.0, RESET, "2% used, resets 14:00"),
        (None, RESET, "not used yet, resets 14:00"),
        (None, None, "not used yet"),
    ],
)
def test_a_reset_says_once_that_nothing_is_used(
    percent: float | None, resets_at: datetime | None, expected: str
) -> None:
    """After a reset the text says what is used and when it resets, or only that nothing is used yet."""
    limit = window(percent, resets_at=resets_at)
    early = replace(limit, early_reset=EarlyReset(NOW, Figure(96.0, RESET, Source.API, NOW)))

    _title, text = notifications.window_reset(limit, NOW, IconShow.USED)
    _title, early_text = notifications.window_reset(early, NOW, IconShow.USED)

    assert f"{expected[0].upper()}{expected[1:]}." == text
    assert f"It had 96% used until the reset at 11:02. Now {expected}." == early_text
