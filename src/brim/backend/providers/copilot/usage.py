"""Makes a Reading from the body of the usage endpoint.

Facts (public code and captures of 2026): `quota_snapshots` holds quotas of a month with `percent_remaining`, which is
negative beyond the quota. `unlimited` or an entitlement of -1 is no limit, an entitlement of 0 a placeholder of seats
whose organization pays. Free accounts had `limited_user_quotas` (what remains) and `monthly_quotas` (all) instead. The
quotas are renewed at 00:00 UTC on `quota_reset_date`. Where `token_based_billing` is set the unit is a credit of $0.01.
This module must not know HTTP, settings or logins.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers import windows
from brim.backend.providers.answers import error
from brim.backend.providers.copilot import words
from brim.backend.providers.copilot.noseat import no_seat
from brim.backend.providers.valueparsing import Flag, Number, Text, Time, parse_object, parse_text, parse_time
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.numbers import MAX_PERCENT, parse_amount
from brim.model.usage import Reading, Source, Spend
from brim.words import fetcherrors, limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.providers.answers import Json
    from brim.errors import ReadError
    from brim.model.usage import Window

MAIN = "premium_interactions"
"""The quota that a plan is about."""
_LENGTHS = {"session": windows.HOURS_5, "5_hour": windows.HOURS_5, "week": windows.WEEK, "daily": windows.DAY}
"""Parts of names that quotas of other lengths would have; none was seen so far."""
_MAX_WINDOWS = 20
_FULL = 100.0
_CREDIT = Decimal("0.01")
"""Dollars."""


class SnapshotJson(BaseModel):
    """One quota."""

    model_config = ConfigDict(extra="ignore")

    entitlement: Number = Field(default=None, description="the whole quota; -1 without a limit, 0 without a quota")
    remaining: Number = Field(default=None, description="what remains, as a whole number")
    quota_remaining: Number = Field(default=None, description="what remains, exactly")
    percent_remaining: Number = Field(default=None, description="negative beyond the quota")
    unlimited: Flag = Field(default=None, description="there is no limit")
    overage_count: Number = Field(default=None, description="what was used beyond the quota")
    overage_permitted: Flag = Field(default=None, description="use beyond the quota is allowed, and paid")
    credits_used: Number = Field(default=None, description="what this person has used")
    quota_reset_at: Time = Field(default=None, description="its own reset")

    @property
    def has_no_limit(self) -> bool:
        """Whether the quota limits nothing."""
        return self.unlimited is True or (self.entitlement is not None and self.entitlement < 0)

    @property
    def is_placeholder(self) -> bool:
        """Whether there is no quota behind it: what remains of nothing says nothing."""
        return self.entitlement == 0 or (self.entitlement is None and self.percent_remaining == 0)

    @property
    def says_something(self) -> bool:
        """Whether there is a quota, although it may not be known how much of it is used."""
        return bool(self.entitlement) and bool(
            {"remaining", "quota_remaining", "percent_remaining"} & self.model_fields_set
        )

    @property
    def used(self) -> tuple[float | None, Source]:
        """Percent used and where it is from; more than 100 beyond the quota, None when it is not known."""
        if self.percent_remaining is not None:
            return _percent(_FULL - self.percent_remaining), Source.API
        left = self.remaining if self.quota_remaining is None else self.quota_remaining
        if self.entitlement is None or left is None:
            return None, Source.API
        return _percent((self.entitlement - left) / self.entitlement * _FULL), Source.AMOUNTS


class UserJson(BaseModel):
    """The body, without its quotas."""

    model_config = ConfigDict(extra="ignore")

    plan: Text = Field(default=None, alias="copilot_plan", description="GitHub's word for the plan")
    sku: Text = Field(default=None, alias="access_type_sku", description="what was bought")
    token_based_billing: Flag = Field(default=None, description="the unit is a credit")

    @property
    def plan_name(self) -> str | None:
        """The plan for people; an unknown one as GitHub writes it."""
        plan, sku = (self.plan or "").lower(), (self.sku or "").lower()
        if plan.startswith("individual") and sku.startswith("free"):
            plan = "free"
        elif plan in {"individual", "individual_pro"} and sku.startswith("plus"):
            plan = "individual_pro_plus"
        return words.plan(plan) or (None if plan in {"", "none"} else plan.replace("_", " ").capitalize())

    @property
    def has_no_seat(self) -> bool:
        """Whether the account has no Copilot."""
        return (self.plan or "").lower() == "none" or (self.sku or "").lower() == "no_access"


def parse(body: Json, now: datetime) -> Reading:
    """The reading in a body that was received at `now`; raises NoLimitsError without a limit, BadAnswerError."""
    snapshots, legacy = body.get("quota_snapshots"), body.get("limited_user_quotas")
    is_usage = isinstance(snapshots, dict) or (isinstance(snapshots, list) and bool(snapshots))
    if "copilot_plan" not in body and not is_usage and not isinstance(legacy, dict):
        raise BadAnswerError(*fetcherrors.no_known_part())
    user = UserJson.model_validate(body)
    found = _snapshots(snapshots)
    windows_found = [*_windows(found, _resets_at(body), now, credits_used=user.token_based_billing is True)]
    windows_found = windows_found or [*_legacy_windows(body, now)]
    if not windows_found:
        raise _no_limits(user, found)
    return Reading(now, Source.API, windows.distinct(windows_found), _spend(user, found), user.plan_name)


def _snapshots(value: object) -> dict[str, SnapshotJson]:
    """The quotas by their name, the plan's own first; in a list each has its name in itself."""
    if isinstance(value, list):
        value = {str(parse_object(one).get("quota_id") or number): one for number, one in enumerate(value, 1)}
    pairs = value.items() if isinstance(value, dict) else ()
    entries = sorted(((key, parse_object(entry)) for key, entry in pairs), key=lambda pair: pair[0] != MAIN)
    return {key: SnapshotJson.model_validate(entry) for key, entry in entries[:_MAX_WINDOWS] if entry}


