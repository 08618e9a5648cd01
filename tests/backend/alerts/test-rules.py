"""The rules of notices beyond the thresholds: pace, resets, money, login, loss."""

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
from brim.model.usage import Source, Spend, Window
from tests.support.alertaccount import HOUR, AlertRecipient, session_account, titles
from tests.support.samples import NOW, RESET

pytestmark = pytest.mark.usefixtures("utc")


def test_pace() -> None:
    """A likely run-out before the reset is told once, with the time and how long before the reset that is."""
    person = AlertRecipient()
    likely = Forecast(1.8, RESET - timedelta(minutes=50), 0.9)
    first = person.new_alerts(session_account(62, forecast=likely))
    second = person.new_alerts(session_account(66, forecast=replace(likely, chance=0.95)))

    assert ["5-hour session: at this pace full at 13:10"] == titles(first)
    assert "Now 62%, full 50 min before the reset at 14:00." == first[0].body
    assert [] == second


def test_pace_on_another_day() -> None:
    """A run-out that is not today is told with its day."""
    reset = RESET + timedelta(days=3)
    far = Forecast(1.8, reset - timedelta(days=1), 0.9)

    assert ["5-hour session: at this pace full on Wed 14:00"] == titles(
        AlertRecipient().new_alerts(session_account(62, NOW, reset, far))
    )


def test_pace_beside_its_threshold() -> None:
    """What is told of one limit at once names it once in the title."""
    likely = Forecast(1.8, RESET - timedelta(minutes=50), 0.9)

    assert ["5-hour session at 80%, at this pace full at 13:10"] == titles(
        AlertRecipient().new_alerts(session_account(80, forecast=likely))
    )


@pytest.mark.parametrize(
    ("percent", "chance", "early"),
    [(62, 0.79, 50), (62, None, 50), (100, 1.0, 50), (62, 0.9, 4), (62, 0.9, 500), (19, 0.9, 50)],
)
def test_no_pace(percent: float, chance: float | None, early: int) -> None:
    """What is unsure, over, too late to matter, past or just begun is not told as a pace."""
    forecast = Forecast(1.8, RESET - timedelta(minutes=early), chance)
    heard = AlertRecipient(AlertRules(thresholds=())).new_alerts(session_account(percent, forecast=forecast))

    assert [] == heard


