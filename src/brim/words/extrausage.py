"""Extra usage in words: why it cannot be used, and the balance. This module must not know where the text is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting
from brim.words.money import amount_text
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from brim.model.options import IconShow
    from brim.model.usage import Spend

_MAX_REASON_LENGTH = 60
_REASONS = {
    "out_of_credits": N_("out of credits"),
    "overage_not_provisioned": N_("not set up"),
    "no_limits_configured": N_("no spending limit set"),
    "user_disabled": N_("turned off in your account"),
    "spend_limit_reached": N_("spending limit reached"),
    "org_spend_cap_reached": N_("your organization's spending limit is reached"),
    "org_level_disabled": N_("turned off by your organization"),
    "org_level_disabled_until": N_("paused by your organization"),
    "org_service_level_disabled": N_("turned off by your organization for this program"),
    "org_service_zero_credit_limit": N_("your organization's limit for this program is 0"),
    "seat_tier_level_disabled": N_("not available on your seat"),
    "seat_tier_zero_credit_limit": N_("the limit of your seat is 0"),
    "group_zero_credit_limit": N_("the limit of your group is 0"),
    "member_level_disabled": N_("turned off for you by your organization"),
    "member_zero_credit_limit": N_("your limit is 0"),
    "fetch_error": N_("the server could not check it"),
    "unknown": N_("the server gives no reason"),
}
"""By the server's word, as seen in answers; there may be others."""


def extra_usage_label() -> str:
    """The name of extra usage, as a limit has one."""
    return _("Extra usage")


def money_label(spend: Spend) -> str:
    """The name of usage in money, as a limit has one: that of extra usage, or of what is spent without a plan."""
    return extra_usage_label() if spend.beyond_plan else _("Spending")


def disabled_text(spend: Spend) -> str | None:
    """Why extra usage cannot be used, for the end of a sentence; None where no reason is known."""
    reason = spend.disabled_reason
    if reason is None:
        return None
    known = _REASONS.get(reason.lower())
    return reason.replace("_", " ")[:_MAX_REASON_LENGTH].strip() if known is None else _(known)


def money_line(spend: Spend, show: IconShow | None = None) -> str:
    """Usage in money with its name: `Extra usage $18 of $300`; without a plan `Spent $3 of $10` or `Balance $5`."""
    text = extra_usage_text(spend, show)
    if spend.beyond_plan:
        return _("Extra usage {amount}", amount=text)
    return _("Spent {amount}", amount=text) if spend.used is not None else f"{text[:1].upper()}{text[1:]}"


def extra_usage_text(spend: Spend, show: IconShow | None = None) -> str:
    """Extra usage in money, why it cannot be used, and the balance: `off, out of credits, balance $0`.

    With `show` the amount is followed by its percentage of the cap: `$18 of $300 (6% used)`.
    """
    known = spend.beyond_plan or spend.used is not None
    amount = formatting.money_text(spend) if known else ""
    if show is not None and spend.enabled and spend.percent is not None and spend.limit:
        amount = _("{amount} ({usage})", amount=amount, usage=formatting.used_or_left_text(spend.percent, show))
    reason = disabled_text(spend)
    if reason is not None and spend.enabled:
        reason = _("not available: {reason}", reason=reason)
    balance = None
    if spend.balance is not None:
        balance = _("balance {amount}", amount=amount_text(spend.balance, spend.balance_currency))
    return ", ".join(filter(None, (amount, reason, balance)))
