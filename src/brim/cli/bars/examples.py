"""What to write into the configuration of each bar, as its manual has it: files beside this module.

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
    "Home Assistant": "homeassistant.yaml",
    "A script": "script.sh",
}
"""The file of each bar."""


def examples() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The name of each bar, and the lines to write for it."""
    return tuple((name, tuple((FOLDER / file).read_text("utf-8").splitlines())) for name, file in FILES.items())
