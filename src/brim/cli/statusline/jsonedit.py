"""Changes one member of a JSON object in its text, so that every other byte stays as a person or a program wrote it.

All functions take text that is known to be a JSON object. This module must not know what the members mean.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Member:
    """Where one member stands in the text."""

    key: str
    start: int
    value: int
    """Where its value begins."""
    end: int


def find(text: str, key: str, start: int = 0) -> Member | None:
    """The last member of that name, which is the one that counts, of the object at `start`."""
    return next((member for member in reversed(_members(text, start)) if member.key == key), None)


def replace(text: str, member: Member, value: str) -> str:
    """The text with another value, itself JSON text, for one member."""
    return text[: member.value] + value + text[member.end :]


def add(text: str, key: str, value: object) -> str:
    """The text with one more member at the end, indented as the others are."""
    members = _members(text, 0)
    opened = _skip(text, 0) + 1
    if not members:
        return text[:opened] + _block(key, value, "\n", "  ") + "\n" + text[_skip(text, opened) :]
    before = text[opened : members[0].start]
    line, newline, indent = before.rpartition("\n")
    if not newline:
        made = f", {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
    else:
        made = "," + _block(key, value, "\r\n" if line.endswith("\r") else "\n", indent)
    return text[: members[-1].end] + made + text[members[-1].end :]


def remove(text: str, member: Member) -> str:
    """The text without one member, and without the comma that it needed."""
    members = _members(text, 0)
    place = members.index(member)
    if place > 0:
        return text[: members[place - 1].end] + text[member.end :]
    if len(members) > 1:
        return text[: member.start] + text[members[1].start :]
    return text[: _skip(text, 0) + 1] + text[_skip(text, member.end) :]


def _block(key: str, value: object, newline: str, indent: str) -> str:
    """A member on lines of its own."""
    lines = f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, indent=indent)}".split("\n")
    return "".join(f"{newline}{indent}{line}" for line in lines)


def _members(text: str, start: int) -> list[Member]:
    found = []
    at = _skip(text, _skip(text, start) + 1)
    while text[at] != "}":
        begin = at
        key, at = _DECODER.raw_decode(text, at)
        value = _skip(text, _skip(text, at) + 1)
        _, end = _DECODER.raw_decode(text, value)
        found.append(Member(key, begin, value, end))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _skip(text: str, at: int) -> int:
    """The next place that is no white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at
