"""Which files there are, and their text. This module must not know how a text is made."""

from __future__ import annotations

import re
from pathlib import Path

from brim.cli.completions.command import SHELLS
from brim.tray.desktop.desktopentry import FILE_NAME, launcher_entry
from sharedfiles.brimpage import brim_page
from sharedfiles.completions import completion_script
from sharedfiles.metainfo import application_id, homepage, metainfo
from sharedfiles.settingspage import settings_page

ROOT = Path(__file__).parents[2]
"""The checkout."""
SHARE = "src/brim/share"
"""The files that are installed as they are; all of them are made here or in `icons`."""


def contents() -> dict[str, str]:
    """The text of each file, by its path in the checkout: the same on every machine and on every day."""
    changelog, address = (ROOT / "CHANGELOG.md").read_text("utf-8"), homepage(ROOT)
    date = release_date(changelog)
    scripts = {file.relative_to(ROOT).as_posix(): completion_script(shell) for shell, file in SHELLS.items()}
    return scripts | {
        f"{SHARE}/man/man1/brim.1": brim_page(date),
        f"{SHARE}/man/man5/brim.toml.5": settings_page(date),
        f"{SHARE}/applications/{FILE_NAME}": launcher_entry(("brim",)),
        f"{SHARE}/metainfo/{application_id(address)}.metainfo.xml": metainfo(address, changelog),
    }


def release_date(changelog: str) -> str:
    """The date of the newest version, as the changelog has it; empty until the version is released."""
    newest = re.search(r"^## \S+ - (.*)$", changelog, re.MULTILINE)
    return newest[1] if newest is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest[1]) else ""
