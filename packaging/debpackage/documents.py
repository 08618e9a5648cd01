"""The documents of the package: licences in Debian's form, which programs can read, and the log of its versions.

Sources: Debian's copyright format 1.0, Debian Policy 4.4 and 12.5. This module must not know where they are put.
"""

from __future__ import annotations

import re
from email.utils import format_datetime
from importlib.metadata import distribution
from typing import TYPE_CHECKING, NamedTuple

from debpackage.control import maintainer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_FORMAT = "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
_HOLDER = re.compile(r"Copyright (?:\([cC]\) |©\s*)(?P<holder>\d.*)")
_LGPL = """This library is free software: you can redistribute it and/or modify it under
the terms of the GNU Lesser General Public License as published by the Free
Software Foundation, either version 3 of the License, or (at your option) any
later version.

On Debian systems, the full text is in /usr/share/common-licenses/LGPL-3."""


class Part(NamedTuple):
    """A part of the package with a licence of its own."""

    files: str
    """Where it is, with patterns."""
    licence: str
    """The licence by Debian's name for it."""
    text: str
    """A text that names who holds the rights."""
    note: str = ""
    """What was changed."""


def licences(homepage: str, parts: list[Part]) -> str:
    """The file `copyright`: whose each part is, and every licence once for each text."""
    lines = [f"Format: {_FORMAT}", "Upstream-Name: brim", f"Source: {homepage}"]
    for part in parts:
        lines += ["", f"Files: {part.files}", f"Copyright: {_holder(part.text)}"]
        lines += [f"Comment: {part.note}"] if part.note else []
        lines += [f"License: {part.licence}"]
        body = _LGPL if part.licence == "LGPL-3+" else _without_heading(part.text)
        lines += _folded(body)
    return "\n".join((*lines, ""))


def _holder(text: str) -> str:
    found = _HOLDER.search(text)
    if found is None:
        raise ValueError(text[:200])
    return re.sub(r"\[(.*)\]\(.*\)", r"\1", found["holder"]).strip(". ")


def _without_heading(text: str) -> str:
    """A licence from its first paragraph on that is neither its name nor a holder."""
    start = re.search(r"^(Permission|Redistribution)\b", text, re.MULTILINE)
    return text[start.start() if start else 0 :].strip()


def _folded(text: str) -> Iterator[str]:
    """Lines of a field that goes on: each begins with a space, and an empty one has a full stop."""
    yield from (f" {line.rstrip()}" if line.strip() else " ." for line in text.splitlines())


def changelog(homepage: str, version: str, date: datetime) -> str:
    """The log of the package: one entry, which points to the one that users read."""
    return (
        f"brim ({version}) unstable; urgency=medium\n\n"
        "  * Made by the project itself; changelog.gz says what is new.\n\n"
        f" -- {maintainer(homepage)}  {format_datetime(date)}\n"
    )


def licence_of(name: str) -> str:
    """A text that names licence and holder of an installed package: its licence, or else the head of its module."""
    package = distribution(name)
    texts = {file.name: file for file in package.files or ()}
    file = texts.get("LICENSE.md") or texts.get("LICENSE")
    if file is None:
        file = next(file for file in package.files or () if file.name == "__init__.py")
    return file.read_text()
