"""The alert rules beyond the thresholds: pace, resets, extra usage, login, outages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.alerts.rules import AlertRules, alert_rules
from brim.backend.settings.alerts import AlertSettings
from brim.model.account import AccountView, Health, Problem
from brim.model.alert import Rule, Urgency
from brim.model.forecast import Forecast
from brim.model.usage import EarlyReset, Figure, Source, Spend, Window
from tests.support.alertaccount import HOUR, AlertRecipient, session_account, titles
from tests.support.samples import NOW, RESET

pytestmark = pytest.mark.usefixtures("utc")


def test_pace_alert_is_sent_once() -> None:
    """A likely run-out before the reset leads to one alert, with its time and that of the reset."""
    recipient = AlertRecipient()
    likely = Forecast(1.8, RESET - timedelta(minutes=50), 0.9)
    first = recipient.new_alerts(session_account(62, forecast=likely))
    second = recipient.new_alerts(session_account(66, forecast=replace(likely, chance=0.95)))

    assert ["Session: 62% used"] == titles(first)
    assert "On pace to run out around 13:00. Resets 14:00." == first[0].body
    assert [] == second


def test_pace_on_another_day_names_the_day() -> None:
    """A run-out that is not today is reported with its day."""
    reset = RESET + timedelta(days=3)
    far = Forecast(1.8, reset - timedelta(days=1), 0.9)

    sent = AlertRecipient().new_alerts(session_account(62, NOW, reset, far))

    assert ["On pace to run out Wed afternoon. Resets Thu 14:00."] == [alert.body for alert in sent]


def test_pace_and_threshold_of_one_limit_are_one_alert() -> None:
    """Two events of one limit at once are one alert, which names the limit once."""
    likely = Forecast(1.8, RESET - timedelta(minutes=50), 0.9)

    sent = AlertRecipient().new_alerts(session_account(80, forecast=likely))

    assert [("Session: 80% used", "On pace to run out around 13:00. Resets 14:00.")] == [
        (alert.title, alert.body) for alert in sent
    ]


@pytest.mark.parametrize(
    ("percent", "chance", "early"),
    [(62, 0.79, 50), (62, None, 50), (100, 1.0, 50), (62, 0.9, 4), (62, 0.9, 500), (19, 0.9, 50)],
)
def test_pace_that_is_unlikely_or_past_is_not_reported(percent: float, chance: float | None, early: int) -> None:
    """A run-out that is unlikely, unknown, full already, close to the reset, past, or just begun leads to no alert."""
    forecast = Forecast(1.8, RESET - timedelta(minutes=early), chance)
    sent = AlertRecipient(AlertRules(thresholds=())).new_alerts(session_account(percent, forecast=forecast))

    assert [] == sent


def test_reset_after_high_usage_is_reported() -> None:
    """A window that came near its limit leads to an alert once its reset was read; another window does not."""
    recipient = AlertRecipient()
    recipient.new_alerts(session_account(93))
    unread = recipient.new_alerts(session_account(None, NOW), RESET + HOUR)
    sent = recipient.new_alerts(session_account(2, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)
    low_usage = AlertRecipient()
    low_usage.new_alerts(session_account(60))

    assert [] == unread
    assert ["Session has reset"] == titles(sent)
    assert "2% used, resets 19:00." == sent[0].body
    assert [] == low_usage.new_alerts(session_account(2, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)


def test_reset_is_not_reported_beside_a_passed_threshold() -> None:
    """A new window that is past a threshold when it is first seen leads to a threshold alert and to no reset alert."""
    recipient = AlertRecipient()
    recipient.new_alerts(session_account(93))
    sent = recipient.new_alerts(session_account(86, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)
    later = recipient.new_alerts(session_account(88, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)

    assert (["Session: 86% used"], []) == (titles(sent), titles(later))


def test_reset_is_reported_when_the_new_window_has_not_started() -> None:
    """Without usage after the reset there is no next reset time, and the reset is reported nevertheless."""
    recipient = AlertRecipient()
    recipient.new_alerts(session_account(100))
    sent = recipient.new_alerts(session_account(None, RESET + HOUR, None), RESET + HOUR)

    assert ["Session has reset"] == titles(sent)


def test_reset_time_that_jumps_early_is_no_reset() -> None:
    """A reset time that moves before it has passed is not reported as a reset."""
    recipient = AlertRecipient()
    recipient.new_alerts(session_account(93))

    assert [] == recipient.new_alerts(session_account(93, NOW + HOUR, RESET + 3 * HOUR), NOW + HOUR)[1:]
    assert not any("has reset" in title for title in titles(list(recipient.last_decisions.alerts)))


def extra_usage_account(
    used: str, *, limit: str | None = "50.00", enabled: bool = True, percent: float | None = None
) -> AccountView:
    """An account that has extra usage."""
    spend = Spend(enabled, Decimal(used), Decimal(limit) if limit else None, "USD", percent)
    return replace(session_account(50), spend=spend)


@pytest.mark.parametrize("minutes", [-60, -3, 3, 14, 16, 200])
def test_moved_reset_repeats_no_alert(minutes: int) -> None:
    """When the reset of a running window moves, sent alerts are not repeated, and other alerts are still sent."""
    recipient, moved = AlertRecipient(), RESET + timedelta(minutes=minutes)
    assert 1 == len(recipient.new_alerts(session_account(91)))

    assert [] == recipient.new_alerts(session_account(92, NOW + 0.1 * HOUR, moved), NOW + 0.1 * HOUR)
    assert [] == recipient.new_alerts(session_account(93, moved - 0.02 * HOUR, moved), moved - 0.02 * HOUR)
    assert ["Session: 100% used"] == titles(
        recipient.new_alerts(session_account(100, NOW + 0.3 * HOUR, moved), NOW + 0.3 * HOUR)
    )


def test_reset_that_moves_along_with_the_clock_repeats_no_alert() -> None:
    """Where each reading says a whole length from now, each threshold is still reported once, and no reset."""
    recipient, sent = AlertRecipient(), list[str]()
    for n, percent in enumerate((88, 91, 92, 95, 99, 100, 100, 100)):
        now = NOW + n * HOUR
        sent += titles(recipient.new_alerts(session_account(percent, now, now + 5 * HOUR), now))

    assert [f"Session: {percent}% used" for percent in (88, 91, 100)] == sent


def test_reset_that_moves_shortly_before_it_comes_is_no_reset() -> None:
    """A reset time that moves by minutes just before it comes does not start a new window."""
    recipient, late = AlertRecipient(), RESET - timedelta(minutes=1)
    recipient.new_alerts(session_account(100))

    assert [] == recipient.new_alerts(session_account(100, late, RESET + timedelta(minutes=5)), late)


def test_older_window_repeats_no_reset_alert() -> None:
    """A source that reports the previous window again does not lead to a second alert about its reset."""
    recipient, later = AlertRecipient(), RESET + HOUR
    new = session_account(2, later, RESET + 5 * HOUR)
    recipient.new_alerts(session_account(95))
    assert ["Session has reset"] == titles(recipient.new_alerts(new, later))

    assert [] == recipient.new_alerts(session_account(95, later), later)
    assert [] == recipient.new_alerts(new, later)


def test_clock_that_goes_back_repeats_no_alert() -> None:
    """An hour that happens twice repeats no alert."""
    recipient, new = AlertRecipient(), RESET + 5 * HOUR
    recipient.new_alerts(session_account(95))
    assert 1 == len(recipient.new_alerts(session_account(91, RESET, new), RESET)[:1])

    for minutes in range(-55, 60, 5):
        now = RESET + timedelta(minutes=minutes)
        assert [] == recipient.new_alerts(session_account(91, now, new), now)


@pytest.mark.parametrize("reset", [RESET, RESET + 2 * HOUR])
def test_early_reset_is_reported_once(reset: datetime) -> None:
    """A limit that the server resets early is reported once, and its thresholds count again."""
    recipient, early = AlertRecipient(), NOW + 0.1 * HOUR
    recipient.new_alerts(session_account(95))

    assert ["Session has reset"] == titles(recipient.new_alerts(session_account(1, early, reset), early))
    assert [] == recipient.new_alerts(session_account(2, early, reset), early)
    assert ["Session: 91% used"] == titles(recipient.new_alerts(session_account(91, early, reset), early))


def reset_early(view: AccountView, at: datetime, percent: float, reset: datetime = RESET) -> AccountView:
    """The account, whose limit was reset early at that time when it was at `percent`."""
    before = Figure(percent, reset, Source.API, at - timedelta(minutes=5))
    return replace(view, windows=(replace(view.windows[0], early_reset=EarlyReset(at, before)),))


@pytest.mark.parametrize("reset", [RESET, RESET + 2 * HOUR])
@pytest.mark.parametrize("percent", [1, 60, 96])
def test_confirmed_early_reset_is_reported_once(reset: datetime, percent: float) -> None:
    """Each early reset after a high usage leads to one alert, with its time and the percentage before it."""
    recipient, early = AlertRecipient(), NOW + 0.1 * HOUR
    recipient.new_alerts(session_account(96))
    first = recipient.new_alerts(reset_early(session_account(percent, early, reset), early, 96), early)
    second = recipient.new_alerts(reset_early(session_account(percent + 1, early, reset), early, 96), early)

    assert "Session was reset early" in titles(first)[0]
    assert f"It had 96% used until the reset at 11:08. Now {percent}% used" in first[0].body
    assert [] == second


@pytest.mark.parametrize(("percent", "reset"), [(None, None), (0, None), (30, RESET), (96, RESET + 2 * HOUR)])
def test_early_reset_is_not_reported_again_when_its_time_comes(percent: float | None, reset: datetime | None) -> None:
    """When the reset comes that a window would have had, or its new one, the usage before the early reset is past."""
    recipient, early, later = AlertRecipient(), NOW + 0.1 * HOUR, RESET + 5 * HOUR
    recipient.new_alerts(session_account(96))
    first = recipient.new_alerts(reset_early(session_account(percent, early, reset), early, 96), early)
    used = session_account(40 if percent != 96 else 96, RESET - 0.5 * HOUR, reset or RESET + 2 * HOUR)
    recipient.new_alerts(reset_early(used, early, 96), RESET - 0.5 * HOUR)
    last = recipient.new_alerts(session_account(2, later, later + 5 * HOUR), later)

    assert ["Session was reset early"] == titles(first)
    assert (["Session has reset"] if percent == 96 else []) == titles(last)


def test_second_early_reset_of_one_window_is_reported() -> None:
    """Two early resets of one window are two alerts, and each time the thresholds count again."""
    recipient, sent = AlertRecipient(), []
    for number in range(3):
        at = NOW + 0.5 * number * HOUR
        begun = session_account(1, at)
        sent += recipient.new_alerts(reset_early(begun, at, 96) if number else begun, at)
        used = session_account(96, at + 0.2 * HOUR)
        sent += recipient.new_alerts(reset_early(used, at, 96) if number else used, at + 0.2 * HOUR)

    assert ["Session: 96% used", "Session was reset early"] * 2 + ["Session: 96% used"] == titles(sent)


def test_early_reset_after_low_usage_is_not_reported() -> None:
    """An early reset of a limit that was not much used needs no alert, and neither does an ordinary one after it."""
    recipient, early = AlertRecipient(), NOW + 0.1 * HOUR
    recipient.new_alerts(session_account(60))

    assert [] == recipient.new_alerts(reset_early(session_account(1, early), early, 60), early)
    assert [] == recipient.new_alerts(session_account(1, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)


def test_reading_without_reset_time_hides_no_reset() -> None:
    """One reading without a reset time does not prevent the alert about the reset."""
    recipient, later = AlertRecipient(), RESET + HOUR
    recipient.new_alerts(session_account(95))
    recipient.new_alerts(session_account(None, NOW + 0.1 * HOUR, None), NOW + 0.1 * HOUR)

    assert ["Session has reset"] == titles(recipient.new_alerts(session_account(2, later, RESET + 5 * HOUR), later))


def test_start_of_spending_is_reported() -> None:
    """The first rise is reported; further rises are not, until extra usage has paused for as long as a session."""
    recipient = AlertRecipient()
    sent = [
        recipient.new_alerts(extra_usage_account(used), NOW + n * HOUR / 2)
        for n, used in enumerate(("3.00", "3.00", "3.40", "5.00"))
    ]
    later = recipient.new_alerts(extra_usage_account("5.50"), NOW + 9 * HOUR)

    assert [0, 0, 1, 0] == [len(alerts) for alerts in sent]
    assert ("Extra usage has started", "$3.40 of $50 spent so far.") == (sent[2][0].title, sent[2][0].body)
    assert ["Extra usage has started"] == titles(later)


def test_money_without_a_plan_never_starts() -> None:
    """Where money is all there is, spending it is no news."""
    recipient = AlertRecipient()
    for n, used in enumerate(("3.00", "3.40", "5.00")):
        view = extra_usage_account(used)
        assert view.spend is not None
        view = replace(view, spend=replace(view.spend, beyond_plan=False))
        assert [] == recipient.new_alerts(view, NOW + n * 9 * HOUR)


def test_highest_amount_is_reported_once() -> None:
    """The highest amount that was passed is reported once, and again in the next month."""
    recipient = AlertRecipient(AlertRules(spend_amounts=(Decimal(10), Decimal(20))))
    spent = ("9.99", "20.10", "22.00", "0.50", "10.00")
    sent = [titles(recipient.new_alerts(extra_usage_account(used), NOW + n * HOUR / 9)) for n, used in enumerate(spent)]

    assert "Extra usage has passed $20" == sent[1][0]
    assert "passed $10" in str(sent[4])
    assert "passed" not in str(sent[2])


def test_end_of_login_is_reported_ahead() -> None:
    """The end of a login is reported three days and one day ahead, once each."""
    recipient = AlertRecipient()
    ends = NOW + timedelta(days=4)
    sent = [
        titles(recipient.new_alerts(replace(session_account(10), login_ends_at=ends), NOW + days * timedelta(days=1)))
        for days in (0, 1.1, 2, 3.2, 3.5, 4.5)
    ]

    assert [0, 1, 0, 1, 0, 0] == [len(alerts) for alerts in sent]
    assert sent[1][0].startswith("Login expires ")


def failing_account(health: Health, now: datetime) -> AccountView:
    """An account that could not be read, with its old figures."""
    problem = Problem("Rate limited", "The next update is at 13:00.")
    return replace(session_account(60, NOW), health=health, problem=problem, stale=True, fetched_at=now)


def test_outage_and_return_are_reported_once() -> None:
    """A long outage is reported once, with its reason; only then its end is reported too, with low urgency."""
    recipient = AlertRecipient()
    times = [NOW + timedelta(minutes=minutes) for minutes in (0, 60, 91, 120)]
    sent = [recipient.new_alerts(failing_account(Health.BLOCKED, NOW), now) for now in times]
    back = recipient.new_alerts(session_account(61, NOW + 3 * HOUR), NOW + 3 * HOUR)
    short = AlertRecipient()
    short.new_alerts(failing_account(Health.ERROR, NOW), NOW)

    assert [0, 0, 1, 0] == [len(alerts) for alerts in sent]
    assert "No data for 1 h 31 min" == sent[2][0].title
    assert sent[2][0].body.startswith("Rate limited")
    assert ["Connection restored"] == titles(back)
    assert (sent[2][0].key, Urgency.LOW) == (back[0].key, back[0].urgency)
    assert [] == short.new_alerts(session_account(61, NOW + HOUR), NOW + HOUR)


@pytest.mark.parametrize("health", [Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE, Health.STALE])
def test_login_problem_is_no_outage(health: Health) -> None:
    """A user who does not use Claude for a day gets no alert about missing readings."""
    recipient = AlertRecipient()
    recipient.new_alerts(failing_account(health, NOW))

    assert [] == recipient.new_alerts(failing_account(health, NOW), NOW + 24 * HOUR)


def test_sleep_does_not_count_as_outage() -> None:
    """The time that the machine slept does not count as an outage."""
    recipient = AlertRecipient()
    recipient.new_alerts(failing_account(Health.OFFLINE, NOW))
    later = NOW + 8 * HOUR
    decision = decide(failing_account(Health.OFFLINE, NOW), recipient.memory, AlertContext(awake_since=later), later)

    assert () == decision.alerts


def test_limit_can_have_its_own_thresholds() -> None:
    """A limit can have its own thresholds, chosen by a pattern; the other limits use the common ones."""
    rules = alert_rules(
        AlertSettings.model_validate({"thresholds": "80, 95", "limits": {"WEEKLY_*": [50], "spend": []}})
    )

    assert [(50.0,), (50.0,), (80.0, 95.0), ()] == [
        rules.thresholds_for(name) for name in ("weekly_all", "weekly_scoped:Fable", "session", "spend")
    ]


def test_every_rule_has_a_setting() -> None:
    """Each rule has its own switch, and default settings give the default rules."""
    assert alert_rules(AlertSettings()) == AlertRules()
    assert frozenset(Rule) == alert_rules(AlertSettings.model_validate(dict.fromkeys(Rule, False))).muted


@pytest.mark.parametrize(
    "invalid",
    [
        {"quiet_hours": "25:00-07:00"},
        {"quiet_hours": "late"},
        {"thresholds": "many"},
        {"thresholds": [-1]},
        {"pace_chance": 0},
        {"limits": {"session": "x"}},
    ],
)
def test_invalid_settings_are_refused(invalid: dict[str, object]) -> None:
    """An invalid value is refused and never taken for something else."""
    with pytest.raises(ValueError, match=r"."):
        AlertSettings.model_validate(invalid)


def test_limit_shortly_before_its_reset_is_reported_only_when_full() -> None:
    """Shortly before its reset a limit is reported only when it is full."""
    recipient = AlertRecipient()
    late = RESET - timedelta(minutes=14)
    sent = [titles(recipient.new_alerts(session_account(percent, late), late)) for percent in (91, 100)]

    assert [[], ["Session: 100% used"]] == sent
    assert 1 == len(AlertRecipient().new_alerts(session_account(91, RESET + HOUR), RESET + HOUR))


def test_events_after_a_night_share_one_alert() -> None:
    """All events after a night of sleep share one alert, the highest percentage first."""
    recipient = AlertRecipient()
    before = session_account(95)
    recipient.new_alerts(before)
    week = Window("weekly_all", "weekly_all", "Week", 92, RESET + 90 * HOUR, 604800, Source.API, RESET + 9 * HOUR)
    after = session_account(3, RESET + 9 * HOUR, RESET + 12 * HOUR)
    sent = recipient.new_alerts(replace(after, windows=(*after.windows, week)), RESET + 9 * HOUR)

    assert ["2 updates on your limits"] == titles(sent)
    assert ["Week: 92% used, resets Fri 08:00", "Session has reset: 3% used, resets Tue 02:00"] == (
        sent[0].body.splitlines()
    )
