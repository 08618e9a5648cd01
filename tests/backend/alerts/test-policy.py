"""Which alert is due, what it says, and that no alert is sent twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts import policy
from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.policy import AlertContext, AlertDecisions, AlertOutcome, decide
from brim.backend.alerts.rules import AlertRules
from brim.backend.providers.claude import words
from brim.errors import ConfigError
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.alert import Alert, AlertButton, Urgency
from brim.model.level import Level
from brim.model.options import IconShow
from brim.model.snapshot import SnoozedRule
from brim.model.usage import Source, Spend, Window
from tests.support.samples import NOW, RESET

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("utc")
ACCOUNT = Account("a" * 16, "work", "claude", words.vendor())


def view(
    percent: float, *, reset: datetime | None = RESET, week: float = 10, health: Health = Health.OK
) -> AccountView:
    """Session and week; the level is that of the session."""
    level = Level.EXHAUSTED if percent >= 100 else Level.CRITICAL if percent >= 90 else Level.WARN
    session = Window("session", "session", "Session", percent, reset, 18000, Source.API, NOW, level=level)
    weekly = Window(
        "weekly_all", "weekly_all", "Week", week, RESET + timedelta(days=3), 604800, Source.API, NOW, level=Level.WARN
    )
    return AccountView(ACCOUNT, health, windows=(session, weekly))


class Tray:
    """Remembers what was sent, as the poller does."""

    def __init__(self, rules: AlertRules | None = None) -> None:
        """Nothing was sent."""
        self.rules = rules or AlertRules()
        self.memory = AlertMemory()
        self.last = AlertDecisions((), self.memory)

    def alert_for(
        self, account: AccountView, *snoozed_rules: str, now: datetime = NOW, full_screen: bool = False
    ) -> Alert | None:
        """The one alert that is due for an account now."""
        snoozed = tuple(SnoozedRule(rule, now + timedelta(hours=1)) for rule in snoozed_rules)
        context = AlertContext(self.rules, snoozed, full_screen, zone=UTC)
        self.last = decide(account, self.memory, context, now)
        again = decide(account, self.last.memory, context, now)
        self.memory = self.last.memory

        assert ((), self.memory) == (again.alerts, again.memory)
        assert len(self.last.alerts) < 2
        return self.last.alerts[0] if self.last.alerts else None

    @property
    def outcomes(self) -> list[tuple[AlertOutcome, str]]:
        """The outcome of each event of the last decisions."""
        return [(decision.outcome, decision.event.rule) for decision in self.last.decisions]


def test_alert_states_percentage_meaning_and_reset() -> None:
    """The title has the percentage, the body what follows and when it resets; the buttons offer actions."""
    alert = Tray().alert_for(view(91.4))

    assert alert is not None
    assert ("Session: 91% used", "Resets 14:00.") == (alert.title, alert.body)
    assert ((AlertButton.OPEN, AlertButton.SNOOZE, AlertButton.REFRESH), Urgency.NORMAL) == (
        alert.buttons,
        alert.urgency,
    )


def test_each_threshold_sends_one_alert() -> None:
    """Each rise to a threshold sends one alert, and figures in between send none."""
    tray = Tray()
    alerts = [tray.alert_for(view(percent)) for percent in (10, 74.9, 75, 80, 89, 90, 95, 88, 91, 100, 100, 120)]

    assert ["75%", "90%", "100%"] == [alert.title.split()[-2] for alert in alerts if alert is not None]


def test_only_the_highest_threshold_is_reported() -> None:
    """A reading that crosses several thresholds sends one alert for the highest; the lower ones never follow."""
    tray = Tray()
    alerts = [tray.alert_for(view(percent)) for percent in (95, 80, 92)]

    assert [True, False, False] == [alert is not None for alert in alerts]


def test_thresholds_count_again_in_the_next_window() -> None:
    """After the reset the same thresholds count again."""
    tray = Tray()

    assert tray.alert_for(view(91)) is not None
    assert tray.alert_for(view(91, reset=RESET + timedelta(hours=5))) is not None


@pytest.mark.parametrize("seconds", [-60, -0.6, 0.4, 29, 31, 119])
def test_drifting_reset_is_the_same_reset(seconds: float) -> None:
    """A reset time that drifts by seconds between readings is the same reset."""
    tray = Tray()
    tray.alert_for(view(91))

    assert tray.alert_for(view(91, reset=RESET + timedelta(seconds=seconds))) is None


def test_limits_that_cross_together_share_an_alert() -> None:
    """Limits that cross a threshold together share one alert, the higher percentage first."""
    alert = Tray().alert_for(view(76, week=92))

    assert alert is not None
    assert "2 limits are high" == alert.title
    assert ["Week: 92% used", "Session: 76% used"] == [line.split(",")[0] for line in alert.body.splitlines()]


def test_later_alert_replaces_the_earlier_one() -> None:
    """A later alert about the same account has the same key, so it replaces the earlier one."""
    tray = Tray()
    first, second = tray.alert_for(view(76)), tray.alert_for(view(91))

    assert first is not None
    assert second is not None
    assert first.key == second.key


@pytest.mark.parametrize("health", [health for health in Health if health is not Health.OK])
def test_old_figures_send_no_alert(health: Health) -> None:
    """Figures of a reading that did not succeed send nothing, and nothing counts as sent."""
    tray = Tray()

    assert tray.alert_for(view(95, health=health)) is None
    assert tray.alert_for(view(95)) is not None


def test_unconfirmed_figure_sends_no_alert() -> None:
    """An unconfirmed figure sends nothing until it is confirmed."""
    tray = Tray()
    unconfirmed = view(95)
    windows = tuple(replace(window, confirmed=False) for window in unconfirmed.windows)

    assert tray.alert_for(replace(unconfirmed, windows=windows)) is None
    assert tray.alert_for(view(95)) is not None


@pytest.mark.parametrize("rule", ["limit", "session", "all"])
def test_snoozed_rule_is_reported_after_the_snooze(rule: str) -> None:
    """A snoozed rule sends nothing; after the snooze, what is still true is reported."""
    tray = Tray()

    assert tray.alert_for(view(95), rule) is None
    assert tray.alert_for(view(95)) is not None


def test_threshold_without_reset_counts_again_after_a_fall() -> None:
    """Without a reset, a threshold counts again after the figure fell below it."""
    tray = Tray()
    alerts = [tray.alert_for(view(percent, reset=None)) for percent in (80, 81, 60, 80)]

    assert [True, False, False, True] == [alert is not None for alert in alerts]


def test_extra_usage_near_its_cap_is_reported() -> None:
    """Extra usage near its cap sends an alert too."""
    spend = Spend(
        enabled=True,
        used=Decimal("95.00"),
        limit=Decimal("100.00"),
        currency="USD",
        percent=95.0,
        level=Level.CRITICAL,
    )
    alert = Tray().alert_for(AccountView(ACCOUNT, Health.OK, spend=spend))

    assert alert is not None
    assert ("Extra usage: 95% used", "$95 of $100 spent.") == (alert.title, alert.body)


def test_sent_alerts_are_known_after_a_restart(tmp_path: Path) -> None:
    """What was sent is known after a restart."""
    path = tmp_path / "state" / "episodes.json"
    before, after = AlertMemoryStore(path), AlertMemoryStore(path)
    before.save(decide(view(95), AlertMemory(), AlertContext(), NOW).memory, NOW)
    before.mark_welcomed(NOW)
    after.load()

    assert () == decide(view(95), after.memory, AlertContext(), NOW).alerts
    assert after.welcomed
    assert before.memory == after.memory
    assert {"schema", "welcomed_at", "sent", "seen"} <= set(json.loads(path.read_text()))


def test_accounts_that_are_evaluated_in_turn_change_no_memory() -> None:
    """Where nothing new happens, evaluating one account after the other leaves the memory, and its file, as it is."""
    spend = Spend(enabled=True, used=Decimal(5), limit=Decimal(100), currency="USD", percent=5.0)
    views = [replace(view(95), account=replace(ACCOUNT, id=letter * 16), spend=spend) for letter in "abc"]
    memory = AlertMemory()
    for account in views:
        memory = decide(account, memory, AlertContext(zone=UTC), NOW).memory

    for account in views * 2:
        assert memory is decide(account, memory, AlertContext(zone=UTC), NOW + timedelta(minutes=1)).memory


def test_outdated_records_are_removed(tmp_path: Path) -> None:
    """Records that are long outdated are removed, so that the file stays small."""
    store = AlertMemoryStore(tmp_path / "episodes.json")
    store.save(decide(view(95), AlertMemory(), AlertContext(), NOW).memory, NOW + timedelta(days=60))

    assert () == store.memory.sent


def test_memory_prevents_repetition_without_a_disk(tmp_path: Path) -> None:
    """Where nothing can be written, memory prevents a second alert."""
    (tmp_path / "state").write_text("in the way")
    store = AlertMemoryStore(tmp_path / "state" / "episodes.json")
    store.load()
    store.save(decide(view(95), AlertMemory(), AlertContext(), NOW).memory, NOW)

    assert () == decide(view(95), store.memory, AlertContext(), NOW).alerts


@pytest.mark.parametrize("content", ["", "[]", '{"sent": 7}', '{"sent": [{"account": 1}]}'])
def test_broken_file_is_set_aside(tmp_path: Path, content: str) -> None:
    """A broken file counts as empty and is stored under another name."""
    path = tmp_path / "episodes.json"
    path.write_text(content)
    store = AlertMemoryStore(path)
    store.load()

    assert () == store.memory.sent
    assert content == (tmp_path / "episodes.json.broken").read_text()


@pytest.mark.parametrize(
    ("account", "network", "title", "body"),
    [
        (
            AccountView(ACCOUNT, Health.OK, refresh_available_from=NOW + timedelta(seconds=133)),
            True,
            "Updated 20 s ago",
            "You can refresh again at 11:04:13.",
        ),
        (
            AccountView(ACCOUNT, Health.OFFLINE, Problem("a", "b"), refresh_available_from=NOW + timedelta(seconds=40)),
            True,
            "Last attempt 20 s ago",
            "You can refresh again at 11:02:40.",
        ),
        (
            AccountView(
                ACCOUNT, Health.BLOCKED, refresh_available_from=NOW + timedelta(seconds=277), blocked_until=NOW
            ),
            True,
            "Rate limited",
            "Anthropic limits how often usage can be fetched. Next update at 11:06:37.",
        ),
        (
            AccountView(ACCOUNT, Health.EXPIRED, Problem("Login expired", "Open Claude Code.")),
            True,
            "Login expired",
            "",
        ),
        (
            AccountView(ACCOUNT, Health.OFFLINE, Problem("Online fetching is off", "Tick it.")),
            False,
            "Online fetching is off",
            "Tick it.",
        ),
    ],
)
def test_refused_refresh_is_answered(account: AccountView, network: bool, title: str, body: str) -> None:  # noqa: FBT001 - a row of the table
    """A click that sent no request is answered: why, and when a read is possible."""
    alert = policy.refresh_refused(account, NOW - timedelta(seconds=20), NOW, network=network)

    assert alert.title.startswith(title)
    assert body in alert.body
    assert ("refresh", Urgency.LOW, True) == (alert.key, alert.urgency, alert.transient)


PRODUCTS = ("Claude", "Codex", "Cursor")


def _welcome(account: AccountView, *, network: bool = True) -> str:
    alert = policy.welcome(account, PRODUCTS, network=network)
    assert alert is not None
    assert "Brim is running in the tray" == alert.title
    return alert.body


def test_welcome_says_where_the_usage_is() -> None:
    """The first alert says where the usage is, or what to do to see it, and then what is read and sent."""
    signed_out = AccountView(ACCOUNT, Health.SIGNED_OUT, Problem("Signed out", "Sign in."))

    assert _welcome(replace(view(10), fetched_at=NOW)).startswith(
        "Your Claude usage is shown from now on. Brim only reads the Claude Code login"
    )
    assert _welcome(signed_out).startswith("Run `claude` and sign in. Brim only reads")
    assert _welcome(replace(signed_out, login_found=False)).startswith(
        "Sign in to Claude, Codex or Cursor, and Brim shows"
    )
    assert "tick “Fetch usage online”" in _welcome(signed_out, network=False)


def test_welcome_names_no_account_of_several() -> None:
    """Where commands have told of several providers before, the first start of the tray names none of them alone."""
    alert = policy.welcome(replace(view(10), fetched_at=NOW), PRODUCTS, network=True, several=True)

    assert alert is not None
    assert ("Brim is running in the tray", "Your usage is in its tooltip and its menu.") == (alert.title, alert.body)


def test_welcome_waits_for_the_first_attempt() -> None:
    """Nobody is welcomed before it is known whether there is any usage to see."""
    assert policy.welcome(AccountView(ACCOUNT, Health.OK), PRODUCTS, network=True) is None


LONG_NAME = "Claude Something Very Long Indeed With Thinking (week)"


@pytest.mark.parametrize("percent", [75, 91, 100])
@pytest.mark.parametrize("show", IconShow)
def test_no_title_is_cut(percent: float, show: IconShow) -> None:
    """A title has at most 40 letters, the body at most two sentences, and neither repeats the other."""
    account = view(percent)
    window = replace(account.windows[0], label=LONG_NAME)
    alert = Tray(AlertRules(show=show)).alert_for(replace(account, windows=(window,)))

    assert alert is not None
    assert len(alert.title) <= 40
    assert alert.title.endswith("% used" if show is IconShow.USED else "% left")
    assert alert.body.count(". ") <= 1
    assert "%" not in alert.body


def test_invalid_settings_share_one_alert() -> None:
    """Settings that cannot be used are reported in one alert; without any there is no alert."""
    alert = policy.settings_errors((ConfigError("A cannot be used", "Do b."), ConfigError("C cannot be used", "Do d.")))

    assert alert is not None
    assert ["A cannot be used. Do b.", "C cannot be used. Do d."] == alert.body.splitlines()
    assert policy.settings_errors(()) is None
