"""Used or left: every surface says of the same usage what is used, or what is left, as the user has set it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts.preview import preview
from brim.cli.gauge.panel import TerminalOptions
from brim.model.alert import Rule
from brim.model.options import IconShow, IconStyle
from brim.tray.icon import render
from brim.tray.menu.detailstext import details_text
from brim.tray.menu.trayview import notification, tray_view
from tests.support.gaugetext import gauge_text
from tests.support.samples import NOW
from tests.support.sandbox import Sandbox, sandbox, server, start_brim
from tests.support.statuslinerun import run_statusline, statusline_input
from tests.support.usageserver import future_usage_answer
from tests.tray.menu.menurows import every_row, opened_rows, standing_rows
from tests.tray.menu.situations import situations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.snapshot import Snapshot

__all__ = ["sandbox", "server"]

SHOWS = (IconShow.USED, IconShow.REMAINING)
NEITHER = re.compile(r"^% (chance|(over|under|left in) today's budget)|^%/h")
"""What follows a percentage that is no usage."""
NAMES = sorted(situations("used"))
COMMANDS = {
    "status": ("status",),
    "status --all": ("status", "--all"),
    "forecast": ("forecast",),
    "history": ("history",),
    "doctor": ("doctor",),
}

pytestmark = pytest.mark.usefixtures("utc")


def percentages(text: str) -> list[tuple[int, str]]:
    """Each percentage of a text that is about usage, and what follows it."""
    found = [(int(match[1]), text[match.end(1) :]) for match in re.finditer(r"(?<![\d.])(\d+)(?=%)", text)]
    return [(number, rest[:24]) for number, rest in found if not NEITHER.match(rest)]


def assert_alike(surface: str, used: str, left: str) -> None:
    """The two texts have the same percentages, of which one is what the other leaves; the words suit them."""
    counts = len(percentages(used)), len(percentages(left))
    assert counts[0] == counts[1], f"{surface}: {counts}\n{used}\n{left}"
    pairs = list(zip(percentages(used), percentages(left), strict=True))
    wrong = [pair for pair in pairs if pair[0][0] + pair[1][0] != 100 and pair[0][0] <= 100]

    assert not wrong, f"{surface}: {wrong}"
    assert "% left" not in re.sub(r"% left in today", "", used), f"{surface}: {used}"
    assert "% used" not in left, f"{surface}: {left}"
    if pairs:
        assert "used" in used, f"{surface}: {used}"
        assert "left" in left, f"{surface}: {left}"


def surfaces(shown: Snapshot) -> Iterator[tuple[str, str]]:
    """What the tray and the gauge say of a snapshot; a surface and its text."""
    view = tray_view(shown, NOW)
    yield "title", view.title
    yield "tooltip", view.tooltip
    for name, rows in (("menu", opened_rows(shown)), ("standing menu", standing_rows(shown))):
        yield name, "\n".join(row.label for row in every_row(rows))
    yield "details", details_text(opened_rows(shown))
    yield "gauge", gauge_text(shown, NOW, TerminalOptions(width=100))


@pytest.mark.parametrize("name", NAMES)
def test_tray_and_gauge(name: str) -> None:
    """Title, tooltip, every row of the menu and its bar, the details and the gauge agree in every situation."""
    used, left = (dict(surfaces(situations(show)[name])) for show in SHOWS)

    for surface, text in used.items():
        assert_alike(surface, text, left[surface])
    assert [max(0, 100 - percent) for percent in _bars(situations("used")[name])] == _bars(
        situations("remaining")[name]
    )


def _bars(shown: Snapshot) -> list[float]:
    """How long the bars are that the rows of the menu have."""
    return [row.percent for row in every_row(opened_rows(shown)) if row.percent is not None]


@pytest.mark.parametrize("style", [IconStyle.NUMBER, IconStyle.DIGITS])
def test_the_icon(style: IconStyle) -> None:
    """The number in the icon, and the text beside it, are what is left of the used one: 78 and 22."""
    used, left = (tray_view(_with_style(situations(show)["usual"], style), NOW) for show in SHOWS)
    same_number = replace(used.icon, percent=100 - (used.icon.percent or 0), show=IconShow.USED, gauges=())

    assert ("78%", "22%") == (used.label, left.label)
    assert render.draw(replace(left.icon, gauges=()), 48).tobytes() == render.draw(same_number, 48).tobytes()


def _with_style(shown: Snapshot, style: IconStyle) -> Snapshot:
    values: dict[str, str | bool] = {"icon.style": style, "icon.text": True}
    return replace(
        shown, options=tuple(replace(option, value=values.get(option.key, option.value)) for option in shown.options)
    )


@pytest.mark.parametrize("rule", Rule)
def test_notifications(rule: Rule) -> None:
    """The notification of each rule."""
    used, left = (preview(rule, NOW, show) for show in SHOWS)
    texts = [
        f"{alert.title}\n{alert.body}"
        for alert in (notification(shown.alert, shown.snapshot) for shown in (used, left))
    ]

    assert_alike(str(rule), *texts)


def test_commands(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command that prints usage, and the status line; a format of the user's own stays as it is."""
    folders = [sandbox.claude, sandbox.add_account("second", future_usage_answer("usage-extra"))]
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIRS", ":".join(map(str, folders)))
    printed: dict[IconShow, dict[str, str]] = {}
    _output("status", "--refresh")
    for show in SHOWS:
        monkeypatch.setenv("BRIM_ICON__SHOW", show)
        printed[show] = {name: _output(*arguments) for name, arguments in COMMANDS.items()}
        line = statusline_input(five_hour=42, seven_day=18)
        del line["context_window"]  # the context is no limit
        printed[show]["statusline"] = run_statusline(line).stdout.decode()
        printed[show]["own format"] = run_statusline(line, "--format", "{session} {week}").stdout.decode()

    used, left = (printed[show] for show in SHOWS)
    assert used.pop("own format") == left.pop("own format")
    for name, text in used.items():
        assert percentages(text), name
        assert_alike(name, text, left[name])


def _output(*arguments: str) -> str:
    with start_brim(*arguments) as process:
        return process.communicate(timeout=60)[0]
