"""Credits of a Codex account, and the limits that an organization sets for spending.

Facts (public captures, 2026): `credits` holds `has_credits`, `unlimited`, `overage_limit_reached` and `balance` (text,
in credits). `spend_control` holds limits with `limit`, `used` and `remaining` (text), `used_percent` and `reset_at`;
Codex calls the individual one monthly. Limits are never added up. This module must not know HTTP or files.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from brim.backend.providers import windows
from brim.backend.providers.codex import words
from brim.backend.providers.valueparsing import Amount, Flag, Number, Percent, Text, Time
from brim.model.numbers import parse_percent
from brim.model.usage import Source, Spend
from brim.words.money import CREDITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Window

MAX_SECONDS = 400 * windows.DAY
"""No limit resets later."""
_CURRENCY = CREDITS
_INDIVIDUAL = "individual_limit"
_LIMIT_KEYS = frozenset({"limit", "used", "used_percent", "usedPercent", "remaining_percent", "remainingPercent"})


class LimitJson(BaseModel):
    """One limit of spending, as the server or the program writes it."""

    model_config = ConfigDict(extra="ignore")

    limit: Amount = Field(default=None, description="the whole amount")
    used: Amount = Field(default=None, description="what is used of it")
    used_percent: Percent = Field(default=None, description="percent used")
    remaining_percent: Number = Field(
        default=None,
        validation_alias=AliasChoices("remaining_percent", "remainingPercent"),
        description="percent that remains; negative beyond the limit",
    )
    reset_at: Time = Field(
        default=None, validation_alias=AliasChoices("reset_at", "resets_at", "resetsAt"), description="epoch seconds"
    )

    @property
    def percent(self) -> tuple[float | None, Source]:
        """Percent used, by the vendor's own number or worked out from its amounts."""
        if self.used_percent is not None:
            return self.used_percent, Source.API
        if self.remaining_percent is not None:
            return parse_percent(100 - self.remaining_percent), Source.API
        if self.limit and self.used is not None:
            return parse_percent(self.used / self.limit * 100), Source.AMOUNTS
        return None, Source.API


class ControlJson(BaseModel):
    """What holds for all limits of spending."""

    model_config = ConfigDict(extra="ignore")

    reached: Flag = Field(default=None, description="work is refused for one of them")
    reached_limit_type: Text = Field(default=None, description="which one it is")


class CreditsJson(BaseModel):
    """The account's credits, as the server or the program writes them."""

    model_config = ConfigDict(extra="ignore")

    has_credits: Flag = Field(
        default=None, validation_alias=AliasChoices("has_credits", "hasCredits"), description="they can pay"
    )
    unlimited: Flag = Field(default=None, description="they never run out")
    overage_limit_reached: Flag = Field(default=None, description="no more may be spent now")
    balance: Number = Field(default=None, description="what is left, in credits")


def limit_windows(control: Json, now: datetime, *, refused: bool = False) -> tuple[Window, ...]:
    """Each limit of spending as a limit of its own; `refused` for work that is refused for any of them."""
    state = ControlJson.model_validate(control)
    found = dict(_limits(control, now))
    reached = (state.reached_limit_type or "").lower()
    named = {key for key in found if reached and (reached in key or key in reached)}
    is_over = refused or state.reached is True
    return tuple(replace(window, refused=is_over and (not named or key in named)) for key, window in found.items())


def _limits(control: Json, now: datetime) -> Iterator[tuple[str, Window]]:
    for key, item in control.items():
        if isinstance(item, dict) and any(item.get(name) is not None for name in _LIMIT_KEYS):
            limit = LimitJson.model_validate(item)
            percent, source = limit.percent
            name = words.spending_limit(key)
            if key == _INDIVIDUAL or _is_month_end(limit.reset_at):
                made = windows.month_window(percent, limit.reset_at, now, name)
            else:
                made = windows.window(percent, limit.reset_at, None, now, name)
            yield key, replace(made, source=source)


def _is_month_end(reset_at: datetime | None) -> bool:
    return reset_at is not None and (reset_at.day, reset_at.hour, reset_at.minute) == (1, 0, 0)


def credits_of(raw: Json, *, refused_for: str | None) -> Spend | None:
    """The credits, as what pays beyond the plan; None where there are none.

    `refused_for` is why work is refused now, empty for no known reason; None while it is allowed. Credits that do not
    prevent a refusal do not pay.
    """
    found = CreditsJson.model_validate(raw)
    has_some = found.has_credits is True or found.unlimited is True
    balance = None if found.balance is None or found.unlimited is True else Decimal(str(found.balance))
    if not has_some and not balance:
        return None
    reason = "spend_limit_reached" if found.overage_limit_reached is True else None
    if refused_for is not None:
        reason = reason or refused_for or "rate_limit_reached"
    return Spend(
        enabled=has_some,
        used=None,
        limit=None,
        currency=None,
        percent=None,
        disabled_reason=reason,
        balance=_plain(balance),
        balance_currency=None if balance is None else _CURRENCY,
    )


def _plain(amount: Decimal | None) -> Decimal | None:
    """An amount without a fraction of zero."""
    whole = None if amount is None else amount.to_integral_value()
    return whole if whole == amount else amount


def from_source(window: Window, source: Source) -> Window:
    """A limit as it is from another source than the server, unless its percentage was worked out."""
    return window if window.source is Source.AMOUNTS else replace(window, source=source)
