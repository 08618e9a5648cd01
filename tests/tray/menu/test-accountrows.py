"""The menu rows of one account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health, Incident, Problem
from brim.model.command import AskCli, OpenPage, Page
from brim.model.forecast import Forecast
from brim.model.level import Level
from brim.model.options import Option
from brim.tray.menu.tooltip import tooltip
from brim.tray.menu.trayview import tray_view
from brim.words import formatting, incidents
from tests.support.samples import NOW, RESET, account_view, extra_usage, snapshot, week, window, with_label
from tests.tray.menu.menurows import find_row, ids, opened_rows, standing_rows


@pytest.mark.parametrize(
    ("network", "wait", "label"),
    [
        (True, None, "Ask the claude program"),
        (False, None, "Ask the claude program (it goes online itself)"),
        (True, timedelta(seconds=20), "Ask the claude program (possible from {})"),
        (True, timedelta(seconds=-20), "Ask the claude program"),
    ],
)
def test_the_cli_can_be_asked(*, network: bool, wait: timedelta | None, label: str) -> None:
    """The row is there where there is a CLI, says when it can be used again, and that the CLI goes online itself."""
    available_from = None if wait is None else NOW + wait
    view = replace(account_view(window()), can_ask_cli=True, cli_available_from=available_from)
    shown = replace(snapshot(view), options=(Option("claude.network", value=network),))
    row = find_row(opened_rows(shown), "ask-program")

    assert label.format("" if available_from is None else formatting.precise_clock_text(available_from)) == row.label
    assert AskCli("9f86d081884c7d65") == row.command
    assert "ask-program" not in ids(opened_rows(snapshot(account_view(window()))))


def test_each_of_several_accounts_has_its_own_cli_row() -> None:
    """The row in the submenu of an account asks for that account."""
    views = [replace(with_label(label, account_view(window())), can_ask_cli=True) for label in ("work", "home")]
    rows = standing_rows(snapshot(*views))
    commands = [child.command for row in rows for child in row.children if isinstance(child.command, AskCli)]

    assert [AskCli(view.account.id) for view in views] == commands


def test_an_incident_has_a_row_that_opens_the_status_page() -> None:
    """With good figures the row names the incident; where it explains a failure the problem names it, in full."""
    incident = Incident("Elevated errors on many requests to several models at once", ("Claude API",), NOW)
    good = replace(account_view(window()), incident=incident)
    problem = Problem(incidents.incident_title(incident), incidents.incident_message(incident, NOW))
    failed = replace(good, health=Health.ERROR, problem=problem, stale=True)
    naming, linking = (
        [row for row in standing_rows(snapshot(view)) if row.command == OpenPage(Page.STATUS)]
        for view in (good, failed)
    )
    problem_labels = [row.label for row in standing_rows(snapshot(failed)) if row.id.startswith("problem")]

    assert f"{problem.title}" == " ".join(row.label for row in naming)
    assert ["Open Anthropic's status page"] == [row.label for row in linking]
    assert f"{problem.title} {problem.message}" == " ".join(problem_labels)
    assert problem.title in tooltip(snapshot(failed), NOW)
    assert "Claude API, since " in problem.message


def test_long_messages_take_several_rows() -> None:
    """Menus do not wrap, so a message is split at spaces and nothing of it is lost."""
    message = "Open Claude Code once: it renews the login by itself, and Brim picks the new one up within a minute."
    view = account_view(health=Health.EXPIRED, problem=Problem("Login expired", message))

    lines = [row.label for row in standing_rows(snapshot(view)) if row.id.startswith("problem-")]
    assert message == " ".join(lines)
    assert max(map(len, lines)) <= 56


@pytest.mark.usefixtures("utc")
def test_a_passed_reset_has_no_countdown() -> None:
    """A window whose reset passed unread has no number and no countdown."""
    rows = opened_rows(snapshot(account_view(window(None, Level.UNKNOWN))), RESET + timedelta(minutes=1))

    assert find_row(rows, "window-session").label == "5-hour session: – · reset at 14:00, not read since"


def test_figures_are_not_greyed() -> None:
    """The rows with figures are as legible as the others, and lead to the usage page."""
    rows = standing_rows(snapshot(account_view(window(), week(), spend=extra_usage())))
    figures = [row for row in rows if row.id.startswith(("window-", "spend"))]

    assert len(figures) == 3
    assert all(row.enabled and row.command == OpenPage() for row in figures)


@pytest.mark.usefixtures("utc")
def test_the_headline_comes_first() -> None:
    """The one limit in words, with when it is full, and below it how sure that is; the tooltip says the same."""
    at = NOW + timedelta(minutes=90)
    likely = Forecast(
        runs_out_at=at, chance=0.7, left_today=6.4, runs_out_p10=at - timedelta(minutes=30), runs_out_p90=at
    )
    with_forecast = snapshot(account_view(replace(window(), forecast=likely)))
    plain_rows = standing_rows(snapshot(account_view(window())))
    rows = standing_rows(with_forecast)
    below = [row.label for row in rows if row.id.startswith("forecast")]
    first = "5-hour session: On pace to run out around 12:30 (or as early as 12:00); 70% chance"
    sentence = f"{first}; 6% left in today's budget"

    assert ["5-hour session 41%, resets 14:00", ""] == [row.label for row in plain_rows[:2]]
    assert "5-hour session 41%, resets 14:00, on pace to run out around 12:30" == rows[0].label
    assert ["Or as early as 12:00; 70% chance", "6% left in today's budget"] == below
    assert sentence in tray_view(with_forecast, NOW).tooltip.splitlines()


def test_window_rows_have_an_icon_and_a_percentage() -> None:
    """A limit has an icon in a menu that is being opened, and its percentage for desktops that draw letters instead."""
    shown = snapshot(account_view(window()))
    opened, standing = (find_row(rows, "window-session") for rows in (opened_rows(shown), standing_rows(shown)))

    assert (True, True) == (bool(opened.icon), standing.icon is None)
    assert 41.0 == opened.percent == standing.percent


def test_a_login_that_ends_soon_has_a_row() -> None:
    """The row asks the person to sign in again while the login still works; a login that ends later has no row."""
    soon, late = (replace(account_view(window()), login_ends_at=NOW + timedelta(days=days)) for days in (2, 9))

    assert "sign in again before" in find_row(standing_rows(snapshot(soon)), "login-ends").label
    assert "login-ends" not in ids(standing_rows(snapshot(late)))