def _windows(
    found: dict[str, SnapshotJson], resets_at: datetime | None, now: datetime, *, credits_used: bool
) -> Iterator[Window]:
    for key, snapshot in found.items():
        percent, source = snapshot.used
        if snapshot.has_no_limit or snapshot.is_placeholder or (percent is None and not snapshot.says_something):
            continue
        name = words.limit_name(key, credits_used=credits_used)
        word = key.lower()
        length = None if name is not None else next((_LENGTHS[part] for part in _LENGTHS if part in word), None)
        if length is not None:
            made = windows.window(percent, snapshot.quota_reset_at, length, now, parse_text(key.replace("_", " ")))
            yield replace(made, source=source)
        else:
            yield replace(_of_month(key, name, percent, snapshot.quota_reset_at or resets_at, now), source=source)


def _of_month(key: str, name: str | None, percent: float | None, resets_at: datetime | None, now: datetime) -> Window:
    """A quota of a month; its id is made from GitHub's word, whatever it is called."""
    scope = None if key == MAIN else key
    label = limits.month_label(name or parse_text(key.replace("_", " ").capitalize()))
    return replace(windows.month_window(percent, resets_at, now, scope), label=label)


def _legacy_windows(body: Json, now: datetime) -> Iterator[Window]:
    """The quotas of free accounts as they were: what remains, and all."""
    remaining, totals = body.get("limited_user_quotas"), body.get("monthly_quotas")
    if not isinstance(remaining, dict) or not isinstance(totals, dict):
        return
    for key, value in list(remaining.items())[:_MAX_WINDOWS]:
        snapshot = SnapshotJson(entitlement=totals.get(key), remaining=value)
        percent, source = (None, Source.API) if snapshot.is_placeholder else snapshot.used
        if percent is not None and not snapshot.has_no_limit:
            name = words.limit_name(key, credits_used=False)
            resets_at = _date(body.get("limited_user_reset_date"))
            yield replace(_of_month(key, name, percent, resets_at, now), source=source)


def _resets_at(body: Json) -> datetime | None:
    exact = parse_time(body.get("quota_reset_date_utc"))
    return exact or _date(body.get("quota_reset_date")) or _date(body.get("limited_user_reset_date"))


def _date(value: object) -> datetime | None:
    """The beginning of a day in UTC, or a time; None for anything else."""
    at = parse_time(f"{value}T00:00:00Z") or parse_time(value)
    return at.astimezone(UTC) if at is not None else None


def _percent(used: float) -> float | None:
    """Percent used without the noise of the subtraction; None for what no quota can have."""
    return max(round(used, 6), 0.0) if used <= MAX_PERCENT else MAX_PERCENT


def _spend(user: UserJson, found: dict[str, SnapshotJson]) -> Spend | None:
    """Use beyond the quota, in dollars where its unit is a credit; None where it is not allowed, or not known."""
    main = found.get(MAIN)
    if main is None or main.overage_permitted is not True or main.has_no_limit:
        return None
    count = parse_amount(main.overage_count) if user.token_based_billing is True else None
    used = None if count is None else Decimal(str(count)) * _CREDIT
    return Spend(enabled=True, used=used, limit=None, currency="USD", percent=None)


def _no_limits(user: UserJson, found: dict[str, SnapshotJson]) -> ReadError:
    """Why there is no limit to show: no seat, a placeholder, no limit at all, or nothing that is known."""
    known = [snapshot for snapshot in found.values() if snapshot.entitlement is not None or snapshot.has_no_limit]
    placeholder = next((one for one in known if one.is_placeholder and not one.has_no_limit), None)
    if user.has_no_seat:
        return no_seat()
    if placeholder is not None:
        problem = words.placeholder(parse_amount(placeholder.credits_used))
    else:
        problem = words.unlimited() if known and all(one.has_no_limit for one in known) else words.no_limits()
    return error(NoLimitsError, problem)
