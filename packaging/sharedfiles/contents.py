"""Which files there are, and their text. This module must not know how a text is made."""

from __future__ import annotations

import re
from pathlib import Path

from brim.cli.completions.command import SHELLS
from sharedfiles.brimpage import brim_page
from sharedfiles.completions import completion_script
from sharedfiles.settingspage import settings_page

ROOT = Path(__file__).parents[2]
"""The checkout."""
_PAGES = "src/brim/share/man"


def contents() -> dict[str, str]:
    """The text of each file, by its path in the checkout: the same on every machine and on every day."""
    date = release_date((ROOT / "CHANGELOG.md").read_text("utf-8"))
    scripts = {file.relative_to(ROOT).as_posix(): completion_script(shell) for shell, file in SHELLS.items()}
    return scripts | {f"{_PAGES}/man1/brim.1": brim_page(date), f"{_PAGES}/man5/brim.toml.5": settings_page(date)}


def release_date(changelog: str) -> str:
    """The date of the newest version, as the changelog has it; empty until the version is released."""
    newest = re.search(r"^## \S+ - (.*)$", changelog, re.MULTILINE)
    return newest[1] if newest is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest[1]) else ""
