"""Makes the extra usage of a Reading from the usage endpoint's JSON.

Servers send it as `spend`, older ones as `extra_usage`, and some both. What cannot be used counts as absent.
This module must not know HTTP, files or settings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.providers.claude.usageschema import ExtraUsage, SpendObject, major_units
from brim.model.numbers import parse_percent
from brim.model.usage import Spend

if TYPE_CHECKING:
    from decimal import Decimal


def parse_spend(body: dict[str, object]) -> Spend | None:
    """Extra usage from `spend`, or from the older `extra_usage` where that says more; None when neither says it."""
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
        limit = major_units(old.monthly_limit, old.decimal_places)
        used = major_units(old.used_credits, old.decimal_places)
        made = _spend_of(enabled=old.is_enabled, used=used, limit=limit, currency=old.currency, percent=old.utilization)
    else:
        cap = new.limit or new.cap
        currency = next((amount.currency for amount in (new.used, cap) if amount is not None and amount.currency), None)
        limit = cap.major if cap is not None else None
        made = _spend_of(enabled=enabled, used=used, limit=limit, currency=currency, percent=new.percent)
    balance, currency = (new.balance and new.balance.complete) or (None, None)
    reason = _disabled_reason(new, old, enabled=made.enabled)
    return replace(made, disabled_reason=reason, balance=balance, balance_currency=currency)


def _disabled_reason(new: SpendObject, old: ExtraUsage, *, enabled: bool) -> str | None:
    """Why extra usage does not pay. Where it is on, only the part that says so can say that it does not pay."""
    if new.disabled_reason is not None and (new.enabled is enabled or not enabled):
        return new.disabled_reason
    if old.is_enabled is not None and old.is_enabled is not enabled:
        return None
    if old.disabled_reason is not None:
        return old.disabled_reason
    if old.spend_limit_reached:
        return "spend_limit_reached"
    return "user_disabled" if old.user_disabled and not enabled else None


def _spend_of(
    *,
    enabled: bool,
    used: Decimal | None,
    limit: Decimal | None,
    currency: str | None,
    percent: float | None,
) -> Spend:
    if limit is None:
        percent = None  # without a cap the server says 0
    elif percent is None and used is not None and limit > 0:
        percent = parse_percent(float(used / limit * 100))
    return Spend(enabled, used, limit, currency.upper() if currency else None, percent)
