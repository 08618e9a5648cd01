"""The details page in a real browser: every part of it, as a person uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts.log import FILE_NAME as ALERTS_FILE
from brim.backend.alerts.log import AlertLog, LogEntry
from brim.backend.alerts.policy import AlertOutcome
from brim.backend.system.clock import utc
from brim.details import document
from tests.support.browser import PHONE
from tests.support.detailsdata import EVIL_PROJECT
from tests.support.samples import BLOCKED_PROBLEM, account_view

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.browser import Browser
    from tests.support.detailsdata import DetailsData
    from tests.support.detailsserver import DetailsServerProcess

pytestmark = pytest.mark.timeout(240)
MOST_BYTES = 200_000
AXE = files("axe_selenium_python") / "node_modules" / "axe-core" / "axe.min.js"
PARTS = ("now", "window", "history", "usage", "tables", "alerts", "settings", "accounts")


def test_every_part_has_its_content(page: Browser) -> None:
    """Limits with forecasts, the running window, history, days, tables, alerts, settings and accounts are there."""
    now = page.text("#now")

    assert not [one for one in ("Session", "62% used", "34% used", "$18.02 of $300.00") if one not in now]
    assert "On pace to run out around" in now
    assert "next update in" in now
    assert "elsewhere" in page.text("#window")
    assert {"Session", "Week, all models"} <= {line.strip() for line in page.texts("#history .u-label")}
    assert "sent" in page.text("#alerts")
    assert "held (quiet hours)" in page.text("#alerts")
    assert "Ultra" in page.text("#accounts")
    assert "Not running" in page.text("#accounts")
    assert [] == page.faults()


def test_the_page_has_the_icon_of_brim(page: Browser) -> None:
    """The browser's tab shows Brim's own icon, which is inside the page and may be shown by its policy."""
    drawn = """
const [done, image] = [arguments[0], new Image()];
image.onload = () => done(image.naturalWidth); image.onerror = () => done(0);
image.src = document.querySelector("link[rel=icon]").href;
"""

    assert 64 == page.run_async(drawn)
    assert [] == page.faults()


def test_costs_are_no_money_spent(page: Browser) -> None:
    """Wherever a cost shows, the page says that it is a list price and not money spent."""
    page.click("#usage label", "List price")

    assert "not money spent" in page.text("#usage")
    assert "not money spent" in page.text("#tables")
    assert "claude-unheard-of-9" in page.text("#usage")


def test_points_of_each_day_and_project(page: Browser) -> None:
    """The days and the table show % of the limit, with ranges, and what was used elsewhere."""
    page.click("#usage label", "% of the limit")

    assert "elsewhere" in page.text("#usage .legend")
    assert "added up over its windows" in page.text("#usage")
    assert "elsewhere" in page.text("#tables tfoot")
    assert " to " in page.text("#tables tbody tr")


def test_a_new_reading_arrives_live(page: Browser, data: DetailsData) -> None:
    """A new update of the tray shows without a reload."""
    data.write_status(71.0)
    page.wait(lambda: "71% used" in page.text("#now"), "the new reading")

    data.write_status(71.0, show="remaining")
    page.wait(lambda: "29% left" in page.text("#now"), "what is left")


def test_new_transcripts_and_alerts_arrive_live(page: Browser, data: DetailsData) -> None:
    """A new alert shows without a reload."""
    entry = LogEntry(at=utc(), account="a" * 16, rule="pace", verdict=AlertOutcome.SENT, title="Out of luck soon")
    AlertLog(data.state / ALERTS_FILE).append([entry])

    page.wait(lambda: "Out of luck soon" in page.text("#alerts"), "the alert")


def test_foreign_text_is_only_text(page: Browser) -> None:
    """A project whose name is HTML shows that name, and nothing of it becomes an element."""
    name = EVIL_PROJECT.rpartition("/")[2]

    assert name in page.text("#window")
    assert name in page.text("#tables")
    assert 0 == page.run("return document.querySelectorAll('main img').length")


def test_project_names_can_be_hidden(page: Browser) -> None:
    """One switch hides them in every part, also in what a screen reader reads, and after a reload."""
    page.click("header .switch")
    for _ in range(2):
        page.wait(lambda: "Project 1" in page.text("#tables"), "the table")
        content = page.run("return document.querySelector('main').innerHTML")

        assert not [name for name in ("zebra", "onerror", "srv") if name in content]
        page.reload()
    page.click("header .switch")

    assert "zebra" in page.text("#tables")


def test_tables_sort_and_a_day_opens(page: Browser) -> None:
    """A click on a heading sorts by it and back; a day of the chart's table opens with its own tables."""
    page.click("#tables thead button", "Project")
    first = page.texts("#tables tbody th")
    page.click("#tables thead button", "Project")

    assert first == page.texts("#tables tbody th")[::-1] == sorted(first, key=str.lower)

    page.click("#tables label", "Sessions")
    page.wait(lambda: "Show all 120" in page.text("#tables"), "the sessions")
    page.click("#tables button", "Show all 120")
    assert 120 == len(page.texts("#tables tbody th"))

    page.click("#usage button", "Show table")
    page.click("#usage tbody button")
    page.wait(lambda: "4 answers" in page.text("#day"), "the day")
    assert {"Projects", "Sessions", "Models"} <= set(page.texts("#day caption"))
    page.click("#day button", "Close this day")
    assert "" == page.text("#day")


