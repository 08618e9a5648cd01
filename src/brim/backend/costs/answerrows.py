"""Answers as rows of their table, with numbers in place of names. This module must not know when rows are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.transcripts.answer import answer_number, stable_number

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from brim.backend.transcripts.answer import Answer, Place, PriceClass


_MOST_KNOWN = 10_000


class AnswerRows:
    """Makes rows for one file, and stores there each place and each class that they name."""

    def __init__(self) -> None:
        """Nothing is named yet."""
        self._places: dict[Place, int] = {}
        self._classes: dict[PriceClass, int] = {}

    def of(
        self, connection: sqlite3.Connection, answers: Iterable[tuple[str, Answer]], since: float
    ) -> Iterator[tuple[int, ...]]:
        """The rows of answers since a time, which come with their ids.

        Most have the place and the class of the one before.
        """
        place = price_class = None
        place_number = class_number = 0
        for key, answer in answers:
            if answer.at < since:
                continue
            if answer.place is not place:
                place = answer.place
                place_number = self._place_number(connection, place)
            if answer.price_class is not price_class:
                price_class = answer.price_class
                class_number = self._class_number(connection, price_class)
            yield (
                answer_number(key),
                answer.at,
                1 if answer.sidechain else 0,  # sqlite3 takes long to find out what a bool is
                place_number,
                class_number,
                answer.input,
                answer.output,
                answer.cache_write_5m,
                answer.cache_write_1h,
                answer.cache_read,
                answer.web_searches,
            )

    def _place_number(self, connection: sqlite3.Connection, place: Place) -> int:
        """The number of a place, which is stored with its first answer."""
        number = self._places.get(place)
        if number is None:
            if len(self._places) >= _MOST_KNOWN:
                self._places.clear()
            number = self._places[place] = stable_number(place)
            connection.execute("INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?)", (number, *place))
        return number

    def _class_number(self, connection: sqlite3.Connection, price_class: PriceClass) -> int:
        """The number of a class, likewise."""
        number = self._classes.get(price_class)
        if number is None:
            number = self._classes[price_class] = stable_number(price_class)
            connection.execute("INSERT OR IGNORE INTO classes VALUES (?, ?, ?, ?, ?, ?)", (number, *price_class))
        return number
