"""Values by key of a table in an SQLite database, of which nothing is opened for writing, such as VS Code keeps.

Facts (sqlite.org/fileformat2.html): a table is a tree of pages; its leaves hold records, of which long ones go on in
overflow pages. This module must not know what the values are.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from brim.backend.providers.cursor.databasepages import DatabasePages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_LEAF, _INTERIOR = 0x0D, 0x05
_SCHEMA_PAGE, _SCHEMA_OFFSET = 1, 100
_MAX_PAGES, _MAX_VALUE = 100_000, 1_000_000
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of an integer by its type."""
_FLOAT, _TEXT = 7, 13
"""The type of an empty text; that of a text of n bytes is greater by twice n, and that of n other bytes less by one."""

_MORE = 0x80
"""The number goes on in the next byte."""

type _Value = int | bytes | None


def read_values(path: Path, table: str, keys: Collection[str]) -> dict[str, str]:
    """The texts of some keys, as far as the table has them; a table that is not there has none.

    Opens files and may block for a moment. Raises OSError when it cannot be opened, BlockingIOError while it is being
    written, ValueError when it is no database.
    """
    wanted = {key.encode(): key for key in keys}
    with DatabasePages(path) as pages:
        try:
            root = next((root for name, root in _tables(pages) if name == table.encode()), None)
            found = {} if root is None else _values(pages, root, wanted)
        except (IndexError, ValueError, struct.error):
            pages.check_unchanged()  # else what was read was of two states
            raise ValueError(path.name) from None
        pages.check_unchanged()
        return found


def _values(pages: DatabasePages, root: int, wanted: dict[bytes, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for size, cell, overflow in _cells(pages, root):
        if (first := _columns(cell, 1)) and first[0] in wanted:
            key, value = _columns(_payload(pages, size, cell, overflow), 2)
            if isinstance(key, bytes) and isinstance(value, bytes):
                found[wanted[key]] = value.decode("utf-8", errors="replace")
    return found


def _tables(pages: DatabasePages) -> Iterator[tuple[bytes, int]]:
    for size, cell, overflow in _cells(pages, _SCHEMA_PAGE):
        kind, name, _, root = _columns(_payload(pages, size, cell, overflow), 4)
        if kind == b"table" and isinstance(name, bytes) and isinstance(root, int):
            yield name, root


def _cells(pages: DatabasePages, root: int) -> Iterator[tuple[int, bytes, int]]:
    """Of each record its size, the part of it that its leaf holds, and the page where it goes on, or 0."""
    waiting, seen = [root], set[int]()
    while waiting:
        number = waiting.pop()
        if number in seen or len(seen) > _MAX_PAGES:
            raise ValueError(number)
        seen.add(number)
        page = pages.page(number)
        start = _SCHEMA_OFFSET if number == _SCHEMA_PAGE else 0
        kind, count = page[start], int.from_bytes(page[start + 3 : start + 5])
        first = start + (8 if kind == _LEAF else 12)
        places = struct.unpack(f">{count}H", page[first : first + 2 * count])
        if kind == _INTERIOR:
            children = [int.from_bytes(page[place : place + 4]) for place in places]
            waiting += [int.from_bytes(page[start + 8 : start + 12]), *reversed(children)]
        elif kind == _LEAF:
            yield from (_cell(pages.usable, page, place) for place in places)
        else:
            raise ValueError(kind)


def _cell(usable: int, page: bytes, place: int) -> tuple[int, bytes, int]:
    size, place = _varint(page, place)
    _, place = _varint(page, place)
    local = size
    if size > usable - 35:
        least = (usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (usable - 4)
        local = local if local <= usable - 35 else least
    end = place + local
    return size, page[place:end], 0 if local == size else int.from_bytes(page[end : end + 4])


def _payload(pages: DatabasePages, size: int, local: bytes, overflow: int) -> bytes:
    if size > _MAX_VALUE:
        raise ValueError(size)
    parts, missing = [local], size - len(local)
    while missing > 0 and overflow:
        page = pages.page(overflow)
        overflow = int.from_bytes(page[:4])
        parts.append(page[4 : min(pages.usable, 4 + missing)])
        missing -= len(parts[-1])
    if missing:
        raise ValueError(missing)
    return b"".join(parts)


def _columns(record: bytes, count: int) -> list[_Value]:
    """The first columns of a record; one that is not whole here is left out."""
    end, place = _varint(record, 0)
    begin, values = end, list[_Value]()
    while place < end and len(values) < count:
        kind, place = _varint(record, place)
        length = _INTEGERS.get(kind, 8 if kind == _FLOAT else max((kind - _TEXT + 1) // 2, 0))
        content = record[begin : begin + length]
        if len(content) < length:
            break
        begin += length
        if kind in _INTEGERS:
            values.append(int.from_bytes(content, signed=True))
        elif kind in {8, 9}:
            values.append(kind - 8)
        else:
            values.append(content if kind >= _TEXT - 1 else None)
    return values


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = data[place + index]
        value = value << 7 | byte & 0x7F
        if byte < _MORE:
            return value, place + index + 1
    return value << 8 | data[place + 8], place + 9
