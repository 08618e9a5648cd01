"""The forms in which bars take a line, each with its own escapes. Pure.

Sources: waybar-custom(5) 0.9.17, i3blocks 1.4, the custom block of i3status-rust, polybar 3.6, tmux(1) 3.3,
xfce4-genmon 4.1.1, the plug-in format of xbar and SwiftBar, Argos' `utilities.js`, and SketchyBar's script items.
Standard library only. This module must not know what the texts say.
"""

from __future__ import annotations

import json

from brim.backend.outputs import states
from brim.words.bars import details_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.backend.outputs.barline import BarLine

_PANGO = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_I3BLOCKS = {ord('"'): "'", ord("\\"): "/"}
"""i3blocks 1.4 knows no escapes in JSON: it shows them, and its text ends at any quotation mark."""
_POLYBAR = {ord("{"): "(", ord("}"): ")"}
"""A tag begins with `%{`, and nothing escapes it."""
_XBAR = {ord("|"): "¦"}
_SKETCHYBAR = {ord(sign): None for sign in "*?[]\\'\"$`"}
"""The shell expands what a command printed, and splits it at spaces."""
_SPACES = {ord(" "): "\N{NO-BREAK SPACE}"}
_OPAQUE = "0xff"
_XBAR_TEXT = "emojize=false"
_ARGOS_TEXT = "emojize=false useMarkup=false unescape=false"
"""Argos reads markup and backslashes in every text that does not say otherwise."""
_STREAM_SEPARATOR = "~~~"


class Format:
    """One form: how a foreign word is made safe, and how the texts are put together."""

    __slots__ = ("escape", "made", "separator")

    def __init__(self, escape: Callable[[str], str], made: Callable[[BarLine], str], separator: str = "") -> None:
        """`separator` stands before each further output of a program that stays."""
        self.escape = escape
        self.made = made
        self.separator = separator


def _pango(text: str) -> str:
    return text.translate(_PANGO)


def _plain(text: str) -> str:
    return text


def _xbar_text(text: str) -> str:
    """No row may begin with the marks of a submenu."""
    return text.translate(_XBAR).lstrip("- ")


def _waybar(shown: BarLine) -> str:
    classes = [shown.state, shown.limit.partition(":")[0]]
    tooltip = "\n".join(shown.rows)
    text = shown.short if shown.state not in {states.ERROR, states.NONE} else shown.line
    output = {"text": text, "alt": shown.state, "tooltip": tooltip, "class": [name for name in classes if name]}
    return json.dumps(output | {"percentage": shown.percent})


def _i3blocks(shown: BarLine) -> str:
    output = {"full_text": shown.line.translate(_I3BLOCKS), "short_text": shown.short.translate(_I3BLOCKS)}
    if color := states.COLORS[shown.state]:
        output["color"] = color
    output["markup"] = "none"
    output["urgent"] = "true" if shown.state in states.URGENT else "false"  # 1.4 drops what is not a text
    return json.dumps(output, ensure_ascii=False)


def _i3status_rs(shown: BarLine) -> str:
    state = states.I3STATUS_RS.get(shown.state, "Idle")
    return json.dumps({"text": shown.line, "short_text": shown.short, "state": state})


def _polybar(shown: BarLine) -> str:
    color = states.COLORS[shown.state]
    return f"%{{F{color}}}{shown.line}%{{F-}}" if color else shown.line


def _tmux(shown: BarLine) -> str:
    color = states.COLORS[shown.state]
    return f"#[fg={color}]{shown.line}#[default]" if color else shown.line


def _genmon(shown: BarLine) -> str:
    color = states.COLORS[shown.state]
    text = f"<span foreground='{color}'>{shown.short}</span>" if color else shown.short
    rows = "\n".join(shown.rows)
    return f"<txt>{text}</txt><bar>{shown.percent}</bar><tool>{rows}</tool><txtclick>brim details</txtclick>"


def _xbar(shown: BarLine, options: str = _XBAR_TEXT) -> str:
    color = states.COLORS[shown.state]
    first = f"{shown.short} | {options}" + (f" color={color}" if color else "")
    rows = [f"{row} | {options}" for row in shown.rows]
    action = f"{details_item()} | bash=brim param1=details terminal=false"
    return "\n".join([first, "---", *rows, "---", action])


def _sketchybar(shown: BarLine) -> str:
    """An item keeps what was set: the color goes beside the label's own, and is switched off where there is none."""
    parts = [f"label={shown.short.translate(_SPACES)}"]
    if color := states.COLORS[shown.state]:
        parts += ["label.highlight=on", f"label.highlight_color={_OPAQUE}{color.removeprefix('#')}"]
    else:
        parts.append("label.highlight=off")
    return " ".join(parts)


FORMATS = {
    "plain": Format(_plain, lambda shown: shown.line),
    "waybar": Format(_pango, _waybar),
    "i3blocks": Format(_plain, _i3blocks),
    "i3status-rs": Format(_pango, _i3status_rs),
    "polybar": Format(lambda text: text.translate(_POLYBAR), _polybar),
    "tmux": Format(lambda text: text.replace("#", "##"), _tmux),
    "genmon": Format(_pango, _genmon),
    "xbar": Format(_xbar_text, _xbar, _STREAM_SEPARATOR),
    "sketchybar": Format(lambda text: text.translate(_SKETCHYBAR), _sketchybar),
    "argos": Format(_xbar_text, lambda shown: _xbar(shown, _ARGOS_TEXT)),
}
"""The forms by the name of their bar."""
