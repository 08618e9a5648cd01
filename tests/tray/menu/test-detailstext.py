"""The details as text, for hosts that open no menu with a left click."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brim.tray.menu.detailstext import details_text
from brim.tray.menu.trayview import starting_view
from tests.support.samples import BLOCKED_PROBLEM, account_view, extra_usage, snapshot, week, window
from tests.tray.menu.menurows import find_row, opened_rows

pytestmark = pytest.mark.usefixtures("utc")


def test_the_details_are_what_the_menu_says() -> None:
    """Each limit, how old that is, and all that is below Details, in the menu's own words; nothing to choose."""
    rows = opened_rows(snapshot(account_view(window(), week(), spend=extra_usage())))
    lines = details_text(rows).split("\n")

    assert lines[:2] == ["Session 41% used · resets in 2 h 58 min", "Week, all models 18% used · resets Fri 11:02"]
    assert lines[-len(find_row(rows, "details").children) :] == [
        row.label for row in find_row(rows, "details").children
    ]
    assert not {"Refresh", "Help", "Quit Brim", ""} & {*lines}


def test_the_details_begin_with_what_is_wrong() -> None:
    """A problem and its next step are among them."""
    view = replace(account_view(window(), problem=BLOCKED_PROBLEM), stale=True)

    assert BLOCKED_PROBLEM.title in details_text(opened_rows(snapshot(view)))


def test_before_the_first_snapshot_there_is_one_line() -> None:
    """While nothing is known the details say so."""
    assert details_text(starting_view().rows) == "Starting"
