"""Makes a Reading from the usage endpoint's JSON, by shape and not by name, so that new limits show too.

Facts, seen in Claude Code 2.1.330 and in public captures: `limits[]` holds the canonical rows; older servers send only
window objects under their own keys, where `utilization` is percent used. An account without a limit, such as one
without a session, has null there, or a window with neither a number nor a reset. Each part is decoded on its
own, so that a bad part never hides the others: what cannot be used counts as absent.

This module must not know HTTP, files or settings. It raises ReadErrors only, and their texts quote nothing of a body.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.providers.claude import fetchwords
from brim.backend.providers.claude.spendjson import parse_spend
from brim.backend.providers.claude.usageschema import LimitRow, WindowObject
from brim.backend.providers.valueparsing import parse_text
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.usage import Reading, Source, Window, is_outdated
from brim.words import fetcherrors, limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

type Json = dict[str, object]

_HOURS_5 = 18_000
_DAYS_7 = 604_800
_LENGTHS = {"session": _HOURS_5, "weekly": _DAYS_7}
"""Seconds of a window, by its group."""
_ORDER = {"session": 0, "weekly_all": 1}
"""The order of windows by kind; all other kinds follow."""
_WINDOW_KEYS: dict[str, tuple[str, str | None]] = {
    "five_hour": ("session", None),
    "seven_day": ("weekly_all", None),
    "seven_day_opus": ("weekly_scoped", "Opus"),
    "seven_day_sonnet": ("weekly_scoped", "Sonnet"),
    "seven_day_overage_included": ("weekly_scoped", "Fable"),
    "seven_day_cowork": ("weekly_scoped", "Cowork"),
    "seven_day_oauth_apps": ("weekly_scoped", "OAuth apps"),
    "seven_day_routines": ("weekly_scoped", "Routines"),
}
"""The keys of known windows: kind and scope name of the row that says the same."""
_NOT_WINDOWS = frozenset(
    {"extra_usage", "spend", "limits", "seven_day_breakdown", "juniper_tide", "cedar_ember", "error"}
)
_USAGE_KEYS = frozenset({*_WINDOW_KEYS, "limits", "extra_usage", "spend"})
"""A body with one of these keys is a usage body."""
_MAX_WINDOWS = 64
"""More windows are more than a person can read; the rest is left out."""


def decode(raw: bytes) -> Json:
    """The JSON object in a body; raises BadAnswerError when the body holds none."""
    try:
        body = json.loads(raw.decode("utf-8-sig"), parse_int=float)  # float: accepts integers of any length
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise BadAnswerError(*fetcherrors.not_a_json_object())
    return body


def parse(body: Json, now: datetime) -> Reading:
    """The reading in a usage body that was received at `now`.

    Raises NoLimitsError when the body names no limit, BadAnswerError when it is not a usage body.
    """
    windows = _windows(body, now)
    spend = parse_spend(body)
    if windows or spend is not None:
        if windows or (spend is not None and (spend.enabled or spend.limit or spend.used)):
            return Reading(now, Source.API, windows, spend)
    elif any(body.get(key) for key in _USAGE_KEYS) or not _USAGE_KEYS & body.keys():
        raise BadAnswerError(*fetcherrors.no_known_part())
    raise NoLimitsError(*fetchwords.no_limits())


def _windows(body: Json, now: datetime) -> tuple[Window, ...]:
    """The limits that a body lists. Placeholders are limits only where nothing else is listed: nothing has started."""
    return _listed_windows(body, now, _is_limit) or _listed_windows(body, now, _is_placeholder)


def _listed_windows(body: Json, now: datetime, listed: Callable[[Json, str], bool]) -> tuple[Window, ...]:
    windows: dict[str, Window] = {}
    for window in _windows_of_rows(body.get("limits"), now, listed):
        _add(windows, window, _better_row)
    for window in _windows_of_objects(body, now, listed):
        _add(windows, _like_its_row(windows, window), _row_before_key)
    listed_windows = [_told_apart(window, windows.values()) for window in windows.values()]
    return tuple(sorted(listed_windows, key=lambda window: _ORDER.get(window.kind, len(_ORDER))))


def _told_apart(window: Window, windows: Iterable[Window]) -> Window:
    """The window; one of a new kind whose label another one has too gets the server's words for it into its label."""
    namesakes = [other for other in windows if other.label.casefold() == window.label.casefold()]
    if len(namesakes) == 1 or window.id in _ORDER:
        return window
    parts = [other.id.partition(":")[::2] for other in namesakes]
    own = window.id.partition(":")[::2]
    details = [part for part, *others in zip(own, *parts, strict=True) if part and len(set(others)) > 1]
    detail = " ".join(", ".join(details).replace("_", " ").split())
    return replace(window, label=limits.told_apart(window.label, detail))


