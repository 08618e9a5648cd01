"""Amounts of money as people write them, with the currency's own sign and place. This module must not know limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.translation import _

if TYPE_CHECKING:
    from decimal import Decimal

_SIGNS_BEFORE = {
    "AUD": "A$", "BRL": "R$", "CAD": "CA$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "ILS": "₪",
    "INR": "₹", "JPY": "¥", "KRW": "₩", "MXN": "MX$", "NZD": "NZ$", "PHP": "₱", "TWD": "NT$", "USD": "$", "VND": "₫",
}  # fmt: skip
"""As Unicode's locale data has them for English."""
CREDITS = "credits"
"""In place of a currency: what some vendors count in."""
_SIGNS_AFTER = {"CZK": "Kč", "DKK": "kr", "HUF": "Ft", "NOK": "kr", "PLN": "zł", "SEK": "kr"}
"""Where the country writes its sign behind the number."""


def amount_text(amount: Decimal, currency: str | None) -> str:
    """`$0.11`, `$50`, `1,234 kr`; `18.02 XXX` with a code that has no sign here; the number alone without one.

    Credits are no currency: `812.5 credits`.
    """
    digits = f"{abs(amount):,.0f}" if amount == amount.to_integral_value() else f"{abs(amount):,}"
    minus = "-" if amount < 0 else ""
    if currency == CREDITS:
        return _("{amount} credits", amount=f"{minus}{digits}")
    code = (currency or "").upper()
    if code in _SIGNS_BEFORE:
        return f"{minus}{_SIGNS_BEFORE[code]}{digits}"
    return f"{minus}{digits} {_SIGNS_AFTER.get(code, code)}".rstrip()


def spent_of_limit(used: Decimal, limit: Decimal | None, currency: str | None) -> str:
    """`$0.11 of $50`, or `$0.11, no cap`."""
    amount = amount_text(used, currency)
    if limit is None:
        return _("{amount}, no cap", amount=amount)
    return _("{amount} of {limit}", amount=amount, limit=amount_text(limit, currency))
