"""The usage endpoint's JSON as a Reading, by shape and not by name, so that tomorrow's limits show too.

Facts, seen in Claude Code 2.1.330 and in public captures: `limits[]` holds the canonical rows; older servers send only
window objects under their own keys, where `utilization` is percent used; money is in minor units; any part may be null,
absent or new. Every part is decoded on its own, so that a bad one never blanks the rest: what cannot be used counts as
absent.

This module must not know HTTP, files or settings. It raises ReadErrors only, and no text of theirs comes from a body.
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from brim.backend.providers.values import Flag, Number, Percent, Text, Time, text
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.usage import Reading, Source, Spend, Window
from brim.words import fetcherrors, limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

HOURS_5 = 18_000
DAYS_7 = 604_800
_LENGTHS = {"session": HOURS_5, "weekly": DAYS_7}
_LABELS = {"session": limits.SESSION, "weekly_all": limits.WEEKLY}
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
"""Window keys whose meaning is known: the (kind, scope name) of the row that says the same."""
_NOT_WINDOWS = frozenset(
    {"extra_usage", "spend", "limits", "seven_day_breakdown", "juniper_tide", "cedar_ember", "error"}
)
_PARTS = frozenset({*_WINDOW_KEYS, "limits", "extra_usage", "spend"})
"""Keys that make a body a usage body."""
_MOST = 64
"""Windows; more is no usage body that a person could read."""


def _name(value: object) -> str | None:
    """The display name of a scope: of a model, of a surface, or the scope's own."""
    if not isinstance(value, dict):
        return text(value)
    inner = (value.get("model"), value.get("surface"), value)
    named = (text(item.get("display_name")) if isinstance(item, dict) else text(item) for item in inner)
    return next((name for name in named if name is not None), None)


_SHAPE = ConfigDict(extra="ignore")


class LimitRow(BaseModel):
    """One row of `limits`."""

    model_config = _SHAPE

    kind: Text = Field(default=None, description="session, weekly_all, weekly_scoped, or new")
    group: Text = Field(default=None, description="session, weekly, daily, monthly, or new")
    percent: Percent = Field(default=None, description="percent used")
    resets_at: Time = Field(default=None, description="null while the window has not started")
    scope: Annotated[str | None, BeforeValidator(_name)] = Field(default=None, description="what it is limited to")
    is_active: Flag = Field(default=None, description="the server's headline")


class WindowObject(BaseModel):
    """A window under its own key."""

    model_config = _SHAPE

    utilization: Percent = Field(default=None, description="percent used")
    resets_at: Time = Field(default=None, description="null while the window has not started")
    label: Text = Field(default=None, description="a name, on promotional credit")


class Amount(BaseModel):
    """Money in minor units."""

    model_config = _SHAPE

    amount_minor: Number = Field(default=None, description="minor units")
    currency: Text = Field(default=None, description="ISO 4217 code")
    exponent: Number = Field(default=None, description="digits behind the point; absent means 2")

    @property
    def major(self) -> Decimal | None:
        """The amount in major units."""
        return money(self.amount_minor, self.exponent)


def _amount(value: object) -> object:
    """An amount, also one wrapped as `{money, credits}`."""
    if isinstance(value, dict) and isinstance(value.get("money"), dict):
        value = value["money"]
    return value if isinstance(value, dict) else None


type Money = Annotated[Amount | None, BeforeValidator(_amount)]


class SpendObject(BaseModel):
    """`spend`: extra usage with explicit money."""

    model_config = _SHAPE

    enabled: Flag = Field(default=None, description="whether extra usage is on")
    disabled_reason: Text = Field(default=None, description="why it is off; null while it is on")
    used: Money = Field(default=None, description="used so far")
    limit: Money = Field(default=None, description="null without a cap")
    cap: Money = Field(default=None, description="another name for the limit")
    percent: Percent = Field(default=None, description="of the limit; 0 without one")


class ExtraUsage(BaseModel):
    """`extra_usage`: the older twin, in minor units of `currency`."""

    model_config = _SHAPE

    is_enabled: Flag = Field(default=None, description="whether extra usage is on")
    used_credits: Number = Field(default=None, description="minor units, may be fractional")
    monthly_limit: Number = Field(default=None, description="minor units; null without a cap")
    utilization: Percent = Field(default=None, description="of the limit")
    currency: Text = Field(default=None, description="ISO 4217 code")
    decimal_places: Number = Field(default=None, description="digits behind the point; absent means 2")


def money(minor: float | None, exponent: float | None) -> Decimal | None:
    """Major units, with as many digits as the currency has."""
    if minor is None:
        return None
    digits = int(exponent) if exponent is not None and 0 <= exponent <= 6 else 2  # noqa: PLR2004 - no currency has more
    try:
        return Decimal(str(minor)).scaleb(-digits).quantize(Decimal(1).scaleb(-digits))
    except InvalidOperation:
        return None


