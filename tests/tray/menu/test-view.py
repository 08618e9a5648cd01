"""What the tray shows of a snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health, Incident, Problem
from brim.model.command import AskCli, ChangeSetting, OpenPage, Page, Quit, Refresh
from brim.model.forecast import Forecast
from brim.model.options import Option
from brim.model.usage import Doubt, Figure, Level, Source
from brim.tray.icon import fromsnapshot
from brim.tray.icon.spec import Mark
from brim.tray.menu import view
from brim.tray.menu.row import Row, RowKind
from brim.words import formatting, incidents
from brim.words.iconreason import icon_reason
from tests.support.samples import (
    BLOCKED_PROBLEM,
    NOW,
    RESET,
    account_view,
    extra_usage,
    snapshot,
    week,
    window,
    with_label,
)


def _row(rows: tuple[Row, ...], name: str) -> Row:
    return next(row for row in rows if row.id == name)


@pytest.mark.parametrize(
    ("network", "wait", "label"),
    [
        (True, None, "Ask the claude program"),
        (False, None, "Ask the claude program (it goes online itself)"),
        (True, timedelta(seconds=20), "Ask the claude program (possible from {})"),
        (True, timedelta(seconds=-20), "Ask the claude program"),
    ],
)
def test_the_program_can_be_asked(*, network: bool, wait: timedelta | None, label: str) -> None:
    """The row is there where there is a program, says when it can be used again, and that it goes online by itself."""
    at = None if wait is None else NOW + wait
    shown = snapshot(replace(account_view(window()), can_ask_cli=True, cli_available_from=at))
    shown = replace(shown, options=(Option("claude.network", value=network),))
    row = _row(view.rows(shown, NOW, durations=True), "ask-program")

    assert label.format("" if at is None else formatting.precise_clock_text(at)) == row.label
    assert AskCli("9f86d081884c7d65") == row.command
    assert "ask-program" not in {row.id for row in view.rows(snapshot(account_view(window())), NOW, durations=True)}


def test_each_of_several_accounts_has_its_own_program() -> None:
    """In the submenu of an account the row asks for that one."""
    views = [replace(with_label(name, account_view(window())), can_ask_cli=True) for name in ("work", "home")]
    rows = view.rows(snapshot(*views), NOW, durations=False)
    asked = [child.command for row in rows for child in row.children if isinstance(child.command, AskCli)]

    assert [AskCli(one.account.id) for one in views] == asked


def test_an_incident_is_one_click_from_its_page() -> None:
    """While the figures are well a row names the incident; where it explains a failure the problem does, in full."""
    incident = Incident("Elevated errors on many requests to several models at once", ("Claude API",), NOW)
    well = replace(account_view(window()), incident=incident)
    problem = Problem(incidents.incident_title(incident), incidents.incident_message(incident, NOW))
    failed = replace(well, health=Health.ERROR, problem=problem, stale=True)
    named, linked = (
        [row for row in view.rows(snapshot(one), NOW, durations=False) if row.command == OpenPage(Page.STATUS)]
        for one in (well, failed)
    )
    told = [row.label for row in view.rows(snapshot(failed), NOW, durations=False) if row.id.startswith("problem")]

    assert f"{problem.title}" == " ".join(row.label for row in named)
    assert ["Open Anthropic's status page"] == [row.label for row in linked]
    assert f"{problem.title} {problem.message}" == " ".join(told)
    assert problem.title in view.tooltip(failed, snapshot(failed), NOW)
    assert "Claude API, since " in problem.message


def test_before_anything_is_known_the_icon_is_neutral() -> None:
    """No number is invented while the first read is under way."""
    assert view.tray_view(snapshot(), NOW) == view.STARTING


@pytest.mark.usefixtures("utc")
def test_the_tooltip_names_each_window_and_its_provenance() -> None:
    """One line a window, the money, and where the figures come from, by the clock."""
    made = view.tray_view(snapshot(account_view(window(), week(), spend=extra_usage())), NOW)

    assert made.title == "Brim: 5-hour session 41%"
    assert made.tooltip.split("\n") == [
        "5-hour session 41%, resets 14:00",
        "Week, all models 18%, resets Fri 11:02",
        "Extra usage 18.02 of 300.00 USD (6%)",
        "Read 11:02 from Anthropic",
        "Next read 11:07 (every 5 minutes)",
        "Calm: 5-hour session is at 41%, under 50%, and resets 14:00.",
    ]


@pytest.mark.usefixtures("utc")
def test_a_figure_from_elsewhere_or_earlier_says_so() -> None:
    """A limit that was read long before the headline names its own time and source, in tooltip and menu."""
    older = replace(week(), read_at=NOW - timedelta(minutes=31), source=Source.CACHE)
    made = view.tray_view(snapshot(account_view(window(), older)), NOW)

    said = "18%, resets Fri 11:02, read 10:31 from Claude Code's last reading"
    assert f"Week, all models {said}" == made.tooltip.split("\n")[1]
    names = [row.id for row in made.rows]
    assert "    read 10:31 from Claude Code's last reading" == _row(made.rows, "read-weekly_all").label
    assert names.index("read-weekly_all") == names.index("window-weekly_all") + 1
    assert "read-session" not in names


@pytest.mark.usefixtures("utc")
def test_a_problem_is_named_with_its_next_step() -> None:
    """The tooltip shows the title, the menu the message too."""
    made = view.tray_view(
        snapshot(account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)), NOW
    )

    assert made.tooltip.split("\n")[0] == "Anthropic asked Brim to wait"
    assert "Read 11:02 from Anthropic, not fresh" in made.tooltip.split("\n")
    assert [row.label for row in made.rows[2:4]] == ["Anthropic asked Brim to wait", "The next read is at 11:07."]


def test_long_messages_take_several_rows() -> None:
    """Menus do not wrap, so a message is cut at spaces and nothing of it is lost."""
    message = "Open Claude Code once: it renews the login by itself, and Brim picks the new one up within a minute."
    rows = view.rows(
        snapshot(account_view(health=Health.EXPIRED, problem=Problem("Login expired", message))), NOW, durations=False
    )

    lines = [row.label for row in rows if row.id.startswith("problem-")]
    assert message == " ".join(lines)
    assert max(map(len, lines)) <= 56


def test_an_unchanged_snapshot_has_an_unchanged_face_as_time_passes() -> None:
    """What stays on the screen holds clock times, so that nothing is redrawn while nothing changes."""
    shown = snapshot(account_view(window(), week()))

    assert view.tray_view(shown, NOW) == view.tray_view(shown, NOW + timedelta(minutes=40))


@pytest.mark.usefixtures("utc")
def test_a_menu_that_opens_counts_down() -> None:
    """Durations stand only in rows made for the moment of opening."""
    shown = snapshot(account_view(window()))
    rows = view.rows(shown, NOW + timedelta(minutes=8), durations=True)

    assert _row(rows, "window-session").label == "5-hour session: 41% · resets 14:00, in 2 h 50 min"
    assert _row(rows, "source").label == "Read 11:02 from Anthropic (8 min ago)"


@pytest.mark.usefixtures("utc")
def test_a_passed_reset_blanks_the_countdown() -> None:
    """A window whose reset passed unread has no number and no countdown."""
    rows = view.rows(snapshot(account_view(window(None, Level.UNKNOWN))), RESET + timedelta(minutes=1), durations=True)

    assert _row(rows, "window-session").label == "5-hour session: – · reset at 14:00, not read since"


@pytest.mark.usefixtures("utc")
def test_refresh_says_from_when_it_is_possible() -> None:
    """A click within the floor is answered before it is made; the words Refresh and Quit stay."""
    soon = account_view(window(), refresh_from=NOW + timedelta(seconds=42))
    waiting = _row(view.rows(snapshot(soon), NOW, durations=True), "refresh")
    standing = _row(view.rows(snapshot(soon), NOW, durations=False), "refresh")
    ready = _row(view.rows(snapshot(soon), NOW + timedelta(seconds=43), durations=True), "refresh")

    assert Row("refresh", "Refresh now (possible from 11:02:42)", command=Refresh()) == waiting
    assert Row("refresh", "Refresh now", command=Refresh()) == ready == standing


def test_the_menu_ends_with_what_can_be_done() -> None:
    """Refresh, the page and Quit are there in every state."""
    for shown in (
        snapshot(account_view(window())),
        snapshot(account_view(health=Health.SIGNED_OUT, problem=BLOCKED_PROBLEM)),
    ):
        commands = [row.command for row in view.rows(shown, NOW, durations=False) if row.command]

        assert [Refresh(), OpenPage(), Quit()] == commands[-3:]


def test_figures_are_not_greyed() -> None:
    """The rows that a person came to read are as legible as the others, and lead to the usage page."""
    rows = view.rows(snapshot(account_view(window(), week(), spend=extra_usage())), NOW, durations=False)
    figures = [row for row in rows if row.id.startswith(("window-", "spend"))]

    assert len(figures) == 3
    assert all(row.enabled and row.command == OpenPage() for row in figures)


@pytest.mark.usefixtures("utc")
def test_each_figure_says_where_it_comes_from() -> None:
    """The menu has one line for the whole and, below it, source and age of each limit."""
    older = replace(week(), read_at=NOW - timedelta(minutes=31), source=Source.CACHE)
    row = _row(view.rows(snapshot(account_view(window(), older)), NOW + timedelta(minutes=8), durations=True), "source")

    assert ("Read 11:02 from Anthropic (8 min ago)", RowKind.SUBMENU) == (row.label, row.kind)
    assert [
        "5-hour session: read 11:02 from Anthropic (8 min ago)",
        "Week, all models: read 10:31 from Claude Code's last reading (39 min ago)",
    ] == [child.label for child in row.children]


@pytest.mark.usefixtures("utc")
def test_a_doubtful_figure_has_a_second_line() -> None:
    """The figure keeps its mark; why it is doubted and what was confirmed stands below it."""
    before = Figure(40.0, RESET, Source.API, NOW - timedelta(minutes=5))
    odd = replace(window(100.0, Level.EXHAUSTED, confirmed=False), doubt=Doubt.JUMP, last_confirmed=before)
    rows = view.rows(snapshot(account_view(odd, week())), NOW, durations=False)

    assert [
        "5-hour session: 100% (unconfirmed) · limit reached · resets 14:00",
        "    it jumped to the limit (40% was confirmed at 10:57)",
        "Week, all models: 18% · resets Fri 11:02",
    ] == [row.label for row in rows[2:5]]
    assert ["5-hour session 100% (unconfirmed), resets 14:00", ""] == [row.label for row in rows[:2]]


@pytest.mark.usefixtures("utc")
def test_the_headline_stands_first() -> None:
    """The one limit in words, with when it is full, and below it how sure that is; the tooltip tells the same."""
    at = NOW + timedelta(minutes=90)
    likely = Forecast(
        runs_out_at=at, chance=0.7, left_today=6.4, runs_out_p10=at - timedelta(minutes=30), runs_out_p90=at
    )
    foreseen = snapshot(account_view(replace(window(), forecast=likely)))
    plain = view.rows(snapshot(account_view(window())), NOW, durations=False)
    told = view.rows(foreseen, NOW, durations=False)
    below = [row.label for row in told if row.id.startswith("forecast")]
    first = "5-hour session: full about 12:30 (12:00 to 12:30), 1 h 30 min before the reset; 70% likely"
    sentence = f"{first}; about 6 points left today"

    assert ["5-hour session 41%, resets 14:00", ""] == [row.label for row in plain[:2]]
    assert "5-hour session 41%, resets 14:00, at this pace full about 12:30" == told[0].label
    assert ["12:00 to 12:30, 1 h 30 min before the reset; 70% likely", "About 6 points left today"] == below
    assert sentence in view.tray_view(foreseen, NOW).tooltip.splitlines()


def test_the_first_reading_needs_no_wider_menu() -> None:
    """Until something is known the headline's row is there and as wide as the rows to come, for a menu that is open."""
    unread = replace(account_view(), fetched_at=None, source=None, headline=None)
    rows = view.rows(snapshot(unread), NOW, durations=True)
    failed = replace(unread, problem=Problem("You are offline", "Try later."))

    assert "No figures yet" == _row(rows, "headline").label.strip()
    assert len(_row(rows, "headline").label) >= 50 <= len(view.STARTING.rows[0].label)
    assert "headline" not in {row.id for row in view.rows(snapshot(failed), NOW, durations=True)}


