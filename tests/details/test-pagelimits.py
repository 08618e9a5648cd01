"""What the details page shows of limits: their accounts, projects and times, in charts of the window's width."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from brim.backend.system.clock import utc
from tests.support.detailsdata import PROJECTS, limits
from tests.support.samples import BLOCKED_PROBLEM, account_view

if TYPE_CHECKING:
    from tests.support.browser import Browser
    from tests.support.detailsdata import DetailsData
    from tests.support.detailsserver import DetailsServerProcess

pytestmark = pytest.mark.timeout(240)


def test_points_are_those_of_one_account(page: Browser, data: DetailsData) -> None:
    """Of several accounts tokens add up and points do not; one alone shows its own limits, usage and points."""
    data.write_two_accounts()
    page.wait(lambda: "home" in page.text("#account"), "the choice of accounts")
    page.reload()
    everything = page.text("#tables")

    assert {"work: Session", "home: Session"} <= {one.partition(",")[0] for one in page.texts("#window h3")}
    assert "% of limit" not in everything
    assert "choose one account" in everything

    page.click("#account label", "work")
    page.wait(lambda: "% of limit" in page.text("#tables"), "the points")
    assert "home" not in page.text("#now") + page.text("#window") + page.text("#history")
    assert "zebra" in page.text("#tables")

    page.click("#account label", "home")
    page.wait(lambda: "No transcripts" in page.text("#tables"), "nothing of the other account")
    assert "5% used" in page.text("#now")
    assert "62% used" not in page.text("#now")


def test_the_project_that_used_most_is_said_at_the_limit(
    browser: Browser, details: DetailsServerProcess, data: DetailsData
) -> None:
    """The card of a limit names the project that most of it went to, as the menu of the tray does."""
    data.write_steady_work(PROJECTS[1])
    browser.open(details.address())
    browser.wait(lambda: "Mostly " in browser.text("#now .card"), "the project")

    assert "Mostly zebra, " in browser.text("#now .mostly")
    browser.click("header .switch")
    assert "zebra" not in browser.text("#now")


def test_resets_are_those_of_the_menu(page: Browser, data: DetailsData) -> None:
    """A reset a second before the hour is that hour, as in menu and notifications; a far one has its year."""
    now = utc()
    hour = (now + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    session, _ = limits(62.0, now)
    view = account_view(replace(session, resets_at=hour - timedelta(seconds=1)))
    data.write_status(views=[replace(view, login_ends_at=now.replace(year=now.year + 3, day=1))])

    page.wait(lambda: f"{hour.astimezone():%H:%M})" in page.text("#now"), "the hour")
    assert f"{(hour - timedelta(hours=5)).astimezone():%H:%M}" in page.text("#now .axis") + page.text("#window h3")
    assert str(now.year + 3) in page.text("#accounts")


def test_charts_fit_a_window_that_changes(page: Browser) -> None:
    """Charts keep to the width of their part when the window changes, with text of one size."""
    page.click("#usage button", "Show table")
    for width in (800, 1400, 420):
        page.resize((width, 860))
        page.wait(partial(_charts_fit, page), f"charts of {width} pixels")
        assert "true" == page.run("return document.querySelector('#usage [aria-expanded]').ariaExpanded")


def _charts_fit(page: Browser) -> bool:
    """Whether each chart is as wide as its part, and the days are drawn in pixels of the screen."""
    names = "'#usage .bars', '#history .uplot', '#now .fan', '#window .stack'"
    width = "one.getBoundingClientRect().width"
    left = f"one.closest('.card, .plot, .windows > *, .body > *').getBoundingClientRect().width - {width}"
    unused: list[float] = page.run(
        f"return [{names}].map((name) => document.querySelector(name)).map((one) => Math.abs({left}))"
    )
    scale: float = page.run(
        f"const one = document.querySelector('#usage .bars'); return one.viewBox.baseVal.width / {width}"
    )
    return max(unused) < 30 and 0.99 < scale < 1.01


def test_snoozes_are_said(page: Browser, data: DetailsData) -> None:
    """What is snoozed, and until when."""
    for rule, place, words in (
        ("all", "#alerts .snooze", "All alerts are snoozed until"),
        ("pace", "#alerts .rules", "snoozed until"),
        ("weekly_all", "#alerts .snooze", "Alerts about Week, all models are snoozed until"),
    ):
        data.write_status(snoozed=rule)
        page.wait(partial(_says, page, place, words), rule)
    data.write_status()
    page.wait(lambda: "snoozed until" not in page.text("#alerts"), "the end of the snooze")


def _says(page: Browser, place: str, words: str) -> bool:
    return words in page.text(place)


def test_points_outlive_an_error(page: Browser, data: DetailsData) -> None:
    """After an error that leaves no limits, past days keep their % of the limit, and no limit is said to be unused."""
    data.write_status(views=[account_view(problem=BLOCKED_PROBLEM)])
    page.reload()
    page.wait(lambda: "% of limit" in page.text("#tables th"), "the points")

    assert "No limits reported yet" in page.text("#window")
    assert "starts with your next message" not in page.text("#window")
