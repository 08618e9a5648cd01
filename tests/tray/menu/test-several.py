"""What the tray shows of several accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from brim.model.account import Health
from brim.model.usage import Level
from brim.tray.menu import view
from brim.tray.menu.row import Row, RowKind
from tests.support.samples import BLOCKED_PROBLEM, NOW, account_view, extra_usage, snapshot, week, window, with_label


def _row(rows: tuple[Row, ...], name: str) -> Row:
    return next(row for row in rows if row.id == name)


THREE = (
    with_label("home", account_view(window(), week(62.0, Level.WATCH))),
    account_view(
        window(92.0, Level.CRITICAL), spend=extra_usage(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True
    ),
    replace(with_label("third", account_view(health=Health.SIGNED_OUT, problem=BLOCKED_PROBLEM)), login_found=False),
)


def _ids(rows: tuple[Row, ...]) -> list[str]:
    return [name for row in rows for name in (row.id, *_ids(row.children))]


@pytest.mark.usefixtures("utc")
def test_each_of_several_accounts_has_a_submenu() -> None:
    """In the order of the settings, each with its number in its label and all that is known of it below."""
    rows = view.rows(snapshot(*THREE), NOW, durations=False)
    menus = [row for row in rows if row.id.startswith("account-")]

    assert [
        "home: 5-hour session 41%, resets 14:00",
        "work: 5-hour session 92%, resets 14:00, not fresh",
        "third: Anthropic asked Brim to wait",
    ] == [row.label for row in menus]
    assert [
        "5-hour session: 41% · resets 14:00",
        "Week, all models: 62% · past half · resets Fri 11:02",
        "",
        "Max 5x · home",
        "Read 11:02 from Anthropic",
        "Next read 11:07 (every 5 minutes)",
        "Why this colour",
    ] == [row.label for row in menus[0].children]


def test_what_is_wrong_with_the_headline_account_stands_above_the_submenus() -> None:
    """It is told with the name of the account; what is wrong with another stands in its submenu."""
    rows = view.rows(snapshot(*THREE), NOW, durations=False)
    above = [row.label for row in rows[: next(i for i, row in enumerate(rows) if row.kind is RowKind.SUBMENU)]]

    assert ["work: Anthropic asked Brim to wait", "The next read is at 11:07.", ""] == above


@pytest.mark.parametrize("durations", [True, False])
def test_ids_are_unique_over_all_submenus(durations: bool) -> None:  # noqa: FBT001 - a row of the table
    """A host finds a row by its id, and the id stays when other accounts come and go."""
    every = _ids(view.rows(snapshot(*THREE), NOW, durations=durations))
    fewer = _ids(view.rows(snapshot(*THREE[:2]), NOW, durations=durations))

    assert len(set(every)) == len(every)
    assert set(fewer) < set(every)


@pytest.mark.usefixtures("utc")
def test_the_tooltip_of_several_accounts() -> None:
    """The most pressing account in full, by name, and a line for each other."""
    made = view.tray_view(snapshot(*THREE), NOW)

    assert "Brim: work: 5-hour session 92%" == made.title
    assert made.tooltip.split("\n") == [
        "work:",
        "Anthropic asked Brim to wait",
        "5-hour session 92%, resets 14:00",
        "Extra usage 18.02 of 300.00 USD (6%)",
        "Read 11:02 from Anthropic, not fresh",
        "Next read 11:07 (every 5 minutes)",
        (
            "Nearly full: 5-hour session is at 92%, 90% or more, and resets 14:00; dimmed, because it is from 11:02 "
            "(Anthropic asked Brim to wait)."
        ),
        "home: 5-hour session 41%, resets 14:00",
        "third: Anthropic asked Brim to wait",
    ]


def test_an_account_without_a_login_never_takes_the_headline() -> None:
    """However high its last number was, and also when the others have none yet."""
    absent = replace(
        with_label("a", account_view(window(99.0, Level.CRITICAL), health=Health.SIGNED_OUT)), login_found=False
    )
    waiting = with_label("b", account_view(health=Health.OFFLINE, problem=BLOCKED_PROBLEM))

    assert ["b", "b"] == [
        pressing.account.label
        for views in ((absent, waiting), (waiting, absent))
        if (pressing := snapshot(*views).most_urgent_account) is not None
    ]


def test_logins_of_several_accounts_that_end_soon() -> None:
    """Each is told by name in the menu itself, where it is seen."""
    ending = [
        replace(one, login_ends_at=NOW + timedelta(days=days)) for one, days in zip(THREE, (2, 1, 9), strict=True)
    ]
    rows = view.rows(snapshot(*ending), NOW, durations=False)

    assert ["home: Login ends", "work: Login ends"] == [
        row.label[: len("home: Login ends")] for row in rows if row.id.startswith("login-ends")
    ]


def test_refresh_waits_for_the_first_account_that_may_be_asked() -> None:
    """It is possible as soon as one of several accounts may be asked."""
    first, second = (
        with_label(str(at), account_view(window(), refresh_from=NOW + timedelta(seconds=at))) for at in (42, 50)
    )
    free = with_label("free", account_view(window()))

    assert (
        "Refresh now (possible from " in _row(view.rows(snapshot(second, first), NOW, durations=True), "refresh").label
    )
    assert "Refresh now" == _row(view.rows(snapshot(first, free), NOW, durations=True), "refresh").label
