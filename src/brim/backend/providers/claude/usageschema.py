"""The shapes of the parts of the usage endpoint's JSON.

Facts, seen in Claude Code 2.1.330 and in public captures: money is in minor units; any part may be null, absent or new.
Each model is lenient: a value that cannot be used counts as absent. This module must not know how a Reading is made.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from brim.backend.providers.valueparsing import Amount, Flag, Number, Percent, Text, Time, parse_text

_FORMAT = ConfigDict(extra="ignore")
_SEPARATOR = ", "
_MODEL_ID = re.compile(r"claude-([a-z]+)(?:-(\d{1,2}(?:-\d{1,2})*))?(?:-\d{8})?(?:\[\w+\])?")
_MAX_EXPONENT = 6
"""No currency has more digits behind the point."""
_EXPONENTS = frozenset(range(_MAX_EXPONENT + 1))
_CURRENCY = re.compile("[A-Z]{3}")


def _scope_name(value: object) -> str | None:
    """The name of a scope: of its model and its surface, or else the scope's own."""
    if not isinstance(value, dict):
        return parse_text(value)
    parts = [name for part in ("model", "surface") if (name := _name(value.get(part))) is not None]
    return parse_text(_SEPARATOR.join(dict.fromkeys(parts))) or _name(value)


def _name(part: object) -> str | None:
    """The display name of a part of a scope, or one made from its id where it has none."""
    if not isinstance(part, dict):
        part = {"id": part}
    name, identifier = parse_text(part.get("display_name")), parse_text(part.get("id"))
    return name if name is not None or identifier is None else _name_of_id(identifier)


def _name_of_id(identifier: str) -> str:
    """`Opus 4.1` for `claude-opus-4-1-20250805`; any other id as it is."""
    match = _MODEL_ID.fullmatch(identifier)
    if match is None:
        return identifier
    return f"{match[1].title()} {match[2].replace('-', '.')}" if match[2] else match[1].title()


class LimitRow(BaseModel):
    """One row of `limits`."""

    model_config = _FORMAT

    kind: Text = Field(default=None, description="session, weekly_all, weekly_scoped, or new")
    group: Text = Field(default=None, description="session, weekly, daily, monthly, or new")
    percent: Percent = Field(default=None, description="percent used")
    resets_at: Time = Field(default=None, description="null while the window has not started")
    scope: Annotated[str | None, BeforeValidator(_scope_name)] = Field(
        default=None, description="what it is limited to"
    )
    is_active: Flag = Field(default=None, description="the server's headline")


class WindowObject(BaseModel):
    """A window under its own key."""

    model_config = _FORMAT

    utilization: Percent = Field(default=None, description="percent used")
    resets_at: Time = Field(default=None, description="null while the window has not started")
    label: Text = Field(default=None, description="a name, on promotional credit")


class MoneyAmount(BaseModel):
    """Money in minor units."""

    model_config = _FORMAT

    amount_minor: Amount = Field(default=None, description="minor units")
    currency: Text = Field(default=None, description="ISO 4217 code")
    exponent: Number = Field(default=None, description="digits behind the point; absent means 2")

    @property
    def major(self) -> Decimal | None:
        """The amount in major units."""
        return major_units(self.amount_minor, self.exponent)

    @property
    def complete(self) -> tuple[Decimal, str] | None:
        """The amount in major units and its currency; None when any part of them would have to be guessed."""
        amount = self.major if self.exponent in _EXPONENTS else None
        currency = (self.currency or "").upper()
        return (amount, currency) if amount is not None and _CURRENCY.fullmatch(currency) else None


def _amount(value: object) -> object:
    """An amount, also one wrapped as `{money, credits}`."""
    if isinstance(value, dict) and isinstance(value.get("money"), dict):
        value = value["money"]
    return value if isinstance(value, dict) else None


type Money = Annotated[MoneyAmount | None, BeforeValidator(_amount)]


class SpendObject(BaseModel):
    """`spend`: extra usage with explicit money."""

    model_config = _FORMAT

    enabled: Flag = Field(default=None, description="whether extra usage is on")
    disabled_reason: Text = Field(default=None, description="why it is off; null while it is on")
    used: Money = Field(default=None, description="used so far")
    limit: Money = Field(default=None, description="null without a cap")
    cap: Money = Field(default=None, description="another name for the limit")
    percent: Percent = Field(default=None, description="of the limit; 0 without one")
    balance: Money = Field(default=None, description="left of what was paid in advance")


class ExtraUsage(BaseModel):
    """`extra_usage`: the older form of `spend`, in minor units of `currency`."""

    model_config = _FORMAT

    is_enabled: Flag = Field(default=None, description="whether extra usage is on")
    used_credits: Amount = Field(default=None, description="minor units, may be fractional")
    monthly_limit: Amount = Field(default=None, description="minor units; null without a cap")
    utilization: Percent = Field(default=None, description="of the limit")
    currency: Text = Field(default=None, description="ISO 4217 code")
    decimal_places: Number = Field(default=None, description="digits behind the point; absent means 2")
    disabled_reason: Text = Field(default=None, description="why it is off; null while it is on")
    user_disabled: Flag = Field(default=None, description="the user has switched it off")
    spend_limit_reached: Flag = Field(default=None, description="nothing is left of the limit")


def major_units(minor: float | None, exponent: float | None) -> Decimal | None:
    """An amount in major units, with as many digits behind the point as the currency has.

    None for a number of digits that no currency has: to guess another one would make it a hundred times as much.
    """
    digits = 2 if exponent is None else exponent
    if minor is None or digits not in _EXPONENTS:
        return None
    places = Decimal(1).scaleb(-int(digits))
    try:
        return (Decimal(str(minor)) * places).quantize(places)
    except InvalidOperation:
        return None