def _add(windows: dict[str, Window], window: Window, better: Callable[[Window, Window], bool]) -> None:
    """Add a window; one with the same id is filled by it, or replaced where the new one is `better`."""
    key = window.id.casefold()
    known = windows.get(key)
    if known is not None:
        windows[key] = _filled(window, known) if better(window, known) else _filled(known, window)
    elif len(windows) < _MAX_WINDOWS:
        windows[key] = window


def _like_its_row(windows: dict[str, Window], window: Window) -> Window:
    """A key's window under the id of its row: `Opus` is the same limit as the only version with a row (`Opus 5`)."""
    key = window.id.casefold()
    versions = [known for known in windows if known.startswith(f"{key} ") and known[len(key) + 1].isdecimal()]
    if key in windows or len(versions) != 1:
        return window
    row = windows[versions[0]]
    return replace(window, id=row.id, label=row.label)


def _better_row(new: Window, known: Window) -> bool:
    """Of two rows for one limit the one counts whose window runs and that is active; then the higher one."""

    def rank(window: Window) -> tuple[bool, bool, bool, float]:
        return not is_outdated(window), window.percent is not None, window.active, window.percent or 0.0

    return rank(new) > rank(known)


def _row_before_key(new: Window, known: Window) -> bool:
    """Whether a key counts for a limit that has a row: only if the row's window is over."""
    return is_outdated(known) and not is_outdated(new)


def _filled(window: Window, other: Window) -> Window:
    """A window, with missing values filled from another figure for the same limit, unless that one's window is over."""
    active = window.active or other.active
    if is_outdated(other):
        return replace(window, active=active)
    percent = other.percent if window.percent is None else window.percent
    return replace(window, percent=percent, resets_at=window.resets_at or other.resets_at, active=active)


def _windows_of_rows(rows: object, now: datetime, listed: Callable[[Json, str], bool]) -> Iterator[Window]:
    for item in rows if isinstance(rows, list) else ():
        if not isinstance(item, dict) or not listed(item, "percent"):
            continue
        row = LimitRow.model_validate(item)
        kind = row.kind or (row.group if row.percent is not None else None)
        if kind is not None:
            window = _window(*_kind_and_scope(kind, row.scope), row.percent, row.resets_at, now)
            length = window.length_seconds or _LENGTHS.get(row.group or "")
            yield replace(window, length_seconds=length, active=row.is_active is True)


def _is_limit(item: Json, number: str) -> bool:
    """Whether a window has a number or a reset, also one that cannot be used."""
    return item.get(number) is not None or item.get("resets_at") is not None


def _is_placeholder(item: Json, number: str) -> bool:
    """Whether a window has neither, but a place for them: the account has no such limit, or none has started."""
    return bool(item.keys() & {number, "resets_at"}) and not _is_limit(item, number)


def _kind_and_scope(kind: str, scope: str | None) -> tuple[str, str | None]:
    """The kind and the scope of a row, also where its kind is the key of a window or holds the scope."""
    kind, _, scope_in_kind = kind.partition(":")
    scope = scope or scope_in_kind.strip() or None
    known, its_scope = _WINDOW_KEYS.get(kind, (kind, None))
    return known, scope or its_scope


def _windows_of_objects(body: Json, now: datetime, listed: Callable[[Json, str], bool]) -> Iterator[Window]:
    for key, item in body.items():
        if key in _NOT_WINDOWS or not isinstance(item, dict) or not listed(item, "utilization"):
            continue
        value = WindowObject.model_validate(item)
        if key in _WINDOW_KEYS:
            kind, scope = _WINDOW_KEYS[key]
            yield _window(kind, scope, value.utilization, value.resets_at, now)
        elif value.utilization and (name := parse_text(key)) is not None:
            window = _window(name, None, value.utilization, value.resets_at, now)
            yield replace(window, label=value.label or limits.other_label())


def _label(kind: str, scope: str | None) -> str:
    if kind == "weekly_scoped" and scope:
        return limits.weekly_label(scope)
    if kind == "weekly_all":
        return limits.weekly_label(None)
    return limits.session_label() if kind == "session" else scope or limits.other_label()


def _window(kind: str, scope: str | None, percent: float | None, resets_at: datetime | None, now: datetime) -> Window:
    return Window(
        id=kind if scope is None else f"{kind}:{scope}",
        kind=kind,
        label=_label(kind, scope),
        percent=percent,
        resets_at=resets_at,
        length_seconds=_LENGTHS.get(kind.split("_", maxsplit=1)[0]),
        source=Source.API,
        read_at=now,
    )
