"""The details page beside a real reading side of a tray: settings go there, and what the tray shows comes back."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tests.support.detailsserver import bearer, request, serving
from tests.support.sandbox import sandbox, server
from tests.support.servingtray import is_read, take
from tests.support.servingtray import serving as serving_tray
from tests.support.usageserver import future_usage_answer
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from brim.model.snapshot import Snapshot
    from tests.support.sandbox import Sandbox

__all__ = ["sandbox", "server"]


def test_the_tray_takes_a_changed_setting_at_once(sandbox: Sandbox) -> None:
    """Options, alerts and the next update follow what the page stored; the status that it reads does too."""
    sandbox.server.answers = [future_usage_answer()]
    with serving_tray() as bridge, serving(os.environ | sandbox.environment) as details:
        before = take(bridge, is_read)
        host, key = details.key()
        for name, value in (("icon.show", "remaining"), ("poll.interval", "3600"), ("poll.quiet", "3600")):
            sent = json.dumps({"name": name, "value": value})
            assert 200 == request(host, "POST", "/api/settings", bearer(key), sent)[0]
        after = take(bridge, lambda snapshot: _shows_what_is_left(snapshot) and _wait(snapshot) > 2 * _wait(before))
        wait_until(
            lambda: bool(request(host, "GET", "/api/status", bearer(key))[1]["roots"]), "the folders of the account"
        )
        status = request(host, "GET", "/api/status", bearer(key))[1]

    assert _wait(after) > 2 * _wait(before)
    assert str(sandbox.claude) in next(iter(status["roots"].values()))
    assert (True, "person@example.com") == (status["running"], status["accounts"][0]["account"]["label"])


def _shows_what_is_left(snapshot: Snapshot) -> bool:
    return any(option.key == "icon.show" and option.value == "remaining" for option in snapshot.options)


def _wait(snapshot: Snapshot) -> float:
    """Seconds from a reading to the next one."""
    view = snapshot.accounts[0]
    assert view.fetched_at is not None
    assert view.next_read_at is not None
    return (view.next_read_at - view.fetched_at).total_seconds()
