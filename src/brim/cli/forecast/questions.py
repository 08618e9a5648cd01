"""`brim forecast --stdin`: a JSON question on each line of input, the answer on the same line of output.

Standard library only, and nothing that starts slowly. This module must not know how a forecast is made.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from brim.backend.forecast.calendar import Calendar
from brim.backend.forecast.predict import ForecastInput, predict, relevant_past
from brim.backend.forecast.windowcurve import CurveError, WindowCurve, thinned
from brim.words import forecast as words
from brim.words import forecastinput as wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.backend.forecast.windowcurve import Point
    from brim.model.forecast import Forecast

type Json = str | float | bool | list[Json] | dict[str, Json] | None
_FIRST, _END = 1970, 2200
"""Years that can be reckoned with."""
_SHORTEST, _LONGEST = 1.0, 1e9
"""Seconds."""
_PAST = b'"past":'
_MANY, _NEWEST = 400, 60
"""Of more readings of the running window than the first number not all are looked at; of the newest they are."""


def run(questions: BinaryIO, answers: TextIO) -> int:
    """Answer each line as soon as it is there, until there are no more; a line that is no question gets an error."""
    for line in questions:
        answers.write(answer(line) + "\n")
        answers.flush()
    return 0


def answer(line: bytes) -> str:
    """One line of JSON without its end: the forecast, or an object with `error`."""
    try:
        data = _read(line)
    except (ValueError, RecursionError) as error:
        return json.dumps({"error": wrong.invalid_json(" ".join(str(error).split()))})
    try:
        told = _told(data)
    except CurveError as error:
        told = {"error": str(error)}
    return json.dumps(told)


def _read(line: bytes) -> Json:
    """The value on a line. Who asks on and on of one person repeats the past, which is read once then."""
    head, mark, rest = line.partition(_PAST)
    if mark:
        with suppress(ValueError, RecursionError):
            made: Json = json.loads(head + mark + b"null}")
            if isinstance(made, dict):
                return made | _rest(rest)
    read: Json = json.loads(line)
    return read


@lru_cache(maxsize=1)
def _rest(rest: bytes) -> dict[str, Json]:
    """What a line says from its past on."""
    read: dict[str, Json] = json.loads(b"{" + _PAST + rest)
    return read


def _told(data: Json) -> dict[str, Json]:
    if not isinstance(data, dict):
        raise CurveError(*wrong.NOT_AN_OBJECT)
    now = _time(data.get("now"), "now")
    resets_at = None if data.get("resets_at") is None else _time(data["resets_at"], "resets_at")
    word = data.get("kind")
    kind = word if isinstance(word, str) else ""
    length = _length(data.get("length_seconds"))
    past = [_list(window, "past") for window in _list(data.get("past"), "past")]
    question = ForecastInput(
        kind=kind,
        length_seconds=length,
        resets_at=resets_at,
        points=_points(_worth(_list(data.get("readings"), "readings")), "readings"),
        past=tuple(WindowCurve(_points(window, "past")) for window in relevant_past(past, kind, length)),
    )
    if now.tzinfo is None and not any(when.tzinfo for when in _times(question)):
        now, question = now.replace(tzinfo=UTC), _in_utc(question)
        resets_at = question.resets_at
    # Days are meant where the asker is: in the zone of `now`.
    found = predict(question, now, Calendar(zone=now.tzinfo))
    return forecast_json(found) | {"sentence": words.forecast_sentence(found, resets_at, now)}


def _times(question: ForecastInput) -> Iterator[datetime]:
    """All times in a question but `now`."""
    if question.resets_at is not None:
        yield question.resets_at
    for points in (question.points, *(course.points for course in question.past)):
        yield from (when for when, _ in points)


def _in_utc(question: ForecastInput) -> ForecastInput:
    """A question without any zone in it: as good as one that is all in UTC."""

    def zoned(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((when.replace(tzinfo=UTC), percent) for when, percent in points)

    resets_at = None if question.resets_at is None else question.resets_at.replace(tzinfo=UTC)
    past = tuple(WindowCurve(zoned(course.points)) for course in question.past)
    return replace(question, resets_at=resets_at, points=zoned(question.points), past=past)


def forecast_json(found: Forecast) -> dict[str, Json]:
    """A forecast as JSON, without its sentence: times in UTC, `chance` always a number."""
    times = {"median": found.runs_out_at, "low": found.runs_out_p10, "high": found.runs_out_p90}
    return {
        "chance": round(found.chance or 0.0, 4),
        "runs_out_at": {name: None if at is None else utc_text(at) for name, at in times.items()},
        "pace": None if found.pace is None else round(found.pace, 3),
        "rate_per_hour": None if found.rate_per_hour is None else round(found.rate_per_hour, 2),
        "enough": found.enough_data,
    }


def utc_text(when: datetime) -> str:
    """UTC to the second, with Z."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(value: Json, name: str) -> datetime:
    if isinstance(value, str):
        with suppress(ValueError):
            found = datetime.fromisoformat(value)
            if _FIRST <= found.year < _END:
                return found
    text = json.dumps(value)[:40]
    raise CurveError(*wrong.invalid_time(name, text))


def _length(value: Json) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not _SHORTEST <= value <= _LONGEST:
        raise CurveError(*wrong.INVALID_LENGTH)
    return float(value)


def _list(value: Json, name: str) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise CurveError(*wrong.not_a_list(name))
    return value


def _worth(rows: list[Json]) -> list[Json]:
    """All of the newest readings, whichever end they are at, and enough of the others."""
    if len(rows) <= _MANY:
        return rows
    return [*rows[:_NEWEST], *thinned(rows[_NEWEST:-_NEWEST], _MANY), *rows[-_NEWEST:]]


def _points(rows: Sequence[Any], name: str) -> tuple[Point, ...]:  # Any: what JSON holds; there are thousands on a line
    try:
        # They are taken as they should be, and looked at one by one only when something is wrong.
        made = [(datetime.fromisoformat(when), percent) for when, percent in rows]
    except (TypeError, ValueError):
        made = []
    years = {when.year for when, _ in made}
    usual = {type(percent) for _, percent in made} <= {int, float} and min(years, default=0) >= _FIRST
    if usual and max(years) < _END:
        return tuple(made)
    return tuple(_point(row, name) for row in rows)


def _point(row: Json, name: str) -> Point:
    match row:
        case [str(when), int() | float() as percent] if not isinstance(percent, bool):
            return _time(when, name), percent
    raise CurveError(*wrong.invalid_reading(name))
