"""Settings files of desktops, as values by file, section and key.

This module must not know what a value means.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from brim.privatefiles import read_plain
from brim.tray.desktop.userfolders import NoHomeError, config_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brim.tray.linux.appearance.schemepolicy import FileKey

_GLOBAL_THEME = "kdedefaults/"
KDE = (f"{_GLOBAL_THEME}kdeglobals", f"{_GLOBAL_THEME}plasmarc", "kdeglobals", "plasmarc")
"""The files of the chosen global theme come first, because the user's own files override them."""
LXQT = ("lxqt/lxqt.conf", "lxqt/panel.conf")
_LARGEST = 1_000_000
"""Bytes read of one file."""


def read(names: tuple[str, ...]) -> Mapping[FileKey, str]:
    """The values of those files that exist; a later file overrides an earlier one of the same name."""
    try:
        folder = config_folder()
    except NoHomeError:
        return {}
    values: dict[FileKey, str] = {}
    for name in names:
        try:
            text = read_plain(folder / name, _LARGEST).decode(errors="replace")
        except OSError:
            continue
        own_name = name.removeprefix(_GLOBAL_THEME)
        values |= {(own_name, section, key): value for section, key, value in entries(text)}
    return values


def entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Section, key and value of each line; lines of another form are skipped."""
    section = ""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("[") and stripped.endswith("]"):
            section = stripped[1:-1]
        elif "=" in stripped and not stripped.startswith("#"):
            key, _, value = stripped.partition("=")
            yield section, key.strip(), value.strip()


def is_lxqt() -> bool:
    """Whether this is a session of LXQt."""
    return "LXQt" in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
