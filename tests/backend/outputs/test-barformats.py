"""The lines of bars: each form as its bar reads it, with every word of others made safe."""

from __future__ import annotations

import json
import re
import shlex
from datetime import timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from brim.backend.outputs import states
from brim.backend.outputs.barformats import FORMATS
from brim.cli.bars.barrequest import BarRequest
from brim.model.level import LEVEL_THRESHOLDS, Level
from tests.support.sharedfiles import NOW, RESET, Json, account, iso, limit, share

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "a & b < c > d",
    "#[fg=red]#(touch /tmp/x)",
    "%{F#f00}%{A1:rm:}",
    "$(reboot) `reboot` ; *",
    "one | color=red\n---\n-- two",
    "--sub",
    "- -- --",
    "\\n\\t\\u0041",
    "\x1b[31m\x07\x00",
    "\u202eevil\u2066",
    "x" * 10_000,
    "'\"\\",
    "</txt><txt>",
]
HIGH = limit(93.5, level="critical")


def shown(state: Path, name: str, *accounts: Json, template: str | None = None, late: timedelta | None = None) -> str:
    """What a form shows of some accounts."""
    return BarRequest(name, template, None).output(
        str(share(state, *accounts)), (NOW + (late or timedelta())).timestamp()
    )[0]


@pytest.mark.usefixtures("utc")
def test_forms(tmp_path: Path) -> None:
    """Each form is what the manual of its bar asks for."""
    lines = {name: shown(tmp_path, name, account(HIGH)) for name in FORMATS}
    rows = ["work", "Session: 93% used, resets 14:05", "Today $4.24 at list price, not money spent", "Updated 12:00"]

    assert "Session 93% used" == lines["plain"]
    assert {
        "text": "93%",
        "alt": "critical",
        "tooltip": "\n".join(rows),
        "class": ["critical", "session"],
        "percentage": 93,
    } == json.loads(lines["waybar"])
    assert {
        "full_text": "Session 93% used",
        "short_text": "93%",
        "markup": "none",
        "color": "#e8590c",
        "urgent": "true",
    } == json.loads(lines["i3blocks"])
    assert {"text": "Session 93% used", "short_text": "93%", "state": "Critical"} == json.loads(lines["i3status-rs"])
    assert "%{F#e8590c}Session 93% used%{F-}" == lines["polybar"]
    assert "#[fg=#e8590c]Session 93% used#[default]" == lines["tmux"]
    assert [
        "93% | emojize=false color=#e8590c",
        "---",
        *(f"{row} | emojize=false" for row in rows),
        "---",
        "Details | bash=brim param1=details terminal=false",
    ] == lines["xbar"].splitlines()
    assert lines["xbar"].replace("emojize=false", "emojize=false useMarkup=false unescape=false") == lines["argos"]
    assert "label=93% label.highlight=on label.highlight_color=0xffe8590c" == lines["sketchybar"]
    panel = ET.fromstring(f"<all>{lines['genmon']}</all>")
    assert ["txt", "bar", "tool", "txtclick"] == [part.tag for part in panel]
    assert ("93%", "93", "\n".join(rows)) == ("".join(panel[0].itertext()), panel[1].text, panel[2].text)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("word", HOSTILE)
def test_words_of_others_are_made_safe(tmp_path: Path, name: str, word: str) -> None:
    """A hostile name of an account, limit, plan, project or problem stays text in every form."""
    bad = limit(42.0, "weekly_scoped:x", word, headline=True, outlook=word, top_project={"name": word, "percent": 5})
    hostile = account(bad, name=word, plan=word, problem={"title": word, "message": word})
    lines = shown(tmp_path, name, hostile), shown(tmp_path, name, hostile, template="{account} {pressing.label} {plan}")
    for line in lines:
        assert len(line) < 2_500
        assert all(letter.isprintable() or letter in "\n\N{NO-BREAK SPACE}" for letter in line)
        CHECKS[name](line)