def test_rows_carry_their_gauge() -> None:
    """A limit has a picture in a menu that is being opened, and its percentage where letters must do."""
    opened, standing = (
        _row(view.rows(snapshot(account_view(window())), NOW, durations=now), "window-session") for now in (True, False)
    )

    assert (True, True) == (bool(opened.icon), standing.icon is None)
    assert 41.0 == opened.percent == standing.percent


def test_the_menu_says_why_the_icon_has_its_colour() -> None:
    """In a submenu, in rows of a width that menus bear, the sentence of every other place."""
    shown = account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)
    row = _row(view.rows(snapshot(shown), NOW, durations=True), "why")

    assert ("Why this colour", icon_reason(shown, NOW)) == (row.label, " ".join(child.label for child in row.children))
    assert max(len(child.label) for child in row.children) <= 56
    assert icon_reason(shown, NOW) in view.tooltip(shown, snapshot(shown), NOW)


def test_a_blank_figure_is_not_marked() -> None:
    """After a reset that passed unread there is nothing to confirm, and nothing is drawn so."""
    blank = window(None, Level.UNKNOWN, confirmed=False)
    shown = snapshot(account_view(blank))

    assert Mark.UNCONFIRMED is not fromsnapshot.icon_spec(shown).mark
    assert "unconfirmed" not in view.tray_view(shown, RESET + timedelta(minutes=1)).tooltip


