"""The menu rows of one account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.backend.providers.claude import words
from brim.model.account import Health, Incident, Problem
from brim.model.command import AskCli, OpenPage, Page
from brim.model.costs import CostView, TopProject
from brim.model.forecast import Forecast
from brim.model.level import Level
from brim.model.options import Option
from brim.tray.menu.row import RowKind
from brim.tray.menu.tooltip import tooltip
from brim.tray.menu.trayview import tray_view
from brim.words import incidents
from tests.support.samples import NOW, RESET, account_view, extra_usage, snapshot, week, window, with_label
from tests.tray.menu.menurows import every_row, find_row, ids, opened_rows, standing_rows, texts


@pytest.mark.parametrize(
    ("network", "wait", "label"),
    [
        (True, None, "Get usage from the Claude CLI"),
        (False, None, "Get usage from the Claude CLI (goes online)"),
        (True, timedelta(seconds=20), "Get usage from the Claude CLI (in 20 s)"),
        (True, timedelta(seconds=-20), "Get usage from the Claude CLI"),
    ],
)
def test_the_cli_can_be_asked(*, network: bool, wait: timedelta | None, label: str) -> None:
    """The row is there where there is a CLI, is greyed while it must wait, and says that the CLI goes online itself."""
    available_from = None if wait is None else NOW + wait
    view = replace(account_view(window()), can_ask_cli=True, cli_available_from=available_from)
    shown = replace(snapshot(view), options=(Option("claude.network", value=network),))
    row = find_row(opened_rows(shown), "ask-program")

    assert (label, "(in" not in label) == (row.label, row.enabled)
    assert AskCli("9f86d081884c7d65") == row.command
    assert "ask-program" not in ids(opened_rows(snapshot(account_view(window()))))


def test_each_of_several_accounts_has_its_own_cli_row() -> None:
    """The row in the submenu of an account asks for that account."""
    views = [replace(with_label(label, account_view(window())), can_ask_cli=True) for label in ("work", "home")]
    rows = standing_rows(snapshot(*views))
    commands = [row.command for row in every_row(rows) if isinstance(row.command, AskCli)]

    assert [AskCli(view.account.id) for view in views] == commands


def test_an_incident_has_a_row_that_opens_the_status_page() -> None:
    """With good figures the row names the incident; where it explains a failure, the problem names it."""
    incident = Incident("Elevated errors on many requests to several models at once", ("Claude API",), NOW)
    good = replace(account_view(window()), incident=incident)
    problem = Problem(incidents.incident_title(incident, words.vendor()), incidents.incident_message(incident, NOW))
    failed = replace(good, health=Health.ERROR, problem=problem, stale=True)
    naming, explained = (standing_rows(snapshot(view)) for view in (good, failed))

    assert "Anthropic reports an incident: Elevated error…" == find_row(naming, "incident-0").label
    assert OpenPage(Page.STATUS) == find_row(naming, "incident-0").command
    assert incident.title in texts(find_row(naming, "details").children)
    assert "incident-0" not in ids(explained)
    assert f"{problem.title}: {problem.message}" in texts(find_row(explained, "details").children)
    assert problem.title in tooltip(snapshot(failed), NOW)
    assert "Claude API, since " in problem.message


def test_an_incident_is_said_once_among_the_rows_seen_together() -> None:
    """In the details, which have room, its rows are whole and can be clicked; a problem that names it says it all."""
    incident = Incident("Elevated errors on many requests to several models at once", ("Claude API",), NOW)
    problem = Problem(incidents.incident_title(incident, words.vendor()), incidents.incident_message(incident, NOW))
    other = Problem("Login lacks usage permission", "Run `claude auth login`.")
    beside, explaining = (
        replace(with_label(name, account_view(window())), incident=incident, health=Health.ERROR, problem=shown)
        for name, shown in (("beside", other), ("explaining", problem))
    )
    rows = standing_rows(snapshot(beside, explaining))
    accounts = [row.children for row in rows if row.id.startswith("account-")]

    for level in accounts:
        assert " ".join(row.label for row in level).count("Elevated error") == 1
    details = [row for row in accounts[0] if "-incident-" in row.id]
    assert incidents.incident_title(incident, words.vendor()) == " ".join(row.label for row in details)
    assert {OpenPage(Page.STATUS)} == {row.command for row in details}


def test_long_messages_take_several_rows() -> None:
    """Menus do not wrap, so a message is split at spaces and nothing of it is lost."""
    message = "Open Claude Code once: it renews the login automatically, and Brim picks the new one up within a minute."
    view = account_view(health=Health.EXPIRED, problem=Problem("Login expired", message))

    rows = standing_rows(snapshot(view))
    details = [row.label for row in find_row(rows, "details").children if row.id.startswith("problem-details")]

    assert f"Login expired: {message}" == " ".join(details)
    assert max(map(len, details)) <= 46
    assert 3 == len([row for row in rows if row.id.startswith("problem")])


@pytest.mark.usefixtures("utc")
def test_a_passed_reset_has_no_countdown() -> None:
    """A window whose reset passed unread has no number and no countdown."""
    rows = opened_rows(snapshot(account_view(window(None, Level.UNKNOWN))), RESET + timedelta(minutes=1))

    assert find_row(rows, "window-session").label == "Session: reset at 14:00, not updated since"


def test_figures_open_their_details() -> None:
    """The rows with figures are as legible as the others, and open what else is known; they lead to no page unasked."""
    rows = standing_rows(snapshot(account_view(window(), week(), spend=extra_usage())))
    figures = [row for row in rows if row.id.startswith(("window-", "spend"))]

    assert len(figures) == 3
    assert all(row.enabled and row.kind is RowKind.SUBMENU and row.children for row in figures)


@pytest.mark.usefixtures("utc")
def test_the_forecast_is_one_sentence() -> None:
    """The menu and the tooltip say in one sentence when which limit runs out; below the limit is how sure that is."""
    at = NOW + timedelta(minutes=90)
    likely = Forecast(
        runs_out_at=at, chance=0.7, left_today=6.4, runs_out_p10=at - timedelta(minutes=30), runs_out_p90=at
    )
    shown = snapshot(account_view(replace(window(), forecast=likely)))
    rows = standing_rows(shown)
    sentence = find_row(rows, "forecast-0").label

    assert "Session: On pace to run out around 12:30" == sentence
    assert sentence in tray_view(shown, NOW).tooltip.splitlines()
    assert "(or as early as 12:00); 70% chance; 6% left in today's budget" in texts(
        find_row(rows, "window-session").children
    )
    assert "forecast-0" not in ids(standing_rows(snapshot(account_view(window()))))


def test_window_rows_have_an_icon_and_a_percentage() -> None:
    """A limit has an icon in a menu that is being opened, and its percentage for desktops that draw letters instead."""
    shown = snapshot(account_view(window()))
    opened, standing = (find_row(rows, "window-session") for rows in (opened_rows(shown), standing_rows(shown)))

    assert (True, True) == (bool(opened.icon), standing.icon is None)
    assert 41 == opened.percent == standing.percent


def test_a_login_that_ends_soon_has_a_row() -> None:
    """The row asks the person to sign in again while the login still works; a login that ends later has no row."""
    soon, late = (replace(account_view(window()), login_ends_at=NOW + timedelta(days=days)) for days in (2, 9))

    assert "sign in again" in find_row(standing_rows(snapshot(soon)), "login-ends").label
    assert "login-ends" not in ids(standing_rows(snapshot(late)))


def test_a_limit_names_the_project_that_most_went_to() -> None:
    """Below a limit stands its top project with its part of the limit, where that is known."""
    costs = CostView(12.5, NOW + timedelta(hours=9), (("session", TopProject("brim", 31)),))
    rows = standing_rows(snapshot(replace(account_view(window(), week()), costs=costs)))
    below = {
        name: [row.label for row in find_row(rows, f"window-{name}").children] for name in ("session", "weekly_all")
    }

    assert "Mostly brim, 31%" == below["session"][0]
    assert not any("ostly" in label for label in below["weekly_all"])
