"""Sums and single answers as they are read from the cost file, one after the other: a long past needs little memory.

This module must not know who opens the file.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from brim.backend.costs import schema
from brim.backend.costs.tokens import Tokens
from brim.backend.transcripts.answer import Place, PriceClass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

_KNOWN_NAMES = 10_000
_LAST_SLOT, _LAST_SECOND = 1 << 40, 1 << 37
_SUMS = "input, output, cache_write_5m, cache_write_1h, cache_read, web_searches"


class Cell(msgspec.Struct, frozen=True, gc=False):
    """Sums of one class of answers in five minutes of one session, or a single answer."""

    start: int
    """Seconds since the epoch."""
    place: Place
    price_class: PriceClass
    tokens: Tokens


class InvalidCellError(ValueError):
    """A sum is none, or belongs to a place or a class that the file does not name: the file is damaged."""


def cells_between(connection: sqlite3.Connection, since: float | None, until: float | None) -> Iterator[Cell]:
    """The sums of a range of time, in its order. Raises InvalidCellError."""
    rows = connection.execute(
        f"SELECT slot * {schema.SLOT_SECONDS}, place, class, answers, {_SUMS} FROM cells"  # noqa: S608 - constants
        " WHERE slot >= ? AND slot < ? ORDER BY slot",
        (
            0 if since is None else int(since) // schema.SLOT_SECONDS,
            _LAST_SLOT if until is None else -(-int(until) // schema.SLOT_SECONDS),
        ),
    )
    return _named(connection, rows)


def answers_between(connection: sqlite3.Connection, since: float, until: float) -> Iterator[Cell]:
    """Single answers of a range of time, in its order. Raises InvalidCellError."""
    rows = connection.execute(
        f"SELECT at, place, class, 1, {_SUMS} FROM answers WHERE at >= ? AND at < ? ORDER BY at, id",  # noqa: S608 - constants
        (int(since), int(until)),
    )
    return _named(connection, rows)


def _named(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> Iterator[Cell]:  # Any: of SQLite
    place_of, class_of = _places(connection), _classes(connection)
    for row in rows:
        sums = row[3:]
        try:
            is_valid = type(sum(sums)) is int and 0 <= row[0] <= _LAST_SECOND
        except TypeError:  # what is added or compared is no number
            is_valid = False
        if not is_valid:
            raise InvalidCellError
        yield Cell(row[0], place_of(row[1]), class_of(row[2]), Tokens(*sums))


def _places(connection: sqlite3.Connection) -> Callable[[int], Place]:
    @lru_cache(_KNOWN_NAMES)
    def place_of(number: int) -> Place:
        found = connection.execute(
            "SELECT session, project, root, provider FROM places WHERE id = ?", (number,)
        ).fetchone()
        if found is None:
            raise InvalidCellError
        return Place(*found)

    return place_of


def _classes(connection: sqlite3.Connection) -> Callable[[int], PriceClass]:
    @lru_cache(_KNOWN_NAMES)
    def class_of(number: int) -> PriceClass:
        found = connection.execute(
            "SELECT model, fast, us_only, regional, long FROM classes WHERE id = ?", (number,)
        ).fetchone()
        if found is None:
            raise InvalidCellError
        model, *flags = found
        return PriceClass(model, *map(bool, flags))

    return class_of