def test_a_login_that_ends_soon_has_a_row() -> None:
    """The person is told to sign in again while all still works; later ends are left out."""
    soon, late = (replace(account_view(window()), login_ends_at=NOW + timedelta(days=days)) for days in (2, 9))

    assert "sign in again before" in _row(view.rows(snapshot(soon), NOW, durations=False), "login-ends").label
    assert "login-ends" not in {row.id for row in view.rows(snapshot(late), NOW, durations=False)}


def test_row_ids_are_unique() -> None:
    """A host finds a row by its id."""
    shown = snapshot(
        account_view(window(), week(), spend=extra_usage(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM), demo=True
    )
    ids = [row.id for row in view.rows(shown, NOW, durations=True)]

    assert len(set(ids)) == len(ids)


def test_a_choice_can_be_changed_in_the_menu_unless_the_environment_overrides_it() -> None:
    """A row that would have no effect is disabled and says why."""
    free, locked = (
        Option("claude.network", value=True),
        Option("claude.network", value=False, overridden_by="BRIM_CLAUDE__NETWORK"),
    )
    shown = snapshot(account_view(window()))
    first = _row(view.rows(replace(shown, options=(free,)), NOW, durations=False), "option-claude.network")
    second = _row(view.rows(replace(shown, options=(locked,)), NOW, durations=False), "option-claude.network")

    assert (RowKind.CHECK, True, True, ChangeSetting("claude.network", value=False)) == (
        first.kind,
        first.enabled,
        first.checked,
        first.command,
    )
    assert (
        second.label,
        second.enabled,
        second.checked,
    ) == ("Ask Anthropic for usage (set by BRIM_CLAUDE__NETWORK)", False, False)


def test_the_demo_says_so_wherever_it_shows() -> None:
    """Simulated figures are never taken for real ones."""
    made = view.tray_view(snapshot(account_view(window()), demo=True), NOW)

    assert "demo" in made.title
    assert made.tooltip.startswith("Demo: ")
    assert made.rows[0].label.startswith("Demo: ")
    assert made.icon.demo
