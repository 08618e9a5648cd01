"""Accounts that one process hands to another of the same version."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from brim.backend.outputs.viewjson import decoded_view, encoded
from brim.model.account import Account, AccountView, Health, Incident, Problem
from brim.model.costs import CostView, TopProject
from brim.model.forecast import Forecast
from brim.model.level import Level
from brim.model.usage import Doubt, EarlyReset, Figure, Source, Spend
from tests.support.samples import NOW, week, window

FIGURE = Figure(12.5, NOW, Source.API, NOW)
FORECAST = Forecast(1.25, NOW, 0.75, NOW, NOW, 3.5, -2.0, 40.0, enough_data=False, rough=True, rate_measured=False)
FULL = AccountView(
    account=Account("0123456789abcdef", "F\u00e1ble \u6f22 \u202e", "claude", full_label="Claude \u00b7 F\u00e1ble"),
    health=Health.BLOCKED,
    problem=Problem("Rate limited", "The next update is at 11:07."),
    plan="Ultra",
    windows=(
        replace(
            window(confirmed=False),
            active=True,
            doubt=Doubt.JUMP,
            last_confirmed=FIGURE,
            early_reset=EarlyReset(NOW, FIGURE),
            forecast=FORECAST,
        ),
        week(percent=100),
    ),
    spend=Spend(
        bool(1),
        Decimal("0.10"),
        Decimal(50),
        "USD",
        0.2,
        Level.CALM,
        "out_of_credits",
        Decimal("1E+3"),
        "EUR",
    ),
    source=Source.STATUSLINE,
    fetched_at=NOW,
    stale=True,
    stale_at=NOW + timedelta(microseconds=1),
    being_read=True,
    next_read_at=NOW,
    next_read_reason="every 5 min",
    refresh_available_from=NOW,
    can_ask_cli=True,
    cli_available_from=NOW,
    blocked_until=NOW,
    level=Level.PAYING,
    headline="session",
    pinned="weekly_all",
    pin_leads=True,
    saved_resets=2,
    peeked="session",
    login_ends_at=NOW,
    login_renews=True,
    login_found=False,
    incident=Incident("Outage", ("API", "Web"), NOW),
    costs=CostView(4.25, NOW, (("session", TopProject("brim", 12.0)),), ("/home/me/.claude",)),
)
PARTS = json.loads(json.dumps(encoded(FULL)))


@pytest.mark.parametrize("view", [FULL, AccountView(Account("", "", "claude"), Health.OK)])
def test_view_comes_back_as_it_was(view: AccountView) -> None:
    """Every value of every part survives the way through JSON, with its type."""
    text = json.dumps(encoded(view))
    found = decoded_view(json.loads(text))

    assert view == found
    assert repr(view) == repr(found)


def test_sample_names_every_value() -> None:
    """The sample above leaves nothing at its default, so that a value added later is tried, too."""
    plain = AccountView(Account("", "", "claude"), Health.OK)

    assert [] == [one.name for one in fields(FULL) if getattr(FULL, one.name) == getattr(plain, one.name)]


@pytest.mark.parametrize("data", [None, 1, "x", [], {}, {"account": 1}, {**PARTS, "stale": "yes"}])
def test_anything_else_is_refused(data: object) -> None:
    """What is no view raises ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011 - it has no text: nobody reads it
        decoded_view(data)
