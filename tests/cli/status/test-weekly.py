"""An account without a 5-hour limit, from the server's answer to everything that a person reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.alerts.rules import AlertRules
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.cli.statusline.lineformat import default_line
from brim.model.snapshot import Snapshot
from brim.tray.icon.fromsnapshot import icon_spec
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.tooltip import title, tooltip
from tests.support.sandbox import start_brim, status_json
from tests.support.usageserver import future_usage_answer, load_fixture, usage_answer

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox

ANSWERS = ["claude-usage-ultra-no-session", "claude-usage-ultra-null-session"]


def _output(command: str) -> str:
    with start_brim(command) as process:
        return process.communicate(timeout=60)[0]


@pytest.mark.parametrize("name", ANSWERS)
def test_the_tray_begins_with_the_week(sandbox: Sandbox, name: str) -> None:
    """Icon, title, tooltip, menu and alerts of an account without a 5-hour limit speak of its weeks alone."""
    sandbox.server.answers = [usage_answer(name)]
    state, reader = sandbox.read(), sandbox.reader()
    view = account_view(ReadPlan.of(reader, state), sandbox.now)
    snapshot = Snapshot(sandbox.now, (view,))
    rows = [row.label for row in menu_rows(snapshot, sandbox.now, durations=False)]
    texts = [title(snapshot, sandbox.now), *tooltip(snapshot, sandbox.now).splitlines(), *rows]
    rules = AlertRules(thresholds=(40.0,))
    alerts = decide(view, AlertMemory(), AlertContext(rules), sandbox.now).alerts

    assert "weekly_all" == view.windows[0].id
    assert icon_spec(snapshot, snapshot.made_at).percent in {42, 61}
    assert title(snapshot, sandbox.now).startswith(("Brim: Week ", "Brim: Fable (week) "))
    assert not [text for text in (*texts, *(alert.title for alert in alerts)) if "session" in text.casefold()]
    assert alerts


@pytest.mark.parametrize("name", ANSWERS)
def test_the_commands_begin_with_the_week(sandbox: Sandbox, name: str) -> None:
    """`brim status` and `brim forecast` of an account without a 5-hour limit begin with its week."""
    sandbox.server.answers = [future_usage_answer(name)]
    code, out, _ = status_json()
    text, forecast = _output("status"), _output("forecast")

    assert (0, "weekly_all") == (code, out["windows"][0]["id"])
    assert "ok" == out["health"]
    for printed in (text, forecast):
        assert "week" in printed.splitlines()[0].casefold()
        assert "session" not in printed.casefold()


def test_the_statusline_begins_with_the_week() -> None:
    """The statusline of an account without a 5-hour limit shows the week after the model, without a gap before it."""
    data = load_fixture("claude-statusline-no-session")
    for absent in ({}, {"five_hour": None}, {"five_hour": {"used_percentage": None, "resets_at": None}}):
        data["rate_limits"] = {"seven_day": data["rate_limits"]["seven_day"]} | absent
        now = datetime(2026, 11, 23, 11, 2, tzinfo=UTC).timestamp()
        line = default_line(json.loads(json.dumps(data)), now, color=False)

        assert line.startswith("Fable 5.2 · week 42% used ↻ ")
        assert "5h" not in line
