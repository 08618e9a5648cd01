"""The tooltip and the one-line title of the tray item."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health
from brim.model.usage import Source
from brim.tray.menu.trayview import tray_view
from tests.support.samples import BLOCKED_PROBLEM, NOW, account_view, extra_usage, snapshot, week, window
from tests.tray.menu.menurows import find_row


@pytest.mark.usefixtures("utc")
def test_the_tooltip_names_each_window_and_its_source() -> None:
    """One line for each window, the extra_usage, and where the figures come from, in clock times."""
    view = tray_view(snapshot(account_view(window(), week(), spend=extra_usage())), NOW)

    assert view.title == "Brim: 5-hour session 41%"
    assert view.tooltip.split("\n") == [
        "5-hour session 41%, resets 14:00",
        "Week, all models 18%, resets Fri 11:02",
        "Extra usage 18.02 of 300.00 USD (6%)",
        "Read 11:02 from Anthropic",
        "Next read 11:07 (every 5 minutes)",
        "Calm: 5-hour session is at 41%, under 50%, and resets 14:00.",
    ]


def test_a_plan_without_windows_has_its_spend_in_the_title() -> None:
    """A usage-based plan has one figure: its money."""
    assert tray_view(snapshot(account_view(spend=extra_usage())), NOW).title == "Brim: extra usage 6%"


@pytest.mark.usefixtures("utc")
def test_a_figure_from_another_source_or_time_is_labelled() -> None:
    """A limit that was read long before the headline names its own time and source, in tooltip and menu."""
    older = replace(week(), read_at=NOW - timedelta(minutes=31), source=Source.CACHE)
    view = tray_view(snapshot(account_view(window(), older)), NOW)

    expected = "18%, resets Fri 11:02, read 10:31 from Claude Code's last reading"
    assert f"Week, all models {expected}" == view.tooltip.split("\n")[1]
    names = [row.id for row in view.rows]
    assert "    read 10:31 from Claude Code's last reading" == find_row(view.rows, "read-weekly_all").label
    assert names.index("read-weekly_all") == names.index("window-weekly_all") + 1
    assert "read-session" not in names


@pytest.mark.usefixtures("utc")
def test_a_problem_is_named_with_its_next_step() -> None:
    """The tooltip shows the problem's title, the menu its message too."""
    view = tray_view(snapshot(account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)), NOW)

    assert view.tooltip.split("\n")[0] == "Anthropic asked Brim to wait"
    assert "Read 11:02 from Anthropic, not fresh" in view.tooltip.split("\n")
    assert [row.label for row in view.rows[2:4]] == ["Anthropic asked Brim to wait", "The next read is at 11:07."]
