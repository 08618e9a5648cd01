"""README's table of settings, made from the settings model. As a program it updates the table in README."""

from __future__ import annotations

import re
from pathlib import Path

from brim.backend.settings.documentation import manual

README = Path(__file__).parents[1] / "README.md"
_TABLE = re.compile(r"(<!-- settings: .*? -->\n).*?(<!-- /settings -->)", re.DOTALL)


def table() -> str:
    """The table in Markdown, one row for each setting."""
    rows = [
        f"| `{setting.name}` | `{setting.variable}` | {setting.default} | {setting.description} |"
        for setting in manual()
    ]
    return "\n".join(["| Setting | Variable | Default | Meaning |", "|---|---|---|---|", *rows, ""])


def with_table(page: str) -> str:
    """A page with the table between its two marks; raises ValueError when they are missing."""
    page, count = _TABLE.subn(lambda match: f"{match[1]}{table()}{match[2]}", page)
    if count != 1:
        message = "README has no place for the settings"
        raise ValueError(message)
    return page


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
