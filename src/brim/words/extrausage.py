"""Extra usage in words: why it does not pay, and the balance. This module must not know where the text is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting
from brim.words.money import amount_text
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.model.usage import Spend

EXTRA_USAGE = "Extra usage"
_MAX_REASON_LENGTH = 60
_REASONS = {
    "out_of_credits": "out of credits",
    "overage_not_provisioned": "not set up",
    "no_limits_configured": "no spending limit set",
    "user_disabled": "turned off in your account",
    "spend_limit_reached": "spending limit reached",
    "org_spend_cap_reached": "your organization's spending limit is reached",
    "org_level_disabled": "turned off by your organization",
    "org_level_disabled_until": "paused by your organization",
    "org_service_level_disabled": "turned off by your organization for Claude Code",
    "org_service_zero_credit_limit": "your organization's limit for Claude Code is 0",
    "seat_tier_level_disabled": "not available on your seat",
    "seat_tier_zero_credit_limit": "the limit of your seat is 0",
    "group_zero_credit_limit": "the limit of your group is 0",
    "member_level_disabled": "turned off for you by your organization",
    "member_zero_credit_limit": "your limit is 0",
    "fetch_error": "Anthropic could not check it",
    "unknown": "Anthropic gives no reason",
}
"""By the server's word, as seen in Claude Code 2.1.330; there may be others."""


def disabled_text(spend: Spend) -> str | None:
    """Why extra usage does not pay, for the end of a sentence; None where no reason is known."""
    reason = spend.disabled_reason
    if reason is None:
        return None
    return _REASONS.get(reason.lower(), reason.replace("_", " ")[:_MAX_REASON_LENGTH].strip())


def extra_usage_text(spend: Spend, *, share: bool = False) -> str:
    """Extra usage in money, why it does not pay, and the balance: `off, out of credits, balance $0`.

    With `share` the amount is followed by its share of the cap.
    """
    amount = formatting.money_text(spend)
    if share and spend.enabled and spend.percent is not None and spend.limit:
        amount = f"{amount} ({formatting.percent_text(spend.percent)})"
    reason = disabled_text(spend)
    if reason is not None and spend.enabled:
        reason = f"not available: {reason}"
    balance = None
    if spend.balance is not None:
        balance = _("balance {amount}", amount=amount_text(spend.balance, spend.balance_currency))
    return ", ".join(filter(None, (amount, reason, balance)))
