"""The menu rows that explain where the figures come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health
from brim.model.level import Level
from brim.model.usage import Doubt, Figure, Source
from brim.tray.menu.tooltip import copied_details
from brim.words.iconreason import icon_reason
from tests.support.samples import BLOCKED_PROBLEM, NOW, RESET, account_view, snapshot, week, window
from tests.tray.menu.menurows import find_row, opened_rows, standing_rows, texts


@pytest.mark.usefixtures("utc")
def test_each_figure_has_its_source_and_age() -> None:
    """The menu has one line for the age of all figures; source and time of each limit are below that limit."""
    older = replace(week(), read_at=NOW - timedelta(minutes=31), source=Source.CACHE)
    rows = opened_rows(snapshot(account_view(window(), older)), NOW + timedelta(minutes=8))

    assert "Updated 8 min ago" == find_row(rows, "source").label
    assert "Updated 11:02 from Anthropic" == find_row(rows, "source-session").label
    assert "Updated 10:31 from Claude Code (39 min ago)" == texts(find_row(rows, "window-weekly_all").children)


@pytest.mark.usefixtures("utc")
def test_an_unconfirmed_figure_says_why() -> None:
    """The figure is marked; below its row is why it is unconfirmed and which figure was confirmed."""
    confirmed = Figure(40.0, RESET, Source.API, NOW - timedelta(minutes=5))
    unconfirmed = replace(window(100.0, Level.EXHAUSTED, confirmed=False), doubt=Doubt.JUMP, last_confirmed=confirmed)
    row = find_row(standing_rows(snapshot(account_view(unconfirmed, week()))), "window-session")

    assert "Session 100%? used · resets 14:00" == row.label
    assert texts(row.children).startswith("It jumped to the limit (40% used was confirmed at 10:57) ")


def test_the_details_say_why_the_icon_has_its_state() -> None:
    """They hold the same sentence as every other place, in rows that are not too wide for a menu."""
    blocked = account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)
    children = find_row(opened_rows(snapshot(blocked)), "details").children

    assert icon_reason(blocked, NOW) in texts(children)
    assert max(len(child.label) for child in children) <= 46
    assert icon_reason(blocked, NOW) in copied_details(snapshot(blocked), NOW)
