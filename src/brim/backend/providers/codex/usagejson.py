"""Makes a Reading from the body of Codex's usage endpoint, by shape and not by name, so that new limits show too.

Facts (public captures, 2026; undocumented): `rate_limit` holds limits with `used_percent`, `limit_window_seconds`,
`reset_after_seconds` and `reset_at` (epoch seconds); it is null for plans whose limits are in `spend_control`.
`additional_rate_limits[]` and `code_review_rate_limit` have the same form under other names. `allowed` is false where
work is refused, at any percentage. What cannot be used counts as absent. This module must not know HTTP or files.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers.codex import spending, words
from brim.backend.providers.codex.buckets import Bucket, Slot, assumed_length, given_length, windows_of
from brim.backend.providers.valueparsing import Flag, Number, Percent, Time, parse_object, parse_text
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.numbers import parse_amount
from brim.model.usage import Reading, Source
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json

_KEYS = frozenset({"rate_limit", "additional_rate_limits", "credits", "spend_control", "plan_type"})
"""A body with one of these is a usage body."""
_MAIN, _REVIEW, _SUFFIX = "rate_limit", "code_review_rate_limit", "_rate_limit"
_WINDOW_KEYS = frozenset({"used_percent", "limit_window_seconds", "reset_at", "reset_after_seconds"})
_NO_POOLS = frozenset({_MAIN, "additional_rate_limits", "credits", "spend_control"})
_MAX_BUCKETS = 32
_MAX_SAVED = 1000


class WindowJson(BaseModel):
    """One limit."""

    model_config = ConfigDict(extra="ignore")

    used_percent: Percent = Field(default=None, description="percent used")
    limit_window_seconds: Number = Field(default=None, description="its length; absent in old answers")
    reset_after_seconds: Number = Field(default=None, description="seconds until its reset")
    reset_at: Time = Field(default=None, description="epoch seconds")


class RateLimitJson(BaseModel):
    """One pool of usage, besides its limits."""

    model_config = ConfigDict(extra="ignore")

    allowed: Flag = Field(default=None, description="false while work is refused")
    limit_reached: Flag = Field(default=None, description="true also while credits pay")

    @property
    def refused(self) -> bool:
        """Whether the vendor refuses work now."""
        return self.allowed is False or (self.allowed is None and self.limit_reached is True)


def parse(body: Json, now: datetime) -> Reading:
    """The reading in a body that was received at `now`.

    Raises NoLimitsError when the body names no limit, BadAnswerError when it is not a usage body.
    """
    if not _KEYS & body.keys():
        raise BadAnswerError(*fetcherrors.no_known_part())
    main = parse_object(body.get(_MAIN))
    allowed = RateLimitJson.model_validate(main).allowed
    reason = None if allowed is True else reached_reason(body.get("rate_limit_reached_type"))
    buckets = list(_buckets(body, now, refused=reason is not None and bool(main)))
    control = parse_object(body.get("spend_control"))
    limits = spending.limit_windows(control, now, refused=reason is not None and not main)
    listed = (*windows_of(buckets[:_MAX_BUCKETS], now), *limits)
    refused = reason is not None or any(window.refused and ":" not in window.id for window in listed)
    spend = spending.credits_of(parse_object(body.get("credits")), refused_for=(reason or "") if refused else None)
    if not listed and spend is None:
        if not isinstance(body.get(_MAIN), dict | None):  # it says something, in a form that nobody knows
            raise BadAnswerError(*fetcherrors.no_known_part())
        refuses = reason is not None or any(bucket.refused for bucket in buckets)
        problem = words.refused_without_limits() if refuses else words.no_limits()
        raise NoLimitsError(problem.title, problem.message)
    plan = parse_text(body.get("plan_type"))
    return Reading(now, Source.API, listed, spend, None if plan is None else words.plan(plan), saved_resets(body))


def saved_resets(body: Json) -> int | None:
    """How many full resets the account has saved, from its server or its program; None where neither says."""
    saved = parse_object(body.get("rate_limit_reset_credits") or body.get("rateLimitResetCredits"))
    count = parse_amount(saved.get("available_count", saved.get("availableCount")))
    return None if count is None or count > _MAX_SAVED else int(count)


def reached_reason(value: object) -> str | None:
    """Why work is refused, in the server's word: it stands in an object under `type` or `kind`, or alone."""
    if isinstance(value, dict):
        value = value.get("type") or value.get("kind")
    return parse_text(value)


def _buckets(body: Json, now: datetime, *, refused: bool) -> Iterator[Bucket]:
    """The pools of a body: the plan's own first, then those for one use or one model, whatever they are called."""
    yield _bucket(body.get(_MAIN), None, now, refused=refused)
    for key, item in body.items():
        if key not in _NO_POOLS and (_slots(item, now) or key.endswith(_SUFFIX)):
            name = words.code_review() if key == _REVIEW else parse_text(key.removesuffix(_SUFFIX).replace("_", " "))
            yield _bucket(item, name, now)
    more = body.get("additional_rate_limits")
    for key, item in _named(more):
        names = [parse_text(item.get(name)) for name in ("limit_name", "metered_feature")]
        scope = next((name for name in names if name is not None), None)
        if scope is None and isinstance(more, dict):
            scope = parse_text(key)
        pool = item.get(_MAIN) if _MAIN in item else item
        yield replace(_bucket(pool, scope or words.other_model(), now), detail=names[1] if names[1] != scope else None)


def _bucket(limit: object, scope: str | None, now: datetime, *, refused: bool = False) -> Bucket:
    return Bucket(
        _slots(limit, now), scope, refused=refused or RateLimitJson.model_validate(parse_object(limit)).refused
    )


def _slots(limit: object, now: datetime) -> tuple[Slot, ...]:
    """The limits of a pool: its members, or the entries of its lists, that look like one."""
    items = [*_named(limit)]
    for name, value in limit.items() if isinstance(limit, dict) else ():
        items += [(f"{name} {key}", item) for key, item in _named(value)] if isinstance(value, list) else []
    return tuple(
        _slot(name, item, now) for name, item in items if any(item.get(key) is not None for key in _WINDOW_KEYS)
    )


def _named(value: object) -> Iterator[tuple[str, Json]]:
    """The objects in an object or a list, each with its name or its number from 1."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    yield from ((str(name), item) for name, item in pairs if isinstance(item, dict))


def _slot(name: str, item: Json, now: datetime) -> Slot:
    window = WindowJson.model_validate(item)
    left, resets_at = window.reset_after_seconds, window.reset_at
    if resets_at is None and left is not None and 0 <= left < spending.MAX_SECONDS:
        resets_at = now + timedelta(seconds=left)
    length = given_length(window.limit_window_seconds)
    if length is None and item.get("limit_window_seconds") is None:
        length = assumed_length(name, None if resets_at is None else resets_at - now)
    return Slot(name, window.used_percent, resets_at, length)
