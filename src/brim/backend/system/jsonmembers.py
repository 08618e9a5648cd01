"""Reads single members of a JSON object of any size: the rest is skipped piece by piece and never held.

What is skipped is not checked, apart from its strings and brackets. This module must not know what a member means.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, BinaryIO

from brim.words import statefiles as words

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1 << 18
"""Bytes that are read at once."""
_MAX_KEY = 256
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TOKEN = re.compile(rb'[{}\[\],:]|"[^"\\]*+(?:\\.[^"\\]*+)*+("?)', re.DOTALL)
"""A bracket, a separator, or a string as far as it is there: the group is its end."""
_REST_OF_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+("?)', re.DOTALL)

type _Token = tuple[bytes, int, int]
"""The bytes of a token, at most `_MAX_KEY` of them, and where it begins and ends in the file."""


def read_members(file: BinaryIO, names: frozenset[str], *, max_file: int, max_member: int) -> dict[str, object]:
    """The members of the object in a file that have these names; reading ends with the last one of them.

    Raises ValueError when the file does not hold a whole object, and OSError when it cannot be read, when so many bytes
    do not contain the members, and when one of them is over `max_member` bytes.
    """
    members: dict[str, object] = {}
    for name, start, end in _member_places(file, max_file):
        if name in names:
            if end - start > max_member:
                raise OSError(0, words.too_large())
            place = file.tell()
            file.seek(start)
            members[name] = _decode(file.read(end - start))
            file.seek(place)
        if len(members) == len(names):
            break
    return members


def _decode(raw: bytes) -> object:
    try:
        return json.loads(raw.decode())
    except RecursionError:
        return None


def _member_places(file: BinaryIO, max_file: int) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of the value of each member, in the order of the file."""
    depth, name, start, last_string = 0, "", 0, b""
    for token, begin, end in _tokens(file, max_file):
        kind = token[:1]
        if depth == 1 and kind == b'"':
            last_string = token
        elif depth == 1 and kind == b":":
            name, start = _name(last_string), end
        elif depth == 1 and kind in b",}" and start:
            yield name, start, begin
            start = 0
        depth += 1 if kind in b"{[" else -1 if kind in b"}]" else 0
        if depth <= 0 and kind in b"}]":
            return
        if depth == 1 and kind == b"[" and not start:
            return  # a list, and no object
    raise ValueError(words.not_a_json_object())


def _name(token: bytes) -> str:
    try:
        return str(json.loads(token))
    except ValueError:  # longer than any name that is looked for
        return ""


def _tokens(file: BinaryIO, max_file: int) -> Iterator[_Token]:
    """Every bracket, separator and string outside of strings; the strings may be cut."""
    rest, offset, text, text_at = b"", 0, b"", 0
    in_string = False
    while piece := file.read(_PIECE):
        if offset + len(rest) + len(piece) > max_file:
            raise OSError(0, words.too_large())
        buffer, at = rest + piece, 0
        if offset == 0 and buffer.startswith(_BYTE_ORDER_MARK):
            at = len(_BYTE_ORDER_MARK)
        while match := (_REST_OF_STRING.match(buffer, at) if in_string else _TOKEN.search(buffer, at)):
            if not in_string:
                text, text_at = b"", offset + match.start()
            text += match[0][: max(_MAX_KEY - len(text), 0)]
            at = match.end()
            is_string = in_string or match[0][:1] == b'"'
            in_string = is_string and not match[1]
            if in_string:
                break  # the rest of the string is in the next piece
            yield text, text_at, offset + at
        rest = buffer[at:] if in_string else b""
        offset += len(buffer) - len(rest)
