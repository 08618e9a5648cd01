"""What a phone gets is what the desktop shows: the words and the urgency of each alert."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.notifier import Notifier
from brim.backend.alerts.policy import AlertContext
from brim.backend.alerts.rules import AlertRules
from brim.backend.hooks.runner import Hooks
from brim.backend.settings.hooks import HookSettings
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.alert import Urgency
from brim.model.forecast import Forecast
from brim.model.level import Level
from tests.support.messagingrules import Reply
from tests.support.messagingservers import running_service
from tests.support.samples import NOW, RESET, account_view, week, window

if TYPE_CHECKING:
    from pathlib import Path

    from brim.model.alert import Alert

pytestmark = pytest.mark.usefixtures("utc")


async def evaluated(
    url: str, folder: Path, *views: AccountView, named: bool = False, hook: str = "all", kind: str = "ntfy"
) -> tuple[Alert, ...]:
    """The alerts for an account that changes every two hours; each is sent to the address, too."""
    settings = HookSettings.model_validate({"webhook_kind": kind, "webhook": {hook: url}})
    hooks = Hooks(settings, tenacity.wait_none())
    notifier = Notifier(AlertMemoryStore(folder / "episodes.json"), hooks=hooks)
    for number, view in enumerate(views):
        now = NOW + number * timedelta(hours=2)
        await notifier.evaluate(view, AlertContext(AlertRules(), zone=UTC), now, with_label=named)
        await hooks.wait_until_done()
    await hooks.aclose()
    return notifier.take_due()


@pytest.mark.parametrize("with_name", [False, True])
def test_words_are_those_of_the_notification(tmp_path: Path, *, with_name: bool) -> None:
    """A message has the title and the text of the notification, with the account's name where that has it."""
    view = account_view(window(91.0, resets_at=RESET))
    with running_service("ntfy") as standin:
        (alert,) = asyncio.run(evaluated(standin.url, tmp_path, view, named=with_name))
        (post,) = standin.posts

    assert (alert.title, alert.body) == (post.fields["title"], post.fields["message"])
    assert with_name == post.fields["title"].startswith(view.account.label)


def test_urgency_is_that_of_the_notification(tmp_path: Path) -> None:
    """No data for a while has a normal priority, and the restored connection a low one."""
    healthy = account_view(window(40.0, resets_at=NOW + timedelta(hours=5)))
    problem = Problem("Anthropic server error", "Brim retries automatically.")
    failing = replace(healthy, health=Health.ERROR, problem=problem, stale=True)
    with running_service("ntfy") as standin:
        lost, back = asyncio.run(evaluated(standin.url, tmp_path, failing, failing, healthy))
        priorities = [post.fields["priority"] for post in standin.posts]

    assert (Urgency.NORMAL, Urgency.LOW) == (lost.urgency, back.urgency)
    assert [3, 2] == priorities


def test_a_reached_limit_is_urgent_on_a_phone(tmp_path: Path) -> None:
    """A limit that is reached has a high priority, and a threshold below it a normal one."""
    high, reached = (
        account_view(replace(window(percent, resets_at=RESET), level=level))
        for percent, level in ((91.0, Level.CRITICAL), (100.0, Level.EXHAUSTED))
    )
    with running_service("ntfy") as standin:
        asyncio.run(evaluated(standin.url, tmp_path, high, reached))

        assert [3, 4] == [post.fields["priority"] for post in standin.posts]


@pytest.mark.parametrize(
    ("hook", "titles"),
    [("all", ["2 limits are high"]), ("limit", ["Session: 91% used"]), ("pace", ["2 limits are high"]), ("spend", [])],
)
def test_a_moment_is_told_once(tmp_path: Path, hook: str, titles: list[str]) -> None:
    """Several events of a moment are one message, as they are one notification; of one rule only those of the rule."""
    forecast = Forecast(pace=1.6, runs_out_at=NOW + timedelta(hours=1), chance=0.9)
    session = replace(window(91.0, resets_at=RESET), forecast=forecast)
    view = account_view(session, replace(week(60.0), forecast=forecast))
    with running_service("ntfy") as standin:
        (alert,) = asyncio.run(evaluated(standin.url, tmp_path, view, hook=hook))

        assert titles == [post.fields["title"] for post in standin.posts]
    assert "2 limits are high" == alert.title


def test_own_address_gets_every_event(tmp_path: Path) -> None:
    """An address that takes Brim's JSON gets each event of a moment, also those that share a notification."""
    forecast = Forecast(pace=1.6, runs_out_at=NOW + timedelta(hours=1), chance=0.9)
    view = account_view(replace(window(91.0, resets_at=RESET), forecast=forecast))
    with running_service("ntfy") as standin:
        standin.replies = [Reply(200), Reply(200)]
        asyncio.run(evaluated(standin.url, tmp_path, view, kind="brim"))

    assert ["limit", "pace"] == sorted(json.loads(post.body)["event"] for post in standin.unchecked)


@pytest.mark.parametrize("label", ["& < > # | %{ } $( ) \n", "\u202eevil \ud800", "x" * 10_000])
def test_no_label_stops_the_alerts(tmp_path: Path, label: str) -> None:
    """Any label of an account reaches a phone, and JSON."""
    view = replace(account_view(window(91.0, resets_at=RESET)), account=Account("a" * 16, label, "claude"))
    with running_service("ntfy") as standin:
        asyncio.run(evaluated(standin.url, tmp_path, view, named=True))

        assert (1, []) == (len(standin.posts), standin.refusals)
        standin.replies = [Reply(200)]
        asyncio.run(evaluated(standin.url, tmp_path / "json", view, named=True, kind="brim"))

        assert "limit" == json.loads(standin.unchecked[-1].body)["event"]