def test_reset() -> None:
    """A window that came near its limit is told when it starts anew, once it was read; another is not."""
    person = AlertRecipient()
    person.new_alerts(session_account(93))
    unread = person.new_alerts(session_account(None, NOW), RESET + HOUR)
    heard = person.new_alerts(session_account(2, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)
    calm = AlertRecipient()
    calm.new_alerts(session_account(60))

    assert [] == unread
    assert ["5-hour session has reset"] == titles(heard)
    assert "Now 2%, resets 19:00." == heard[0].body
    assert [] == calm.new_alerts(session_account(2, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)


def test_reset_into_a_window_that_is_well_used() -> None:
    """A new window that is past a threshold when it is first seen is told for that, and no reset beside it."""
    person = AlertRecipient()
    person.new_alerts(session_account(93))
    heard = person.new_alerts(session_account(86, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)
    later = person.new_alerts(session_account(88, RESET + HOUR, RESET + 5 * HOUR), RESET + HOUR)

    assert (["5-hour session at 86%"], []) == (titles(heard), titles(later))


def test_reset_into_a_window_that_has_not_started() -> None:
    """Where nothing is used after the reset there is no next reset, and the reset is told all the same."""
    person = AlertRecipient()
    person.new_alerts(session_account(100))
    heard = person.new_alerts(session_account(None, RESET + HOUR, None), RESET + HOUR)

    assert ["5-hour session has reset"] == titles(heard)


def test_odd_reset() -> None:
    """A reset time that jumps before its time is no reset."""
    person = AlertRecipient()
    person.new_alerts(session_account(93))

    assert [] == person.new_alerts(session_account(93, NOW + HOUR, RESET + 3 * HOUR), NOW + HOUR)[1:]
    assert not any("has reset" in title for title in titles(list(person.last_decisions.alerts)))


def money(used: str, *, limit: str | None = "50.00", enabled: bool = True, percent: float | None = None) -> AccountView:
    """An account that has extra usage."""
    spend = Spend(enabled, Decimal(used), Decimal(limit) if limit else None, "USD", percent)
    return replace(session_account(50), spend=spend)


@pytest.mark.parametrize("minutes", [-60, -3, 3, 14, 16, 200])
def test_moved_reset(minutes: int) -> None:
    """When the reset of a running window is moved, what was told of it is not told again, and the rest still is."""
    person, moved = AlertRecipient(), RESET + timedelta(minutes=minutes)
    assert 1 == len(person.new_alerts(session_account(91)))

    assert [] == person.new_alerts(session_account(92, NOW + 0.1 * HOUR, moved), NOW + 0.1 * HOUR)
    assert [] == person.new_alerts(session_account(93, moved - 0.02 * HOUR, moved), moved - 0.02 * HOUR)
    assert ["5-hour session at 100%"] == titles(
        person.new_alerts(session_account(100, NOW + 0.3 * HOUR, moved), NOW + 0.3 * HOUR)
    )


def test_reset_told_shortly_before_it_comes() -> None:
    """A reset that is put off by minutes when it is about to come is no new window."""
    person, late = AlertRecipient(), RESET - timedelta(minutes=1)
    person.new_alerts(session_account(100))

    assert [] == person.new_alerts(session_account(100, late, RESET + timedelta(minutes=5)), late)


def test_older_window_comes_again() -> None:
    """A source that tells of the window before does not bring about a second notice of its reset."""
    person, later = AlertRecipient(), RESET + HOUR
    new = session_account(2, later, RESET + 5 * HOUR)
    person.new_alerts(session_account(95))
    assert ["5-hour session has reset"] == titles(person.new_alerts(new, later))

    assert [] == person.new_alerts(session_account(95, later), later)
    assert [] == person.new_alerts(new, later)


def test_clock_goes_back() -> None:
    """An hour that is lived twice brings no notice twice."""
    person, new = AlertRecipient(), RESET + 5 * HOUR
    person.new_alerts(session_account(95))
    assert 1 == len(person.new_alerts(session_account(91, RESET, new), RESET)[:1])

    for minutes in range(-55, 60, 5):
        now = RESET + timedelta(minutes=minutes)
        assert [] == person.new_alerts(session_account(91, now, new), now)


@pytest.mark.parametrize("reset", [RESET, RESET + 2 * HOUR])
def test_reset_before_its_time(reset: datetime) -> None:
    """A limit that is taken back before its reset is told as reset, once, and its thresholds count anew."""
    person, early = AlertRecipient(), NOW + 0.1 * HOUR
    person.new_alerts(session_account(95))

    assert ["5-hour session has reset"] == titles(person.new_alerts(session_account(1, early, reset), early))
    assert [] == person.new_alerts(session_account(2, early, reset), early)
    assert ["5-hour session at 91%"] == titles(person.new_alerts(session_account(91, early, reset), early))


def test_reset_that_is_not_said_once() -> None:
    """A reading that does not say the reset costs no notice of it."""
    person, later = AlertRecipient(), RESET + HOUR
    person.new_alerts(session_account(95))
    person.new_alerts(session_account(None, NOW + 0.1 * HOUR, None), NOW + 0.1 * HOUR)

    assert ["5-hour session has reset"] == titles(person.new_alerts(session_account(2, later, RESET + 5 * HOUR), later))


def test_spending_begins() -> None:
    """The first rise is told, further ones are not until it has rested for as long as a session."""
    person = AlertRecipient()
    heard = [
        person.new_alerts(money(used), NOW + n * HOUR / 2) for n, used in enumerate(("3.00", "3.00", "3.40", "5.00"))
    ]
    later = person.new_alerts(money("5.50"), NOW + 9 * HOUR)

    assert [0, 0, 1, 0] == [len(one) for one in heard]
    assert ("Extra usage is being spent", "So far 3.40 of 50.00 USD.") == (heard[2][0].title, heard[2][0].body)
    assert ["Extra usage is being spent"] == titles(later)


def test_amounts() -> None:
    """The highest amount that was passed is told once, and again in the next month."""
    person = AlertRecipient(AlertRules(spend_amounts=(Decimal(10), Decimal(20))))
    spent = ("9.99", "20.10", "22.00", "0.50", "10.00")
    heard = [titles(person.new_alerts(money(used), NOW + n * HOUR / 9)) for n, used in enumerate(spent)]

    assert "Extra usage has passed 20 USD" in heard[1][0]
    assert "passed 10 USD" in str(heard[4])
    assert "passed" not in str(heard[2])


def test_login() -> None:
    """The end of a login is told three days and one day ahead, once each."""
    person = AlertRecipient()
    ends = NOW + timedelta(days=4)
    heard = [
        titles(person.new_alerts(replace(session_account(10), login_ends_at=ends), NOW + days * timedelta(days=1)))
        for days in (0, 1.1, 2, 3.2, 3.5, 4.5)
    ]

    assert [0, 1, 0, 1, 0, 0] == [len(one) for one in heard]
    assert heard[1][0].startswith("The Claude login ends")


def failing(health: Health, now: datetime) -> AccountView:
    """An account that could not be read, with its old figures."""
    problem = Problem("Anthropic asked Brim to wait", "The next read is at 13:00.")
    return replace(session_account(60, NOW), health=health, problem=problem, stale=True, fetched_at=now)


def test_lost_and_back() -> None:
    """A long loss is told once, with its reason; the return is told only then, in place of it and quietly."""
    person = AlertRecipient()
    times = [NOW + timedelta(minutes=minutes) for minutes in (0, 60, 91, 120)]
    heard = [person.new_alerts(failing(Health.BLOCKED, NOW), now) for now in times]
    back = person.new_alerts(session_account(61, NOW + 3 * HOUR), NOW + 3 * HOUR)
    short = AlertRecipient()
    short.new_alerts(failing(Health.ERROR, NOW), NOW)

    assert [0, 0, 1, 0] == [len(one) for one in heard]
    assert "No reading for 1 h 31 min" == heard[2][0].title
    assert heard[2][0].body.startswith("Anthropic asked Brim to wait")
    assert ["Readings are back"] == titles(back)
    assert (heard[2][0].key, Urgency.LOW) == (back[0].key, back[0].urgency)
    assert [] == short.new_alerts(session_account(61, NOW + HOUR), NOW + HOUR)


@pytest.mark.parametrize("health", [Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE, Health.STALE])
def test_a_login_that_waits_is_no_loss(health: Health) -> None:
    """Whoever does not use Claude for a day is not told that nothing can be read."""
    person = AlertRecipient()
    person.new_alerts(failing(health, NOW))

    assert [] == person.new_alerts(failing(health, NOW), NOW + 24 * HOUR)


def test_asleep_is_not_lost() -> None:
    """The time that the machine slept does not count as a loss."""
    person = AlertRecipient()
    person.new_alerts(failing(Health.OFFLINE, NOW))
    later = NOW + 8 * HOUR
    decision = decide(failing(Health.OFFLINE, NOW), person.memory, AlertContext(awake_since=later), later)

    assert () == decision.alerts


def test_own_thresholds() -> None:
    """A limit can have thresholds of its own, named by a pattern; the others keep the common ones."""
    made = alert_rules(
        AlertSettings.model_validate({"thresholds": "80, 95", "limits": {"WEEKLY_*": [50], "spend": []}})
    )

    assert [(50.0,), (50.0,), (80.0, 95.0), ()] == [
        made.thresholds_for(name) for name in ("weekly_all", "weekly_scoped:Fable", "session", "spend")
    ]


def test_settings_name_every_rule() -> None:
    """Each rule has a switch of its own, and the rules without settings are those of the defaults."""
    assert alert_rules(AlertSettings()) == AlertRules()
    assert frozenset(Rule) == alert_rules(AlertSettings.model_validate(dict.fromkeys(Rule, False))).muted


@pytest.mark.parametrize(
    "bad",
    [
        {"quiet_hours": "25:00-07:00"},
        {"quiet_hours": "late"},
        {"thresholds": "many"},
        {"thresholds": [-1]},
        {"pace_chance": 0},
        {"limits": {"session": "x"}},
    ],
)
def test_bad_settings(bad: dict[str, object]) -> None:
    """What cannot be used is refused, never taken for something else."""
    with pytest.raises(ValueError, match=r"."):
        AlertSettings.model_validate(bad)


def test_too_late_to_matter() -> None:
    """Shortly before its reset a limit is told only when it is reached."""
    person = AlertRecipient()
    late = RESET - timedelta(minutes=14)
    heard = [titles(person.new_alerts(session_account(percent, late), late)) for percent in (91, 100)]

    assert [[], ["5-hour session at 100%"]] == heard
    assert 1 == len(AlertRecipient().new_alerts(session_account(91, RESET + HOUR), RESET + HOUR))


def test_summary() -> None:
    """What has happened over a night of sleep is one notice, the heaviest first."""
    person = AlertRecipient()
    before = session_account(95)
    person.new_alerts(before)
    week = Window("weekly_all", "weekly_all", "Weekly", 92, RESET + 90 * HOUR, 604800, Source.API, RESET + 9 * HOUR)
    after = session_account(3, RESET + 9 * HOUR, RESET + 12 * HOUR)
    heard = person.new_alerts(replace(after, windows=(*after.windows, week)), RESET + 9 * HOUR)

    assert ["Weekly at 92%, 5-hour session has reset"] == titles(heard)
    assert 2 == len(heard[0].body.splitlines())
