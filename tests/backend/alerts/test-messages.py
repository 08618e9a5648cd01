"""What a phone gets is what the desktop shows: the words and the urgency of each alert."""

from __future__ import annotations

import asyncio
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
from brim.model.account import AccountView, Health, Problem
from brim.model.alert import Urgency
from tests.support.messagingservers import running_service
from tests.support.samples import NOW, RESET, account_view, window

if TYPE_CHECKING:
    from pathlib import Path

    from brim.model.alert import Alert

pytestmark = pytest.mark.usefixtures("utc")


async def evaluated(url: str, folder: Path, *views: AccountView, with_label: bool = False) -> tuple[Alert, ...]:
    """The alerts for an account that changes every two hours; each is sent to the address, too."""
    hooks = Hooks(HookSettings.model_validate({"webhook_kind": "ntfy", "webhook": {"all": url}}), tenacity.wait_none())
    notifier = Notifier(AlertMemoryStore(folder / "episodes.json"), hooks=hooks)
    for number, view in enumerate(views):
        now = NOW + number * timedelta(hours=2)
        await notifier.evaluate(view, AlertContext(AlertRules(), zone=UTC), now, with_label=with_label)
        await hooks.wait_until_done()
    await hooks.aclose()
    return notifier.take_due()


@pytest.mark.parametrize("with_label", [False, True])
def test_words_are_those_of_the_notification(tmp_path: Path, *, with_label: bool) -> None:
    """A message has the title and the text of the notification, with the account's name where that has it."""
    view = account_view(window(91.0, resets_at=RESET))
    with running_service("ntfy") as standin:
        (alert,) = asyncio.run(evaluated(standin.url, tmp_path, view, with_label=with_label))
        (post,) = standin.posts

    assert (alert.title, alert.body) == (post.fields["title"], post.fields["message"])
    assert with_label == post.fields["title"].startswith(view.account.label)


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