def test_history_can_be_zoomed(page: Browser) -> None:
    """Each range shows its days, and the table below names the highest value of each limit."""
    for name in ("24 hours", "30 days", "1 year", "7 days"):
        page.click("#history label", name)
        page.wait(lambda: bool(page.texts("#history canvas")), "the chart")
    page.click("#history button", "Show table")
    page.wait(lambda: "Session" in page.text("#history table"), "the table")

    assert [] == page.faults()


HOLD_A_MONTH = """
const real = window.fetch;
window.fetch = async (url, ...rest) => {
  const answer = await real(url, ...rest);
  if (String(url).includes("history?days=30")) await new Promise((resolve) => { window.release = resolve; });
  return answer;
};
"""
RELEASE = "const done = arguments[0]; window.release(); fetch('/').then(() => fetch('/')).then(() => done())"


def test_the_range_chosen_last_is_shown(page: Browser) -> None:
    """An answer that comes after that of a range chosen later changes nothing."""
    page.click("#history button", "Show table")
    week = page.text("#history table")
    page.run(HOLD_A_MONTH)
    page.click("#history label", "30 days")
    page.wait(lambda: page.run("return Boolean(window.release)"), "the answer")
    page.click("#history label", "24 hours")
    page.wait(lambda: page.text("#history table") not in {"", week}, "the day")
    day = page.text("#history table")
    page.run_async(RELEASE)

    assert day == page.text("#history table")


def test_a_setting_is_saved(page: Browser, data: DetailsData) -> None:
    """A changed list, switch and choice are stored, shown as set here, and the default can be had back."""
    for group in ("Alerts", "Icon", "Claude"):
        page.click("#settings summary", group)
    page.type("[id='set-alerts.thresholds']", "60, 85")
    page.click("[id='set-alerts.full_screen']")
    choose = "const list = arguments[0]; list.value = 'remaining'; list.dispatchEvent(new Event('change'))"
    page.run(f"((...arguments) => {{{choose}}})(document.getElementById('set-icon.show'))")
    stored = data.state / "choices.json"
    expected = {"alerts": {"thresholds": [60.0, 85.0], "full_screen": True}, "icon": {"show": "remaining"}}

    page.wait(lambda: stored.exists() and json.loads(stored.read_text()) == expected, "the settings")
    page.wait(lambda: "Set in choices.json" in page.text("#settings"), "where it is set")
    page.wait(lambda: "Saved" in page.text("#settings"), "the word")
    page.click("#settings button", "Use the default of alerts.thresholds")
    page.wait(lambda: "thresholds" not in json.loads(stored.read_text())["alerts"], "the default")


def test_a_setting_is_refused(page: Browser, data: DetailsData) -> None:
    """A wrong value is quoted with what it must be, and nothing is stored."""
    page.click("#settings summary", "Refresh")
    page.type("[id='set-poll.interval']", "5")
    page.wait(lambda: "at least 180" in page.text("#settings .fault"), "the refusal")
    page.click("#settings summary", "Working hours")
    page.type("[id='set-calendar.days']", "fri-someday")
    page.wait(lambda: "someday" in page.text("#settings .fault"), "the refusal")

    assert not (data.state / "choices.json").exists()


def test_what_the_environment_sets_cannot_be_changed(page: Browser) -> None:
    """A setting of the environment names its variable; one for files only says so."""
    page.click("#settings summary", "Claude")
    page.click("#settings summary", "Hooks")

    assert "Set by environment (BRIM_CLAUDE__NETWORK)" in page.text("#settings")
    assert "can be changed in brim.toml only" in page.text("#settings")


