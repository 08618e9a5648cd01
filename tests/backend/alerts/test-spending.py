"""Money without a plan: what its notifications are called, and that a limit and its amounts are one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts.rules import AlertRules
from brim.backend.history.entry import reading_entries
from brim.backend.providers.claude import words as claude_words
from brim.backend.providers.openrouter import words
from brim.model.account import Account, AccountView, Health
from brim.model.usage import Reading, Source, Spend
from brim.words import accounts, notifications
from tests.support.alertaccount import AlertRecipient, session_account
from tests.support.samples import NOW

if TYPE_CHECKING:
    from brim.model.vendor import Vendor

ROUTER = Account("b" * 16, "OpenRouter 1714", "openrouter", words.vendor())
RULES = AlertRules(spend_amounts=(Decimal(5), Decimal(10)))


def money(used: str, limit: str | None = None, percent: float | None = None) -> AccountView:
    """An account of a key that spends money, and has no limit of its own."""
    cap = None if limit is None else Decimal(limit)
    spend = Spend(enabled=True, used=Decimal(used), limit=cap, currency="USD", percent=percent, beyond_plan=False)
    return AccountView(ROUTER, Health.OK, spend=spend, fetched_at=NOW)


def test_amount_without_a_plan_is_no_extra_usage() -> None:
    """An amount that is passed without a plan is told once, as spending, and again after the month begins anew."""
    person = AlertRecipient(RULES)
    (alert,) = person.new_alerts(money("12.40"))

    assert ("Spending has passed $10", "$12.40 spent so far.") == (alert.title, alert.body)
    assert [] == person.new_alerts(money("13"), NOW + timedelta(hours=1))
    assert [] == person.new_alerts(money("0.10"), NOW + timedelta(hours=2))
    assert ["Spending has passed $5"] == [one.title for one in person.new_alerts(money("6"), NOW + timedelta(hours=3))]


def test_cap_without_a_plan_is_called_spending() -> None:
    """The thresholds of a cap hold without a plan, too."""
    (alert,) = AlertRecipient().new_alerts(money("8", "10", 80.0))

    assert ("Spending: 80% used", "$8 of $10 spent.") == (alert.title, alert.body)


def test_limit_with_its_amounts_is_told_and_stored_once() -> None:
    """Where the amounts are those of a limit, the limit alone is told and stored."""
    view = session_account(91.0)
    spend = money("9.10", "10", 91.0).spend
    both = replace(view, spend=spend)

    assert ["Session: 91% used"] == [one.title for one in AlertRecipient().new_alerts(both)]
    reading = Reading(NOW, Source.API, view.windows, spend)
    assert ["session"] == [entry.window for entry in reading_entries(view.account, reading)]
    without_limit = reading_entries(ROUTER, replace(reading, windows=()))
    assert [("spend", "Spending")] == [(entry.window, entry.label) for entry in without_limit]


@pytest.mark.parametrize(
    ("vendor", "row", "title", "step"),
    [
        (
            words.vendor(),
            "API key expires Wed 11:02: replace it",
            "API key expires Wed 11:02",
            "Replace the key with a new one from OpenRouter before then.",
        ),
        (
            claude_words.vendor(),
            "Login expires Wed 11:02: sign in again",
            "Login expires Wed 11:02",
            "Run `claude` and sign in again with `/login` before then.",
        ),
    ],
)
@pytest.mark.usefixtures("utc")
def test_key_is_replaced_and_login_renewed(vendor: Vendor, row: str, title: str, step: str) -> None:
    """The end of an API key says to replace it; that of a login how to sign in again with its own program."""
    ends = NOW + timedelta(days=2)
    account = replace(ROUTER, vendor=vendor)

    assert row == accounts.login_end(AccountView(account, Health.OK, login_ends_at=ends), NOW)
    assert (title, step) == notifications.login_ending(vendor, ends, NOW)
