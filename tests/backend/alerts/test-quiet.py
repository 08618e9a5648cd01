"""When notices keep quiet: at night, in full screen, put off or switched off; and what comes afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from brim.backend.alerts.rules import AlertRules, alert_rules
from brim.backend.settings.alerts import AlertSettings
from brim.model.alert import Rule
from tests.support.alertaccount import HOUR, AlertRecipient, session_account, titles
from tests.support.samples import RESET

pytestmark = pytest.mark.usefixtures("utc")


def test_quiet_hours() -> None:
    """At night nothing is told; in the morning one notice tells what still holds."""
    night = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    reset = night + timedelta(days=2)
    person = AlertRecipient(AlertRules(quiet_hours=(time(22), time(7))))
    quiet = [
        person.new_alerts(session_account(percent, night + n * HOUR, reset), night + n * HOUR)
        for n, percent in enumerate((76, 91))
    ]
    reasons = person.reasons
    morning = person.new_alerts(session_account(95, night + 8 * HOUR, reset), night + 8 * HOUR)

    assert [[], []] == quiet
    assert ["limit held: quiet hours"] == reasons
    assert ["5-hour session at 95%"] == titles(morning)


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [("22:00-07:00", [True, True, False, False]), ("9:30 - 12:00", [False, False, True, False]), ("", [False] * 4)],
)
def test_hours(hours: str, quiet: list[bool]) -> None:
    """Quiet hours hold from the first time until before the second, also over midnight."""
    made = alert_rules(AlertSettings(quiet_hours=hours))
    times = [datetime(2026, 11, 23, hour, minute, tzinfo=UTC) for hour, minute in ((22, 0), (6, 59), (11, 2), (12, 0))]

    assert quiet == [made.in_quiet_hours(when, UTC) for when in times]


def test_full_screen() -> None:
    """While a window fills the screen nothing is told, unless the settings say otherwise; afterwards it is."""
    person, other = AlertRecipient(), AlertRecipient(AlertRules(full_screen=True))
    held = person.new_alerts(session_account(91), full_screen=True)

    assert [] == held
    assert ["limit held: a window fills the screen"] == person.reasons
    assert 1 == len(person.new_alerts(session_account(91)))
    assert 1 == len(other.new_alerts(session_account(91), full_screen=True))


def test_what_happened_once_is_held() -> None:
    """A reset that came while the rule was put off is told when it may be, and not half a day later."""
    persons = AlertRecipient(), AlertRecipient()
    for person in persons:
        person.new_alerts(session_account(95))
        assert [] == person.new_alerts(
            session_account(1, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR, snoozed="reset"
        )
    soon, late = (session_account(2, RESET + n * HOUR, RESET + 5 * HOUR) for n in (2, 2))
    heard = persons[0].new_alerts(soon, RESET + 2 * HOUR)

    assert ["5-hour session has reset"] == titles(heard)
    assert [] == persons[0].new_alerts(soon, RESET + 2 * HOUR)
    assert [] == persons[1].new_alerts(late, RESET + 14 * HOUR)
    assert ["reset dropped: held back for too long"] == persons[1].reasons


def test_what_was_held_is_told_with_the_figures_of_now() -> None:
    """A notice that comes later than what it tells of does not tell the figures of then."""
    person = AlertRecipient()
    person.new_alerts(session_account(95))
    person.new_alerts(session_account(1, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR, snoozed="reset")
    heard = person.new_alerts(session_account(60, RESET + 3 * HOUR, RESET + 5 * HOUR), RESET + 3 * HOUR)

    assert ["Now 60%"] == [alert.body.split(",")[0] for alert in heard]


def test_muted() -> None:
    """A rule that is off tells nothing, says why, and does not catch up when it is switched on."""
    person = AlertRecipient(AlertRules(muted=frozenset({Rule.LIMIT})))
    heard = person.new_alerts(session_account(95))
    reasons = person.reasons
    person.rules = AlertRules()

    assert [] == heard
    assert ["limit muted: alerts.limit is off"] == reasons
    assert [] == person.new_alerts(session_account(96))
    assert ["5-hour session at 100%"] == titles(person.new_alerts(session_account(100)))
