"""The pin: the limit that the icon is to show, and where there are several accounts perhaps of which one.

It is `auto`, the id of a limit (then of whichever account is most pressing), or
`provider:limit`; of several accounts of a provider `provider/account:limit` names one. This module must not know who
pins what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model import limitname

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from brim.model.account import Account

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Pin:
    """The parts of a pin."""

    limit: str
    """AUTO, an id, or a pattern for one."""
    provider: str | None = None
    """The name of a provider; None where the pin names none."""
    account: str = ""
    """The label of an account or the beginning of its id; empty for every account of the provider."""

    def names(self, account: Account) -> bool:
        """Whether the pin names the provider of an account, and that account where it names one."""
        if self.provider is None or self.provider.casefold() != account.provider:
            return False
        wanted = self.account.casefold()
        return not wanted or account.label.casefold() == wanted or account.id.startswith(wanted)


@dataclass(frozen=True, slots=True)
class AccountPin:
    """What a pin means for one account."""

    limit: str = AUTO
    """The id of its limit; AUTO, or an id that the account does not have, for the headline."""
    leads: bool = False
    """The account is shown for it, although another one may be more pressing."""


def parsed(text: str, providers: Collection[str]) -> Pin:
    """The parts of a pin. A limit's id may have a colon too, so a provider is what is called as one of `providers`."""
    head, colon, limit = text.partition(":")
    provider, _, account = head.partition("/")
    if not colon or provider.casefold() not in providers:
        return Pin(text)
    return Pin(limit, provider, account)


def for_account(text: str, account: Account, limits: Iterable[str]) -> AccountPin:
    """What a pin means for an account with these limits."""
    pin, limits = parsed(text, (account.provider,)), tuple(limits)
    limit = limitname.first_match(pin.limit, limits)
    if pin.provider is None:
        return AccountPin(limit)
    if not pin.names(account):
        return AccountPin()
    return AccountPin(limit, leads=limit in limits or limit == AUTO)
