"""A limit that the vendor refuses, whatever its percentage says: its notification, and what hooks get."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.alerts.hookevents import hook_batch
from brim.backend.alerts.rules import AlertRules
from brim.model.level import Level
from brim.model.usage import EarlyReset, Figure, Source
from tests.support.alertaccount import AlertRecipient, session_account
from tests.support.samples import NOW, RESET

if TYPE_CHECKING:
    from brim.model.account import AccountView

MINUTE = timedelta(minutes=1)


def refused(percent: float | None = 25.0) -> AccountView:
    """An account whose limit is refused at a percentage."""
    view = session_account(percent)
    windows = tuple(replace(window, refused=True, level=Level.EXHAUSTED) for window in view.windows)
    return replace(view, windows=windows, level=Level.EXHAUSTED)


def test_refusal_is_told_once() -> None:
    """A refusal at 25% is one notification, which keeps the percentage, and no reached threshold follows it."""
    person = AlertRecipient()
    (alert,) = person.new_alerts(refused())

    assert ("Session: refused by the vendor", "25% used. Resets 14:00.") == (alert.title, alert.body)
    assert [] == person.new_alerts(refused(), NOW + 5 * MINUTE)
    assert [] == person.new_alerts(refused(30.0), NOW + 10 * MINUTE)
    assert [] == person.new_alerts(session_account(30.0), NOW + 15 * MINUTE)


def test_refusal_counts_again_after_work_was_allowed() -> None:
    """After the vendor allowed work again, another refusal is told."""
    person = AlertRecipient()
    person.new_alerts(refused())
    person.new_alerts(session_account(26.0), NOW + MINUTE)

    assert ["Session: refused by the vendor"] == [one.title for one in person.new_alerts(refused(), NOW + 9 * MINUTE)]


def test_refusal_after_an_early_reset_is_told_once() -> None:
    """A window that began early and is refused leads to one notification, not to one at each update."""
    person = AlertRecipient()
    person.new_alerts(refused(80.0))
    before = Figure(80.0, RESET, Source.API, NOW)
    view = refused(5.0)
    again = replace(
        view, windows=(replace(view.windows[0], early_reset=EarlyReset(NOW + MINUTE, before)),), fetched_at=NOW
    )

    assert [] == person.new_alerts(again, NOW + 2 * MINUTE)


def test_refusal_comes_first_among_several() -> None:
    """Of several limits in one notification the refused one is the first line, with its own percentage."""
    view = refused()
    week = replace(view.windows[0], id="weekly_all", label="Week", percent=91.0, refused=False, level=Level.CRITICAL)
    (alert,) = AlertRecipient().new_alerts(replace(view, windows=(week, view.windows[0])))

    assert ["Session: 25% used, refused by the vendor now, resets 14:00", "Week: 91% used, resets 14:00"] == (
        alert.body.splitlines()
    )


def test_limit_without_thresholds_is_silent() -> None:
    """A limit whose thresholds are switched off says nothing of a refusal either."""
    assert [] == AlertRecipient(AlertRules(limits=(("session", ()),))).new_alerts(refused())


def test_hooks_get_the_refusal() -> None:
    """A hook's JSON says that the vendor refuses beside the percentage, and a phone is told with a high priority."""
    person = AlertRecipient()
    person.new_alerts(refused())
    events = [decision.event for decision in person.last_decisions.decisions]
    batch = hook_batch(refused(), events, NOW)
    body = batch.events[0].model_dump()

    assert (25.0, True, "claude") == (body["percent"], body["refused"], body["account"]["provider"])
    assert ["critical"] == [message.urgency for message in batch.messages["all"]]


def test_messages_name_the_provider() -> None:
    """With several accounts a message on a phone begins with the provider of the one that it is about."""
    view = refused()
    view = replace(view, account=replace(view.account, full_label="Codex · work"))
    person = AlertRecipient()
    person.new_alerts(view)
    events = [decision.event for decision in person.last_decisions.decisions]
    batch = hook_batch(view, events, NOW, with_label=True)

    (message,) = batch.messages_for("all")
    assert message.title.startswith("Codex")
    assert message.title.endswith("Session: refused by the vendor")
    assert ("work", "Codex · work") == (batch.events[0].account.label, batch.events[0].account.name)