def _one_line(line: str) -> None:
    assert "\n" not in line


def _json(line: str) -> None:
    _one_line(line)
    for key in ("text", "tooltip"):
        if "full_text" not in line:
            ET.fromstring(f"<markup>{json.loads(line).get(key, '')}</markup>")


def _i3blocks(line: str) -> None:
    """The text is as i3blocks 1.4 takes it: up to the next quotation mark, with every backslash in it."""
    _json(line)
    assert "\\" not in line
    assert line.isprintable()
    assert 4 * len(json.loads(line)) == line.count('"')


def _polybar(line: str) -> None:
    _one_line(line)
    assert "%{" not in re.sub(r"^%\{F#\w{6}\}|%\{F-\}$", "", line)


def _tmux(line: str) -> None:
    _one_line(line)
    assert "#" not in re.sub(r"^#\[fg=#\w{6}\]|#\[default\]$", "", line).replace("##", "")


def _xbar(line: str) -> None:
    head, _, rest = line.partition("\n---\n")
    rows, _, action = rest.partition("\n---\n")
    assert "Details | bash=brim param1=details terminal=false" == action
    for row in (head, *rows.splitlines()):
        assert not row.strip().startswith("--")
        assert 1 == row.count("|")


def _genmon(line: str) -> None:
    panel = ET.fromstring(f"<all>{line}</all>")
    assert ["txt", "bar", "tool", "txtclick"] == [part.tag for part in panel]


def _sketchybar(line: str) -> None:
    _one_line(line)
    assert not set("*?[]\\'\"$`") & set(line)
    assert line.split(" ") == shlex.split(line)
    assert line.startswith("label=")
    assert line.count(" ") <= 2


