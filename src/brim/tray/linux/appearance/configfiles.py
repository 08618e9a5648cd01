"""Settings files of desktops, as lines by file, section and key.

This module must not know what a line means.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brim.tray.linux.appearance.policy import FileKey

KDE = ("kdedefaults/kdeglobals", "kdedefaults/plasmarc", "kdeglobals", "plasmarc")
"""Below them all lie the files of the chosen global theme."""
LXQT = ("lxqt/lxqt.conf", "lxqt/panel.conf")
_LARGEST = 1_000_000


def read(names: tuple[str, ...]) -> Mapping[FileKey, str]:
    """The lines of those files that are there, a later file above an earlier one of the same name."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    lines: dict[FileKey, str] = {}
    for name in names:
        try:
            with (folder / name).open(encoding="utf-8", errors="replace") as file:
                text = file.read(_LARGEST)
        except OSError:
            continue
        shown = name.removeprefix("kdedefaults/")
        lines |= {(shown, section, key): value for section, key, value in entries(text)}
    return lines


def entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Section, key and value of each line; what is no such line is passed over."""
    section = ""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("[") and stripped.endswith("]"):
            section = stripped[1:-1]
        elif "=" in stripped and not stripped.startswith("#"):
            key, _, value = stripped.partition("=")
            yield section, key.strip(), value.strip()


def lxqt() -> bool:
    """Whether the session is LXQt's."""
    return "LXQt" in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
