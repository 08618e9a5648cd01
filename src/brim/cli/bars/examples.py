"""What to write into the configuration of each bar and of Home Assistant: files beside this module, as manuals have it.

This module must not know what a line says.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("examplefiles")
FILES = {
    "Waybar": "waybar.jsonc",
    "Waybar style": "waybar.css",
    "i3blocks": "i3blocks.conf",
    "i3status-rust": "i3status-rust.toml",
    "polybar": "polybar.ini",
    "tmux": "tmux.conf",
    "Xfce": "xfce.sh",
    "xbar, SwiftBar, Argos": "xbar.sh",
    "SketchyBar": "sketchybar.sh",
    "Starship": "starship.toml",
    "conky": "conky.lua",
    "eww": "eww.yuck",
    "A script": "script.sh",
}
"""The file of each bar."""
HOME_ASSISTANT = (
    "homeassistant.yaml",
    "homeassistant-mqtt.sh",
    "homeassistant-hook.toml",
    "homeassistant-alert.yaml",
    "homeassistant-webhook.toml",
)
"""The files for Home Assistant."""


def examples() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The name of each bar, and the lines to write for it."""
    return tuple((name, _lines(file)) for name, file in FILES.items())


def home_assistant() -> dict[str, tuple[str, ...]]:
    """The lines to write for Home Assistant, by the name of their file."""
    return {file: _lines(file) for file in HOME_ASSISTANT}


def _lines(file: str) -> tuple[str, ...]:
    return tuple((FOLDER / file).read_text("utf-8").splitlines())
