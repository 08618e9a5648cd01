"""The entries of CHANGELOG.md, and the part of one version as the notes of its release."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_ENTRY = re.compile(r"^## (?P<version>\d\S*) - (?P<date>\S+)[ \t]*$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEADING = re.compile(r"^##(#+ )", re.MULTILINE)
_WRAP = re.compile(r"(?<=[^\n])\n {0,2}(?![\s#>|]|- )")
"""Where a paragraph or an item goes on in the next line: in the text of a release GitHub breaks the line there."""


class Entry(NamedTuple):
    """What the changelog says of one version."""

    version: str
    date: str | None
    """ISO 8601; None while it is not released."""
    text: str
    """Without the heading."""


def entries(changelog: str) -> list[Entry]:
    """All entries, in their order; each ends where the next one begins."""
    headings = list(_ENTRY.finditer(changelog))
    ends = [*(heading.start() for heading in headings[1:]), len(changelog)]
    return [
        Entry(
            heading["version"],
            heading["date"] if _is_date(heading["date"]) else None,
            changelog[heading.end() : end].strip(),
        )
        for heading, end in zip(headings, ends, strict=True)
    ]


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def notes(changelog: str, version: str) -> str | None:
    """The notes of a version; None where it has no entry or an empty one.

    Headings are one level up, and each paragraph and each item is one line.
    """
    text = next((entry.text for entry in entries(changelog) if entry.version == version), "")
    return _WRAP.sub(" ", _HEADING.sub(r"#\1", text)) + "\n" if text else None
