"""Alerts about what a day has cost at list price."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from brim.backend.alerts.rules import AlertRules
from brim.model.costs import CostView
from tests.support.alertaccount import HOUR, AlertRecipient, session_account, titles
from tests.support.samples import RESET


def test_a_day_that_passes_an_amount_is_reported_once() -> None:
    """With the rule on, the highest amount that today's list price has passed is one alert, and again the next day."""
    recipient = AlertRecipient(AlertRules(muted=frozenset(), cost_amounts=(Decimal(20), Decimal(50))))
    midnight = RESET.replace(hour=0) + timedelta(days=1)
    costs = [(19.5, 0), (21, 0), (30, 0), (55, 0), (1, 1), (20, 1)]
    sent = [
        recipient.new_alerts(
            replace(session_account(10), costs=CostView(today, midnight + timedelta(days=day))), RESET - 5 * HOUR
        )
        for today, day in costs
    ]

    assert [[], ["Today has passed $20"], [], ["Today has passed $50"], [], ["Today has passed $20"]] == [
        titles(alerts) for alerts in sent
    ]
    assert "at list price; it is not money spent." in sent[1][0].body


def test_the_cost_rule_is_off_at_first() -> None:
    """Without being switched on, no amount of list price is an alert."""
    account = replace(session_account(10), costs=CostView(500, RESET + 20 * HOUR))

    assert [] == AlertRecipient().new_alerts(account, RESET - 5 * HOUR)
