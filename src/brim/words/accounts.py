"""Text about one account among several.

This module must not know how many accounts there are, or where the text is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting, joining
from brim.words.extrausage import money_line
from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.model.account import Account, AccountView
    from brim.model.options import IconShow
    from brim.model.usage import Spend


def no_account() -> str:
    """The name of an account where there is none."""
    return _("no account")


def no_usage_yet() -> str:
    """There is no usage of an account yet, and no problem either."""
    return _("No usage data yet")


def nobody_signed_in(products: Sequence[str]) -> str:
    """There is no login of any of these products."""
    return _(
        "No login was found. Sign in to {products}, and Brim shows your usage; `brim help accounts` says how.",
        products=joining.one_of(products),
    )


def demo_label() -> str:
    """The name of the simulated account."""
    return _("sped-up demo")


def demo_plan() -> str:
    """The plan of the simulated account."""
    return _("Demo plan")


def of_provider(product: str, label: str) -> str:
    """An account among those of several providers; empty where its label names the product already."""
    if not product or label.casefold().startswith(product.casefold()):
        return ""
    return _("{product} · {account}", product=product, account=label)


def heading(account: Account) -> str:
    """An account with its provider, whatever else is shown; its label where that says it already."""
    return of_provider(account.vendor.product, account.label) or account.label


def with_account_label(label: str, text: str) -> str:
    """Put the name of an account before a text about it: `work: Session 91% used`."""
    return _("{account}: {text}", account=label, text=text)


def organisation_label(name: str | None, email: str | None) -> str:
    """The name of an organisation; `personal` where it begins with the user's e-mail address; empty without a name."""
    if name is None:
        return ""
    return _("personal") if email is not None and name.lower().startswith(email.lower()) else name


def more_accounts(hidden: int) -> str:
    """How many accounts are not listed, and the command that lists them."""
    return ngettext(
        "\n{count} more account: `brim status --all`", "\n{count} more accounts: `brim status --all`", hidden
    )


def login_end(view: AccountView, now: datetime) -> str | None:
    """When the user must sign in again, or replace the key, from three days before; else None."""
    return formatting.login_end_text(view.sign_in_before, now, by_key=view.account.vendor.by_key)


def _spend_summary(spend: Spend) -> str:
    if not spend.beyond_plan:
        return money_line(spend)
    return _("Extra usage {amount}", amount=formatting.money_text(spend))


def account_summary(view: AccountView, now: datetime, show: IconShow) -> str:
    """One account in one line: its headline figure, or why there is none. It holds clock times, so it stays true."""
    window = view.headline_window
    if window is not None and (window.percent is not None or view.problem is None):
        summary = formatting.window_text(window, now, show)
    elif view.headline == "spend" and view.spend is not None:
        summary = _spend_summary(view.spend)
    elif view.problem is not None:
        return view.problem.title
    else:
        return no_usage_yet()
    return stale_usage(summary) if view.stale else summary


def stale_usage(usage: str) -> str:
    """Usage that is not from a recent refresh."""
    return _("{usage}, stale", usage=usage)


def saved_resets(count: int) -> str:
    """Resets that the vendor keeps for the person, who alone may use one."""
    return ngettext(
        "{count} saved reset, which only you can use", "{count} saved resets, which only you can use", count
    )
