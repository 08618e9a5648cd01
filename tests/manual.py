"""README's table of settings, made from the settings model. As a program it renews the table in README."""

from __future__ import annotations

import re
from pathlib import Path

from brim.backend.settings.manual import manual

README = Path(__file__).parents[1] / "README.md"
_PLACE = re.compile(r"(<!-- settings: .*? -->\n).*?(<!-- /settings -->)", re.DOTALL)


def table() -> str:
    """Write the table in Markdown, one row for each setting."""
    rows = [f"| `{each.name}` | `{each.variable}` | {each.default} | {each.description} |" for each in manual()]
    return "\n".join(["| Setting | Variable | Default | Meaning |", "|---|---|---|---|", *rows, ""])


def renewed(page: str) -> str:
    """Put the table between the two marks of a page; raises ValueError where they are missing."""
    page, found = _PLACE.subn(lambda place: f"{place[1]}{table()}{place[2]}", page)
    if found != 1:
        message = "README has no place for the settings"
        raise ValueError(message)
    return page


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
