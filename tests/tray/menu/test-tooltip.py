"""The tooltip and the one-line title of the tray item."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health
from brim.model.usage import Source
from brim.tray.menu.trayview import tray_view
from tests.support.samples import BLOCKED_PROBLEM, NOW, account_view, extra_usage, snapshot, week, window, with_label
from tests.tray.menu.menurows import find_row
from tests.tray.menu.situations import situations


@pytest.mark.usefixtures("utc")
def test_the_tooltip_names_each_window_and_its_age() -> None:
    """One line for each window, extra usage, and how old the figures are, in clock times."""
    view = tray_view(snapshot(account_view(window(), week(), spend=extra_usage())), NOW)

    assert view.title == "Brim: Session 41% used, resets 14:00"
    assert view.tooltip.split("\n") == [
        "Session 41% used · resets 14:00",
        "Week, all models 18% used · resets Fri 11:02",
        "Extra usage $18.02 of $300 (6% used)",
        "Updated 11:02, next 11:07",
    ]


def test_a_plan_without_windows_has_its_spend_in_the_title() -> None:
    """A usage-based plan has one figure: its money, as a share of its cap where it has one."""
    titles = [
        tray_view(snapshot(account_view(spend=spend)), NOW).title
        for spend in (extra_usage(), replace(extra_usage(percent=None), limit=None), extra_usage(enabled=False))
    ]

    assert ["Brim: extra usage 6% used", "Brim: extra usage $18.02, no cap", "Brim: extra usage off"] == titles


@pytest.mark.usefixtures("utc")
def test_a_limit_without_a_percentage_is_in_the_title() -> None:
    """Where nothing is used yet, or the reset has passed, title and summary say so, and not that there is no data."""
    unused, over = window(None, resets_at=None), window(None, resets_at=NOW - timedelta(minutes=2))
    shown = snapshot(account_view(over), with_label("new", account_view(unused)))

    assert "Brim: Session: unused" == tray_view(snapshot(account_view(unused)), NOW).title
    assert "Brim: Session: window ended 11:00, new usage awaited" == tray_view(snapshot(account_view(over)), NOW).title
    assert "new: Session: unused" in tray_view(shown, NOW).tooltip.split("\n")


def test_a_long_name_costs_the_title_nothing_else() -> None:
    """Where the title would be cut at its end, names are shortened, so that percentage and reset stay."""
    long = replace(window(99.0, confirmed=False), label="limit " * 10, resets_at=NOW + timedelta(days=3650))
    view = replace(with_label("account " * 7, account_view(long)), pinned="session")
    title = tray_view(snapshot(view, account_view(week()), demo=True), NOW).title

    assert len(title) <= 120
    assert "99% used (unconfirmed), resets 20 Nov" in title


@pytest.mark.usefixtures("utc")
def test_a_figure_from_another_source_or_time_is_labelled() -> None:
    """A limit that was read long before the headline names its own time and source, in tooltip and menu."""
    older = replace(week(), read_at=NOW - timedelta(minutes=31), source=Source.CACHE)
    view = tray_view(snapshot(account_view(window(), older)), NOW)

    read = "Updated 10:31 from Claude Code"
    assert f"Week, all models: {read}"[-len(read) :] == view.tooltip.split("\n")[2][-len(read) :]
    below = [row.label for row in find_row(view.rows, "window-weekly_all").children]
    assert read == below[-1]


@pytest.mark.usefixtures("utc")
def test_a_problem_is_named_with_its_next_step() -> None:
    """The tooltip shows the problem's title, the menu its message too."""
    view = tray_view(snapshot(account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)), NOW)

    assert view.tooltip.split("\n")[0] == "Rate limited"
    assert "Updated 11:02, stale, next 11:07" in view.tooltip.split("\n")
    assert [row.label for row in view.rows[2:4]] == ["Rate limited", "The next update is at 11:07."]


@pytest.mark.parametrize("name", sorted(situations("used")))
def test_what_stands_above_the_tooltip_repeats_nothing_of_it(name: str) -> None:
    """Where a desktop shows both, the name of the item is above the lines, which begin with what matters most."""
    shown = situations("used")[name]
    view = tray_view(shown, NOW)

    assert view.heading == ("Brim demo" if shown.demo else "Brim")
    assert "%" not in view.heading
