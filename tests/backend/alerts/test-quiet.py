"""When alerts are held back: in quiet hours, in full screen, snoozed or muted; and what is sent afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from brim.backend.alerts.rules import AlertRules, alert_rules
from brim.backend.settings.alerts import AlertSettings
from brim.model.alert import Rule
from tests.support.alertaccount import HOUR, AlertRecipient, session_account, titles
from tests.support.samples import RESET

pytestmark = pytest.mark.usefixtures("utc")


def test_quiet_hours_hold_alerts_until_morning() -> None:
    """At night no alert is sent; in the morning one alert reports what still holds."""
    night = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    reset = night + timedelta(days=2)
    recipient = AlertRecipient(AlertRules(quiet_hours=(time(22), time(7))))
    quiet = [
        recipient.new_alerts(session_account(percent, night + n * HOUR, reset), night + n * HOUR)
        for n, percent in enumerate((76, 91))
    ]
    reasons = recipient.reasons
    morning = recipient.new_alerts(session_account(95, night + 8 * HOUR, reset), night + 8 * HOUR)

    assert [[], []] == quiet
    assert ["limit held: quiet hours"] == reasons
    assert ["Session: 95% used"] == titles(morning)


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [("22:00-07:00", [True, True, False, False]), ("9:30 - 12:00", [False, False, True, False]), ("", [False] * 4)],
)
def test_quiet_hours_include_their_start_and_not_their_end(hours: str, quiet: list[bool]) -> None:
    """Quiet hours last from the first time until before the second, also over midnight."""
    rules = alert_rules(AlertSettings(quiet_hours=hours))
    times = [datetime(2026, 11, 23, hour, minute, tzinfo=UTC) for hour, minute in ((22, 0), (6, 59), (11, 2), (12, 0))]

    assert quiet == [rules.in_quiet_hours(when, UTC) for when in times]


def test_full_screen_holds_alerts() -> None:
    """While a window fills the screen no alert is sent, unless the settings allow it; afterwards it is sent."""
    recipient, other = AlertRecipient(), AlertRecipient(AlertRules(full_screen=True))
    held = recipient.new_alerts(session_account(91), full_screen=True)

    assert [] == held
    assert ["limit held: full screen"] == recipient.reasons
    assert 1 == len(recipient.new_alerts(session_account(91)))
    assert 1 == len(other.new_alerts(session_account(91), full_screen=True))


def test_one_time_event_is_held_for_12_hours() -> None:
    """A reset during a snooze is reported after the snooze, but no longer after half a day."""
    recipients = AlertRecipient(), AlertRecipient()
    for recipient in recipients:
        recipient.new_alerts(session_account(95))
        assert [] == recipient.new_alerts(
            session_account(1, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR, snoozed="reset"
        )
    soon, late = (session_account(2, RESET + n * HOUR, RESET + 5 * HOUR) for n in (2, 2))
    sent = recipients[0].new_alerts(soon, RESET + 2 * HOUR)

    assert ["Session has reset"] == titles(sent)
    assert [] == recipients[0].new_alerts(soon, RESET + 2 * HOUR)
    assert [] == recipients[1].new_alerts(late, RESET + 14 * HOUR)
    assert ["reset dropped: held back for too long"] == recipients[1].reasons


def test_held_event_is_reported_with_current_figures() -> None:
    """An alert that comes late has the figures of the time when it is sent."""
    recipient = AlertRecipient()
    recipient.new_alerts(session_account(95))
    recipient.new_alerts(session_account(1, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR, snoozed="reset")
    sent = recipient.new_alerts(session_account(60, RESET + 3 * HOUR, RESET + 5 * HOUR), RESET + 3 * HOUR)

    assert ["60% used"] == [alert.body.split(",")[0] for alert in sent]


def test_muted_rule_is_not_made_up_for() -> None:
    """A muted rule sends no alert, logs the reason, and does not catch up when it is switched on."""
    recipient = AlertRecipient(AlertRules(muted=frozenset({Rule.LIMIT})))
    sent = recipient.new_alerts(session_account(95))
    reasons = recipient.reasons
    recipient.rules = AlertRules()

    assert [] == sent
    assert ["limit muted: alerts.limit is off"] == reasons
    assert [] == recipient.new_alerts(session_account(96))
    assert ["Session: 100% used"] == titles(recipient.new_alerts(session_account(100)))
