"""`brim forecast --stdin`: a JSON question on each line of input, its answer on a line of output.

Standard library only, and nothing that starts slowly. This module must not know how a forecast is computed.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.predict import ForecastInput, predict, relevant_past
from brim.backend.forecast.windowcurve import CurveError, WindowCurve, thinned
from brim.words import forecast as words
from brim.words import forecastinput as errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.backend.forecast.windowcurve import Point
    from brim.model.forecast import Forecast

type Json = str | float | bool | list[Json] | dict[str, Json] | None
_MIN_YEAR, _END_YEAR = 1970, 2200
"""Years that a time may have; the last one is excluded."""
_MIN_LENGTH, _MAX_LENGTH = 1.0, 1e9
"""Seconds."""
_MAX_LINE_BYTES = 1_000_000
_PAST_KEY = b'"past":'
_MAX_READINGS, _NEWEST_READINGS = 400, 60
"""With more readings of the running window than the first number only some of them are used, and all of the newest."""


def run(questions: BinaryIO, answers: TextIO) -> int:
    """Answer each line at once until the input ends; returns 0. The answer to an invalid line is an error.

    A line over 1 MB is invalid, and is not read into memory.
    """
    while line := questions.readline(_MAX_LINE_BYTES + 1):
        too_long = len(line) > _MAX_LINE_BYTES and not line.endswith(b"\n")
        answers.write((json.dumps({"error": errors.line_too_long()}) if too_long else answer(line)) + "\n")
        answers.flush()
        while too_long and (rest := questions.readline(_MAX_LINE_BYTES)):  # in bounded memory, to its end
            too_long = not rest.endswith(b"\n")
    return 0


def answer(line: bytes) -> str:
    """One line of JSON without its end: the forecast, or an object with `error`."""
    try:
        data = _parse(line)
    except (ValueError, RecursionError) as error:
        return json.dumps({"error": errors.invalid_json(" ".join(str(error).split()))})
    try:
        result = _answer(data)
    except CurveError as error:
        result = {"error": str(error)}
    return json.dumps(result)


def _parse(line: bytes) -> Json:
    """The value of a line. Programs repeat the past of a person in many questions; the last one is cached."""
    head, key, rest = line.partition(_PAST_KEY)
    if key:
        with suppress(ValueError, RecursionError):
            first: Json = json.loads(head + key + b"null}")
            if isinstance(first, dict):
                return first | _parse_from_past(rest)
    value: Json = json.loads(line)
    return value


@lru_cache(maxsize=1)
def _parse_from_past(rest: bytes) -> dict[str, Json]:
    """The members of a line from its past on."""
    members: dict[str, Json] = json.loads(b"{" + _PAST_KEY + rest)
    return members


def _answer(data: Json) -> dict[str, Json]:
    if not isinstance(data, dict):
        raise CurveError(*errors.not_an_object())
    now = _time(data.get("now"), "now")
    resets_at = None if data.get("resets_at") is None else _time(data["resets_at"], "resets_at")
    kind_value = data.get("kind")
    kind = kind_value if isinstance(kind_value, str) else ""
    length = _length(data.get("length_seconds"))
    past = [_list(window, "past") for window in _list(data.get("past"), "past")]
    inputs = ForecastInput(
        kind=kind,
        length_seconds=length,
        resets_at=resets_at,
        points=_points(_relevant(_list(data.get("readings"), "readings")), "readings"),
        past=tuple(WindowCurve(_points(window, "past")) for window in relevant_past(past, kind, length)),
    )
    if now.tzinfo is None and not any(when.tzinfo for when in _times(inputs)):
        now, inputs = now.replace(tzinfo=UTC), _in_utc(inputs)
        resets_at = inputs.resets_at
    # Days are those of the caller: in the zone of `now`.
    forecast = predict(inputs, now, WorkCalendar(zone=now.tzinfo))
    return forecast_json(forecast) | {"sentence": words.forecast_sentence(forecast, resets_at, now)}


def _times(inputs: ForecastInput) -> Iterator[datetime]:
    """All times of a question except `now`."""
    if inputs.resets_at is not None:
        yield inputs.resets_at
    for points in (inputs.points, *(curve.points for curve in inputs.past)):
        yield from (when for when, _ in points)


def _in_utc(inputs: ForecastInput) -> ForecastInput:
    """A question without any time zone, with all times in UTC."""

    def in_utc(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((when.replace(tzinfo=UTC), percent) for when, percent in points)

    resets_at = None if inputs.resets_at is None else inputs.resets_at.replace(tzinfo=UTC)
    past = tuple(WindowCurve(in_utc(curve.points)) for curve in inputs.past)
    return replace(inputs, resets_at=resets_at, points=in_utc(inputs.points), past=past)


def forecast_json(forecast: Forecast) -> dict[str, Json]:
    """A forecast as JSON, without its sentence: times in UTC, `chance` always a number."""
    times = {"median": forecast.runs_out_at, "low": forecast.runs_out_p10, "high": forecast.runs_out_p90}
    return {
        "chance": round(forecast.chance or 0.0, 4),
        "runs_out_at": {name: None if at is None else utc_text(at) for name, at in times.items()},
        "pace": None if forecast.pace is None else round(forecast.pace, 3),
        "rate_per_hour": None if forecast.rate_per_hour is None else round(forecast.rate_per_hour, 2),
        "enough": forecast.enough_data,
    }


def utc_text(when: datetime) -> str:
    """UTC to the second, with Z."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(value: Json, name: str) -> datetime:
    if isinstance(value, str):
        with suppress(ValueError):
            when = datetime.fromisoformat(value)
            if _MIN_YEAR <= when.year < _END_YEAR:
                return when
    text = json.dumps(value)[:40]
    raise CurveError(*errors.invalid_time(name, text))


def _length(value: Json) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not _MIN_LENGTH <= value <= _MAX_LENGTH:
        raise CurveError(*errors.invalid_length())
    return float(value)


def _list(value: Json, name: str) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise CurveError(*errors.not_a_list(name))
    return value


def _relevant(rows: list[Json]) -> list[Json]:
    """All of the newest readings, whichever end of the list they are at, and enough of the others."""
    if len(rows) <= _MAX_READINGS:
        return rows
    others = thinned(rows[_NEWEST_READINGS:-_NEWEST_READINGS], _MAX_READINGS)
    return [*rows[:_NEWEST_READINGS], *others, *rows[-_NEWEST_READINGS:]]


def _points(rows: Sequence[Any], name: str) -> tuple[Point, ...]:  # Any: what JSON holds; there are thousands on a line
    try:
        # For speed they are used unchecked first, and checked one by one only when something is wrong.
        points = [(datetime.fromisoformat(when), percent) for when, percent in rows]
    except (TypeError, ValueError):
        points = []
    years = {when.year for when, _ in points}
    valid = {type(percent) for _, percent in points} <= {int, float} and min(years, default=0) >= _MIN_YEAR
    if valid and max(years) < _END_YEAR:
        return tuple(points)
    return tuple(_point(row, name) for row in rows)


def _point(row: Json, name: str) -> Point:
    match row:
        case [str(when), int() | float() as percent] if not isinstance(percent, bool):
            return _time(when, name), percent
    raise CurveError(*errors.invalid_reading(name))
