"""A recipient of notifications, and an account with one limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.policy import AlertContext, AlertDecisions, decide
from brim.backend.alerts.rules import AlertRules
from brim.backend.providers.claude import words
from brim.model.account import Account, AccountView, Health
from brim.model.level import Level
from brim.model.snapshot import SnoozedRule
from brim.model.usage import Source, Window
from tests.support.samples import NOW, RESET

if TYPE_CHECKING:
    from brim.model.alert import Alert
    from brim.model.forecast import Forecast

ACCOUNT = Account("a" * 16, "work", "claude", words.vendor())
HOUR = timedelta(hours=1)


def session_account(
    percent: float | None, now: datetime = NOW, reset: datetime | None = RESET, forecast: Forecast | None = None
) -> AccountView:
    """An account with one limit, read at `now`."""
    level = Level.EXHAUSTED if (percent or 0) >= 100 else Level.CALM
    window = Window(
        "session", "session", "Session", percent, reset, 18000, Source.API, now, level=level, forecast=forecast
    )
    return AccountView(ACCOUNT, Health.OK, windows=(window,), fetched_at=now)


class AlertRecipient:
    """The recipient of notifications, with the memory that the poller has."""

    def __init__(self, rules: AlertRules | None = None) -> None:
        """Start without any notification."""
        self.rules = rules or AlertRules()
        self.memory = AlertMemory()
        self.last_decisions = AlertDecisions((), self.memory)

    def new_alerts(
        self, view: AccountView, now: datetime = NOW, *, snoozed: str = "", full_screen: bool = False
    ) -> list[Alert]:
        """The notifications for a state of the account; checks that a second evaluation at once has none."""
        snoozed_rules = (SnoozedRule(snoozed, now + HOUR),) if snoozed else ()
        context = AlertContext(self.rules, snoozed_rules, full_screen, zone=UTC)
        self.last_decisions = decide(view, self.memory, context, now)
        again = decide(view, self.last_decisions.memory, context, now)
        self.memory = self.last_decisions.memory

        assert ((), self.memory) == (again.alerts, again.memory)
        return list(self.last_decisions.alerts)

    @property
    def reasons(self) -> list[str]:
        """Why each event of the last evaluation led to a notification, or not."""
        return [
            f"{decision.event.rule} {decision.outcome}: {decision.reason}" for decision in self.last_decisions.decisions
        ]


def titles(alerts: list[Alert]) -> list[str]:
    """The title of each notification."""
    return [alert.title for alert in alerts]
