"""The rows of the whole menu."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health, Problem
from brim.model.command import OpenPage, Page, Quit, Refresh
from brim.tray.menu.row import MenuRow
from brim.tray.menu.trayview import starting_view
from tests.support.samples import BLOCKED_PROBLEM, NOW, RESET, account_view, extra_usage, snapshot, week, window
from tests.tray.menu.menurows import every_row, find_row, ids, opened_rows, standing_rows


@pytest.mark.usefixtures("utc")
def test_a_menu_that_opens_shows_durations() -> None:
    """Durations are only in rows built for the moment of opening."""
    rows = opened_rows(snapshot(account_view(window())), NOW + timedelta(minutes=8))

    assert find_row(rows, "window-session").label == "Session 41% used · resets in 2 h 50 min"
    assert find_row(rows, "source").label == "Updated 8 min ago"


@pytest.mark.usefixtures("utc")
def test_refresh_says_when_it_is_possible() -> None:
    """Within the shortest wait it is greyed and counts down; the words Refresh and Quit stay."""
    soon = snapshot(account_view(window(), refresh_from=NOW + timedelta(seconds=42)))
    too_soon = find_row(opened_rows(soon), "refresh")
    standing = find_row(standing_rows(soon), "refresh")
    possible = find_row(opened_rows(soon, NOW + timedelta(seconds=43)), "refresh")

    assert MenuRow("refresh", "Refresh (in 42 s)", enabled=False, command=Refresh()) == too_soon
    assert MenuRow("refresh", "Refresh", command=Refresh()) == possible == standing


def test_the_menu_ends_with_its_actions() -> None:
    """Refresh, the page and Quit are there in every state."""
    for shown in (
        snapshot(account_view(window())),
        snapshot(account_view(health=Health.SIGNED_OUT, problem=BLOCKED_PROBLEM)),
    ):
        commands = [row.command for row in every_row(standing_rows(shown)[-3:]) if row.command]

        assert [Refresh(), OpenPage(), OpenPage(Page.STATUS)] == commands[:3]
        assert Quit() == commands[-1]


def test_the_first_reading_needs_no_wider_menu() -> None:
    """A menu that is open before the first reading has a headline row as wide as the rows to come."""
    unread = replace(account_view(), fetched_at=None, source=None, headline=None)
    headline = find_row(opened_rows(snapshot(unread)), "headline")
    failed = replace(unread, problem=Problem("You are offline", "Try later."))

    assert "No usage data yet" == headline.label.strip()
    assert len(headline.label) >= 46 <= len(starting_view().rows[0].label)
    assert "headline" not in ids(opened_rows(snapshot(failed)))


def test_row_ids_are_unique() -> None:
    """A host finds a row by its id."""
    shown = snapshot(
        account_view(window(), week(), spend=extra_usage(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM), demo=True
    )
    names = [row.id for row in every_row(opened_rows(shown))]

    assert len(set(names)) == len(names)


def test_limits_whose_long_names_end_apart_read_apart() -> None:
    """A name that is too long for its row keeps its end too, so that two limits with the same figures read apart."""
    limits = [
        replace(week(), id=f"weekly_scoped:{end}", label=f"A model with a name longer than a row, the {end} (week)")
        for end in ("first", "second")
    ]
    rows = opened_rows(snapshot(account_view(*limits)))
    labels = [row.label for row in rows if row.id.startswith("window-")]

    assert 2 == len(set(labels))
    assert all("(week) 18% used" in label and len(label) <= 46 for label in labels)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Model 1 (week)", "Model 1 (week) 18% used · resets in 2 h 58 min"),
        ("Model 10 (week)", "Model 10 (week) 18% used · resets 14:00"),
        ("A model with a long name (week)", "A model wi…name (week) 18% used · resets 14:00"),
    ],
)
@pytest.mark.usefixtures("utc")
def test_the_time_of_a_reset_gives_way_to_the_name(label: str, expected: str) -> None:
    """Where a row is too long, it has no countdown but the time, which is then not in its details again."""
    limit = replace(week(), label=label, resets_at=RESET)
    row = find_row(opened_rows(snapshot(account_view(limit))), "window-weekly_all")

    assert expected == row.label
    assert ("resets in" in expected) == ("Resets 14:00" in [child.label for child in row.children])


@pytest.mark.usefixtures("utc")
def test_a_limit_whose_reset_has_passed_keeps_its_name() -> None:
    """A row that has no room for all of it says when the limit was reset, and of which limit that is."""
    before = NOW - timedelta(hours=30)
    limit = replace(week(None), label="Fable (week)", resets_at=before, read_at=before - timedelta(hours=1))
    row = find_row(standing_rows(snapshot(account_view(limit))), "window-weekly_all")

    assert "Fable (week): reset at Sun 05:02" == row.label
