"""Rows of transcripts that are no plain JSON: what a writer that was stopped left in them, and what is huge.

This module must not know what a row says, apart from the names of the few fields that count.
"""

from __future__ import annotations

import codecs
import json

import msgspec

_ROW_BEGIN = b'{"parentUuid":'
"""How rows begin that report answers; quotes in texts stand behind a backslash, so it is in no text."""
_MOST_DIGITS = 20
_MOST_BYTES = 1 << 20
"""Of a row that is read whole: its objects may take thirty times as much memory."""
_ROW_FIELDS = ("type", "timestamp", "sessionId", "uuid", "cwd", "isSidechain", "isApiErrorMessage")
_MESSAGE_FIELDS = ("id", "model", "usage")


def _struct(name: str, fields: tuple[str, ...]) -> type[msgspec.Struct]:
    """Fields that are found, and not looked into."""
    return msgspec.defstruct(name, [(field, msgspec.Raw, msgspec.Raw()) for field in fields])


_Row, _Message = _struct("_Row", (*_ROW_FIELDS, "message")), _struct("_Message", _MESSAGE_FIELDS)


def object_of(raw: bytes, needle: bytes) -> object:
    """What a row holds, also behind NUL bytes or half a row; None where it is no JSON.

    Of a huge row only the fields that count are looked into.
    """
    if b"\0" in raw:
        raw = next((part for part in reversed(raw.split(b"\0")) if needle in part), raw)
    begin = raw.rfind(_ROW_BEGIN)
    return _loaded(raw) or (_loaded(raw[begin:]) if begin > 0 else None)


def _loaded(raw: bytes) -> object:
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if len(raw) > _MOST_BYTES:
        return _fields_of_huge(raw)
    try:
        return json.loads(raw.decode("utf-8", "replace"), parse_int=_whole)
    except (ValueError, RecursionError):
        return None


def _fields_of_huge(raw: bytes) -> object:
    try:
        row = msgspec.json.decode(raw, type=_Row)
        message = msgspec.json.decode(getattr(row, "message", b""), type=_Message)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return _small(row, _ROW_FIELDS) | {"message": _small(message, _MESSAGE_FIELDS)}


def _small(found: msgspec.Struct, names: tuple[str, ...]) -> dict[str, object]:
    """The fields that are not huge themselves."""
    parts = {name: bytes(getattr(found, name)) for name in names}
    return {name: _loaded(part) for name, part in parts.items() if 0 < len(part) <= _MOST_BYTES}


def _whole(digits: str) -> int:
    """A whole number; one that is too long to be a number of tokens is none, and Python refuses much longer ones."""
    return int(digits) if len(digits) < _MOST_DIGITS else -1