CHECKS = {
    "plain": _one_line,
    "waybar": _json,
    "i3blocks": _i3blocks,
    "i3status-rs": _json,
    "polybar": _polybar,
    "tmux": _tmux,
    "genmon": _genmon,
    "xbar": _xbar,
    "argos": _xbar,
    "sketchybar": _sketchybar,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_state_has_a_line(tmp_path: Path, name: str) -> None:
    """In every state a form is whole, and the bar of a calm limit keeps its own color."""
    problem = {"title": "Signed out", "message": "Run claude and sign in."}
    samples = {
        states.OK: [account()],
        states.WARN: [account(limit(80.0, level="warn"))],
        states.CRITICAL: [account(HIGH)],
        states.EXHAUSTED: [account(limit(100.0, level="exhausted"))],
        states.PAYING: [account(limit(100.0, level="paying"))],
        states.STALE: [account(stale=True)],
        states.ERROR: [account(limit(None), problem=problem, fetched_at=None)],
        states.NONE: [],
    }
    assert set(states.STATES) == set(samples)
    for state, accounts in samples.items():
        line = shown(tmp_path, name, *accounts)
        CHECKS[name](line)
        assert bool(line.strip())
        assert state == json.loads(shown(tmp_path, "waybar", *accounts))["alt"]
        if name not in {"waybar", "i3status-rs"} and states.COLORS[state]:
            assert states.COLORS[state].removeprefix("#") in line or name == "plain"


@pytest.mark.parametrize("name", FORMATS)
def test_wrong_field_or_account_keeps_the_form(tmp_path: Path, name: str) -> None:
    """What is wrong with a template or an account is said in the form of the bar, so that the bar can show it."""
    state, now = str(share(tmp_path, account(), account(name="home"))), NOW.timestamp()
    for template in ("{x#[fg=red]|<b>&.y}", "{session.perzent}"):
        line = BarRequest(name, template, None).output(state, now)[0]
        CHECKS[name](line)
        assert "field" in line
    line = BarRequest(name, None, "no<b>body").output(state, now)[0]
    CHECKS[name](line)
    assert "Unknown" in line or name in {"genmon", "sketchybar", "xbar", "argos"}
    assert "error" == json.loads(BarRequest("waybar", "{x}", None).output(state, now)[0])["alt"]


def test_sketchybar_gets_its_own_color_back(tmp_path: Path) -> None:
    """An item of SketchyBar keeps what was set last, so a calm limit takes the color of a high one away."""
    assert "label=93% label.highlight=on label.highlight_color=0xffe8590c" == shown(
        tmp_path, "sketchybar", account(HIGH)
    )
    assert "label=42% label.highlight=off" == shown(tmp_path, "sketchybar", account())


def test_unknown_account_is_named(tmp_path: Path) -> None:
    """An account that there is not is no missing usage: the tooltip names it, and those that there are."""
    nameless = account(account={"id": "0123456789abcdef", "label": ""})
    state, now = str(share(tmp_path, account(), account(name="home"), nameless)), NOW.timestamp()
    output = json.loads(BarRequest("waybar", None, "wrok").output(state, now)[0])

    assert ("Unknown account", "error") == (output["text"], output["alt"])
    assert (
        'Unknown account: "wrok" is not an account; known are work, home, 0123456789abcdef'
        == output["tooltip"].splitlines()[0]
    )


def test_table_of_states_fits_the_levels() -> None:
    """The thresholds of the quick path are those of the model, and each level has a state."""
    for level, percent in LEVEL_THRESHOLDS.items():
        assert level.value == states.level_of_percent(percent)
        assert level.value == states.level_of_percent(percent + 0.5)
    assert "unknown" == states.level_of_percent(None)
    assert {states.state_of_level(level.value) for level in Level} <= set(states.STATES)


def test_old_figures_say_so(tmp_path: Path) -> None:
    """When newer usage is long due, or the last attempt failed, the line says how old its figures are."""
    hours, days = timedelta(hours=1, minutes=59), timedelta(days=3)
    week = account(limit(42.0, "weekly_all", "Week", resets_at=iso(NOW + timedelta(days=6)), headline=True))

    assert "Week 42% used" == shown(tmp_path, "plain", week)
    assert "Week 42% used (1 h old)" == shown(tmp_path, "plain", week, late=hours)
    assert "Week 42% used (3 d old)" == shown(tmp_path, "plain", week, late=days)
    assert "(42%)" == json.loads(shown(tmp_path, "waybar", week, late=days))["text"]
    failed = account(stale=True)
    assert "Session 42% used · Week 61% (5 min old)" == shown(tmp_path, "plain", failed, late=timedelta(minutes=5))


def test_figure_ends_with_its_reset(tmp_path: Path) -> None:
    """After its reset a limit has no percentage until it is read again."""
    late = RESET - NOW
    assert "Session – · Week –" != shown(tmp_path, "plain", account(), late=late)
    assert "no usage yet" == shown(tmp_path, "plain", account(), late=late)


def test_what_is_left_is_shown_on_request(tmp_path: Path) -> None:
    """With the setting `remaining` each percentage says what is left."""
    state = share(tmp_path, account(), show="remaining")

    assert "Session 58% left · Week 39%" == BarRequest("plain", None, None).output(str(state), NOW.timestamp())[0]


def test_most_pressing_account_is_shown(tmp_path: Path) -> None:
    """Of several accounts the most pressing one is shown, all are listed, and one can be named."""
    state = share(tmp_path, account(limit(12.0), name="home"), account(HIGH), account(limit(None), name="new"))
    now = NOW.timestamp()

    assert "Session 93% used" == BarRequest("plain", None, None).output(str(state), now)[0]
    assert "Session 12% used" == BarRequest("plain", None, "HOME").output(str(state), now)[0]
    assert "Session 12% used" == BarRequest("plain", None, "home000").output(str(state), now)[0]
    assert "Unknown account" == BarRequest("plain", None, "x").output(str(state), now)[0]
    tooltip = json.loads(BarRequest("waybar", None, None).output(str(state), now)[0])["tooltip"]
    assert ["work", "home", "new"] == [row for row in tooltip.splitlines() if row in {"work", "home", "new"}]
