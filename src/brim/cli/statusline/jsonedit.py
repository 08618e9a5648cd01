"""Changes one member of a JSON object within its text, so that every other byte stays as it was written.

All functions take text that is a valid JSON object. This module must not know what the members mean.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class JsonMember:
    """The positions of one member in the text."""

    key: str
    start: int
    value: int
    """Start of its value."""
    end: int


def find(text: str, key: str, start: int = 0) -> JsonMember | None:
    """The last member of that name in the object at `start`; in JSON the last one counts."""
    return next((member for member in reversed(_members(text, start)) if member.key == key), None)


def replace(text: str, member: JsonMember, value: str) -> str:
    """The text with another value for one member; `value` is JSON text."""
    return text[: member.value] + value + text[member.end :]


def add(text: str, key: str, value: object) -> str:
    """The text with one more member at the end, indented like the others."""
    members = _members(text, 0)
    content = _skip(text, 0) + 1
    if not members:
        return text[:content] + _block(key, value, "\n", "  ") + "\n" + text[_skip(text, content) :]
    before = text[content : members[0].start]
    line, newline, indent = before.rpartition("\n")
    if not newline:
        addition = f", {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
    else:
        addition = "," + _block(key, value, "\r\n" if line.endswith("\r") else "\n", indent)
    return text[: members[-1].end] + addition + text[members[-1].end :]


def remove(text: str, member: JsonMember) -> str:
    """The text without one member and without its comma."""
    members = _members(text, 0)
    index = members.index(member)
    if index > 0:
        return text[: members[index - 1].end] + text[member.end :]
    if len(members) > 1:
        return text[: member.start] + text[members[1].start :]
    return text[: _skip(text, 0) + 1] + text[_skip(text, member.end) :]


def _block(key: str, value: object, newline: str, indent: str) -> str:
    """A member on lines of its own."""
    lines = f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, indent=indent)}".split("\n")
    return "".join(f"{newline}{indent}{line}" for line in lines)


def _members(text: str, start: int) -> list[JsonMember]:
    members = []
    at = _skip(text, _skip(text, start) + 1)
    while text[at] != "}":
        begin = at
        key, at = _DECODER.raw_decode(text, at)
        value = _skip(text, _skip(text, at) + 1)
        _, end = _DECODER.raw_decode(text, value)
        members.append(JsonMember(key, begin, value, end))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return members


def _skip(text: str, at: int) -> int:
    """The next position after white space."""
    space = _SPACE.match(text, at)
    return space.end() if space else at