def decode(raw: bytes) -> dict[str, object]:
    """The JSON object in a body; raises BadAnswerError when it holds none."""
    try:
        body = json.loads(raw.decode("utf-8-sig"), parse_int=float)  # float: no length is too much
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        _refuse(fetcherrors.NOT_A_JSON_OBJECT)
    return body


def parse(body: dict[str, object], now: datetime) -> Reading:
    """What a usage body says at `now`; raises NoLimitsError when it names no limit, BadAnswerError when it is none."""
    windows = _windows(body, now)
    spend = _spend(body)
    if windows or spend is not None:
        counts = bool(windows) or (spend is not None and bool(spend.enabled or spend.limit or spend.used))
        if counts:
            return Reading(now, Source.API, windows, spend)
    elif any(body.get(key) for key in _PARTS) or not _PARTS & body.keys():
        _refuse(fetcherrors.NO_KNOWN_PART)
    raise NoLimitsError(*fetcherrors.NO_LIMITS)


def _refuse(what: str) -> NoReturn:
    raise BadAnswerError(*fetcherrors.unusable_answer(what))


def _windows(body: dict[str, object], now: datetime) -> tuple[Window, ...]:
    found: dict[tuple[str, str], Window] = {}
    for window in (*_rows(body.get("limits"), now), *_objects(body, now)):
        key = (window.kind.casefold(), window.id.casefold())
        known = found.get(key)
        if known is None and len(found) < _MOST:
            found[key] = window
        elif known is not None:
            found[key] = _joined(known, window)
    order = {"session": 0, "weekly_all": 1}
    return tuple(sorted(found.values(), key=lambda window: order.get(window.kind, 2)))


def _joined(first: Window, second: Window) -> Window:
    """Two figures for the same limit: the first, with the gaps filled from the second."""
    return replace(
        first,
        percent=second.percent if first.percent is None else first.percent,
        resets_at=first.resets_at or second.resets_at,
        active=first.active or second.active,
    )


def _rows(rows: object, now: datetime) -> Iterator[Window]:
    for item in rows if isinstance(rows, list) else ():
        if not isinstance(item, dict):
            continue
        row = LimitRow.model_validate(item)
        kind = row.kind or (row.group if row.percent is not None else None)
        if kind is not None:
            made = _window(kind, row.scope, row.percent, row.resets_at, now)
            length = made.length_seconds or _LENGTHS.get(row.group or "")
            yield replace(made, length_seconds=length, active=row.is_active is True)


def _objects(body: dict[str, object], now: datetime) -> Iterator[Window]:
    for key, item in body.items():
        if key in _NOT_WINDOWS or not isinstance(item, dict) or not item.keys() & {"utilization", "resets_at"}:
            continue
        value = WindowObject.model_validate(item)
        if key in _WINDOW_KEYS:
            kind, scope = _WINDOW_KEYS[key]
            yield _window(kind, scope, value.utilization, value.resets_at, now)
        elif value.utilization and (name := text(key)) is not None:
            yield replace(
                _window(name, None, value.utilization, value.resets_at, now), label=value.label or limits.OTHER_LIMIT
            )


def _length(kind: str) -> int | None:
    return _LENGTHS.get(kind.split("_", maxsplit=1)[0])


def _window(kind: str, scope: str | None, used: float | None, resets_at: datetime | None, now: datetime) -> Window:
    weekly = kind == "weekly_scoped" and scope
    label = limits.weekly_label(scope) if weekly else _LABELS.get(kind) or scope or limits.OTHER_LIMIT
    return Window(
        id=kind if scope is None else f"{kind}:{scope}",
        kind=kind,
        label=label,
        percent=used,
        resets_at=resets_at,
        length_seconds=_length(kind),
        source=Source.API,
        read_at=now,
    )


def _spend(body: dict[str, object]) -> Spend | None:
    spend, extra = body.get("spend"), body.get("extra_usage")
    new = SpendObject.model_validate(spend) if isinstance(spend, dict) else SpendObject()
    old = ExtraUsage.model_validate(extra) if isinstance(extra, dict) else ExtraUsage()
    used = new.used.major if new.used is not None else None
    enabled = new.enabled
    if enabled is None and used is not None and old.is_enabled is None:
        enabled = new.disabled_reason is None
    if enabled is None or (used is None and old.is_enabled is not None):
        if old.is_enabled is None:
            return None
        limit = money(old.monthly_limit, old.decimal_places)
        used = money(old.used_credits, old.decimal_places)
        return _judged(old.is_enabled, used, limit, old.currency, old.utilization)
    cap = new.limit or new.cap
    currency = next((amount.currency for amount in (new.used, cap) if amount is not None and amount.currency), None)
    return _judged(enabled, used, cap.major if cap is not None else None, currency, new.percent)


def _judged(
    enabled: bool,  # noqa: FBT001 - a figure like the others
    used: Decimal | None,
    limit: Decimal | None,
    currency: str | None,
    share: float | None,
) -> Spend:
    if limit is None:
        share = None  # without a cap the server says 0
    elif share is None and used is not None and limit > 0:
        share = float(used / limit * 100)
    return Spend(enabled, used, limit, currency.upper() if currency else None, share)