def test_a_rule_can_be_switched_off(page: Browser, data: DetailsData) -> None:
    """The switch of a rule stores it."""
    page.click("[id='rule-alerts.pace']")
    stored = data.state / "choices.json"

    page.wait(lambda: stored.exists() and json.loads(stored.read_text()) == {"alerts": {"pace": False}}, "the rule")


def test_its_end_is_said(page: Browser, details: DetailsServerProcess) -> None:
    """When the tray ends, the page says that it is no longer updated, and what to do."""
    details.end()

    page.wait(lambda: "no longer updated" in page.text("#state"), "the end")
    assert "62% used" in page.text("#now")


def test_a_used_address_is_said(browser: Browser, details: DetailsServerProcess) -> None:
    """An address opens once; a second time the page says how to get a new one. A reload keeps the session."""
    address = details.address()
    browser.open(address)
    assert "#" not in browser.run("return location.href")
    browser.reload()
    assert "62% used" in browser.text("#now")
    browser.run("sessionStorage.clear()")
    browser.go("about:blank")
    browser.go(address)

    browser.wait(lambda: "has been used or has expired" in browser.text("#state"), "the refusal")
    assert "used" not in browser.text("#now")


def test_nothing_known_yet(browser: Browser, details: DetailsServerProcess, data: DetailsData) -> None:
    """Without files each part has words of its own."""
    for path in data.state.iterdir():
        path.unlink()
    for path in data.claude.rglob("*.jsonl"):
        path.unlink()
    browser.open(details.address())
    browser.wait(lambda: "Not running" in browser.text("#accounts"), "the last part")

    assert "Run `brim` to get it" in browser.text("#now")
    assert "No usage history in this range yet" in browser.text("#history")
    assert "No alerts yet" in browser.text("#alerts")


def test_a_problem_is_said(page: Browser, data: DetailsData) -> None:
    """What is wrong shows with what to do next."""
    data.write_status(views=[account_view(problem=BLOCKED_PROBLEM)])

    page.wait(lambda: BLOCKED_PROBLEM.message in page.text("#now"), "the problem")


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_accessible(page: Browser, dark: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """No serious fault of accessibility, in dark and in light, with everything open."""
    page.set_dark(dark=dark)
    page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.run(AXE.read_text("utf-8"))
    found = page.run_async("axe.run().then(arguments[arguments.length - 1])")
    serious = [
        (fault["id"], [(node["target"], node.get("failureSummary")) for node in fault["nodes"]][:3])
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]

    assert [] == serious


def test_it_fits_a_phone(page: Browser) -> None:
    """At the width of a phone nothing is wider than the screen, with everything open."""
    page.resize(PHONE)
    page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.run("document.querySelectorAll('[aria-expanded=false]').forEach((one) => one.click())")

    assert PHONE[0] == page.run("return document.documentElement.scrollWidth")


def test_the_keyboard_reaches_everything(page: Browser) -> None:
    """Tab goes to the skip link first, and Enter leads to the content; each field of choices is one stop."""
    page.press("\ue004")
    assert "Skip to content" == page.run("return document.activeElement.textContent")
    page.press("\ue007")
    assert "now" == page.run("return document.activeElement.id")


def test_a_file_needs_no_server(browser: Browser, data: DetailsData, tmp_path: Path) -> None:
    """The page as one file shows the same parts, loads nothing, and runs nothing of the names in it."""
    path = tmp_path / "usage.html"
    command = [sys.executable, "-m", "brim", "details", "--html", str(path)]
    done = subprocess.run(command, env=data.environment | {"PATH": "/usr/bin:/bin"}, check=True, stdout=subprocess.PIPE)
    browser.open(path.as_uri())
    browser.wait(lambda: "Not running" in browser.text("#accounts"), "the last part")

    assert b"usage.html" in done.stdout
    assert "62% used" in browser.text("#now")
    assert EVIL_PROJECT.rpartition("/")[2] in browser.text("#tables")
    assert "This file is not updated" in browser.text("#state")
    assert 0 == browser.run("return document.querySelectorAll('main img').length")
    assert [] == browser.run("return performance.getEntriesByType('resource').map((one) => one.name)")
    assert [] == browser.faults()
    browser.click("#usage label", "Models")
    browser.wait(lambda: "claude-opus-5-5" in browser.text("#usage .legend"), "the models")


def test_the_page_is_small() -> None:
    """All parts of the page together have at most 200 kB."""
    names = (document.PAGE, *document.STYLES, document.SCRIPT, *document.MODULES)

    assert sum(len(document.part(name)) for name in names) + len(document.served_page()) < MOST_BYTES
