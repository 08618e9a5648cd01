"""The menu rows that explain where the figures come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health
from brim.model.level import Level
from brim.model.usage import Doubt, Figure, Source
from brim.tray.menu.row import RowKind
from brim.tray.menu.tooltip import tooltip
from brim.words.iconreason import icon_reason
from tests.support.samples import BLOCKED_PROBLEM, NOW, RESET, account_view, snapshot, week, window
from tests.tray.menu.menurows import find_row, opened_rows, standing_rows


@pytest.mark.usefixtures("utc")
def test_each_figure_has_its_source_and_age() -> None:
    """The menu has one line for all figures and, below it, source and age of each limit."""
    older = replace(week(), read_at=NOW - timedelta(minutes=31), source=Source.CACHE)
    row = find_row(opened_rows(snapshot(account_view(window(), older)), NOW + timedelta(minutes=8)), "source")

    assert ("Read 11:02 from Anthropic (8 min ago)", RowKind.SUBMENU) == (row.label, row.kind)
    assert [
        "5-hour session: read 11:02 from Anthropic (8 min ago)",
        "Week, all models: read 10:31 from Claude Code's last reading (39 min ago)",
    ] == [child.label for child in row.children]


@pytest.mark.usefixtures("utc")
def test_an_unconfirmed_figure_has_a_second_row() -> None:
    """The figure is marked; the row below it says why it is unconfirmed and which figure was confirmed."""
    confirmed = Figure(40.0, RESET, Source.API, NOW - timedelta(minutes=5))
    unconfirmed = replace(window(100.0, Level.EXHAUSTED, confirmed=False), doubt=Doubt.JUMP, last_confirmed=confirmed)
    rows = standing_rows(snapshot(account_view(unconfirmed, week())))

    assert [
        "5-hour session: 100% (unconfirmed) · limit reached · resets 14:00",
        "    it jumped to the limit (40% was confirmed at 10:57)",
        "Week, all models: 18% · resets Fri 11:02",
    ] == [row.label for row in rows[2:5]]
    assert ["5-hour session 100% (unconfirmed), resets 14:00", ""] == [row.label for row in rows[:2]]


def test_the_menu_says_why_the_icon_has_its_colour() -> None:
    """A submenu holds the same sentence as every other place, in rows that are not too wide for a menu."""
    blocked = account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)
    reason = icon_reason(blocked, NOW)
    row = find_row(opened_rows(snapshot(blocked)), "why")

    assert ("Why this colour", reason) == (row.label, " ".join(child.label for child in row.children))
    assert max(len(child.label) for child in row.children) <= 56
    assert reason in tooltip(snapshot(blocked), NOW)
