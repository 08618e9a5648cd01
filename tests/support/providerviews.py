"""Views of accounts of several providers, named beside each other as the tray gets them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import vendor_of
from brim.backend.readings.accountlabels import full_labels, short_labels
from brim.model.account import Account, Health, Problem
from brim.model.level import Level
from brim.model.usage import Spend
from tests.support.samples import account_view, week, window

if TYPE_CHECKING:
    from brim.model.account import AccountView

FAILED = Problem("Login expired", "Open Codex once: it renews the login automatically.")


def of_provider(provider: str, label: str, view: AccountView) -> AccountView:
    """The same view of another account, whose id is made from its provider and label."""
    account_id = f"{provider}{label}".encode().hex()[-16:].rjust(16, "0")
    return replace(view, account=Account(account_id, label, provider, vendor_of(provider)))


def beside_each_other(*views: AccountView) -> tuple[AccountView, ...]:
    """These accounts with the names that they have beside each other."""
    accounts, labels = [view.account for view in views], [view.account.label for view in views]
    return tuple(
        replace(view, account=replace(view.account, full_label=full, short_label=short))
        for view, full, short in zip(views, full_labels(accounts, labels), short_labels(accounts, labels), strict=True)
    )


def five_providers() -> tuple[AccountView, ...]:
    """Claude and Codex with several limits, Copilot with a problem, Cursor unread, OpenRouter with money alone."""
    month = replace(week(64.0, Level.WATCH), id="monthly", kind="monthly", label="Month", headline=True)
    pressing = replace(week(78.0, Level.WARN), headline=True)
    money = Spend(enabled=True, used=Decimal("4.20"), limit=None, currency="USD", percent=None, beyond_plan=False)
    unread = replace(account_view(), fetched_at=None, source=None, headline=None)
    failed = replace(account_view(month), health=Health.EXPIRED, problem=FAILED, stale=True)
    return beside_each_other(
        of_provider("claude", "personal", account_view(window(), week())),
        of_provider("codex", "ada@example.com", account_view(replace(window(12.0), headline=False), pressing)),
        of_provider("copilot", "ada-lovelace", failed),
        of_provider("cursor", "Cursor 12ab", unread),
        of_provider("openrouter", "OpenRouter 34cd", account_view(spend=money)),
    )


def eight_accounts() -> tuple[AccountView, ...]:
    """The same five, and three more of Claude with four limits each, the last of which is the most pressing."""
    scoped = replace(week(9.0), id="weekly_scoped:Fable", kind="weekly_scoped", label="Fable (week)")
    monthly = replace(week(3.0), id="monthly", kind="monthly", label="Month")
    more = [
        of_provider("claude", name, account_view(window(percent, level), week(), scoped, monthly))
        for name, percent, level in (
            ("work", 20.0, Level.CALM),
            ("a long name of an organisation, really", 30.0, Level.CALM),
            ("school", 93.0, Level.CRITICAL),
        )
    ]
    return beside_each_other(*five_providers(), *more)
