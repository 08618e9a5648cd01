"""The introduction of providers: nothing is sent to one before the user was told of it.

The desktop says when the notification was shown. Where it cannot show any, or says nothing for a while, the providers
are asked all the same until this process ends; the next one, or a command, tells of them again. This module must not
know how a notification is shown.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim.backend.alerts import policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.providerlist.introduced import IntroducedProviders
    from brim.model.account import Account
    from brim.model.alert import Alert

_PATIENCE_SECONDS = 30.0
"""A desktop that may have to start its notification daemon first answers sooner."""


class Introduction:
    """Which providers the user was told of, and of which a notification is on its way."""

    def __init__(self, introduced: IntroducedProviders) -> None:
        """Nothing is loaded yet."""
        self._introduced = introduced
        self._announced: frozenset[str] = frozenset()
        self._is_first = False
        self.ends_at: float | None = None
        """So long, in monotonic seconds, the answer of the desktop is waited for; None while none is."""

    async def load(self, *, welcomed: bool) -> None:
        """Read of whom the user was told; `welcomed` as in `IntroducedProviders.load`."""
        await asyncio.to_thread(self._introduced.load, welcomed=welcomed)

    def needs(self, account: Account) -> bool:
        """Whether nothing may be sent to the provider of an account yet."""
        return account.provider not in self._introduced

    def begin(self, accounts: Sequence[Account], ticks: float, *, first: bool) -> Alert | None:
        """The notification of these providers, at `ticks`; None where the one that is on its way names all of them."""
        names = frozenset(account.provider for account in accounts)
        if names <= self._announced:
            return None
        self._is_first |= first
        self._announced, self.ends_at = names, ticks + _PATIENCE_SECONDS
        return policy.introduction(accounts, first=self._is_first)

    async def finish(self, *, shown: bool) -> bool:
        """The desktop has shown the notification, or has not: from now on the providers may be asked.

        Returns whether it was the very first one of Brim.
        """
        names, first = self._announced, self._is_first
        self._announced, self.ends_at, self._is_first = frozenset(), None, False
        if shown:
            await asyncio.to_thread(self._introduced.add, names)
        else:
            self._introduced.count_as_told(names)
        return first
