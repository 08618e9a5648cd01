"""The one account of a provider whose settings cannot be used: it says which one, and sends nothing.

The other providers are read as always. This module must not know any provider, nor what is wrong with a setting.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from brim.backend.providers.base import AccountIdentity, LoginCheck, PlainProvider
from brim.errors import BadAnswerError
from brim.model.account import Account

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from brim.backend.providers.descriptor import ProviderDescriptor
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.errors import ConfigError
    from brim.model.usage import Reading


class UnusableProvider(PlainProvider):
    """In place of the accounts of a provider."""

    def __init__(self, descriptor: ProviderDescriptor, fault: ConfigError, *, present: bool) -> None:
        """`present` says that it is shown, although no login was looked for: somebody has set it up."""
        self._descriptor = descriptor
        self._fault = fault
        self._present = present

    @property
    def name(self) -> str:
        """That of the descriptor."""
        return self._descriptor.name

    @property
    def polling_policy(self) -> PollingPolicy:
        """That of the descriptor."""
        return self._descriptor.policy

    def login_version(self) -> str:
        """The settings do not change while Brim runs."""
        return ""

    async def identify(self) -> AccountIdentity:
        """An account with the name of the product, another one for each fault: its stored problem is that one."""
        vendor = self._descriptor.vendor()
        about = f"{self.name} without usable settings: {self._fault}"
        account_id = hashlib.sha256(about.encode(errors="surrogatepass")).hexdigest()[:16]
        account = Account(account_id, vendor.product, self.name, vendor)
        return AccountIdentity(account, None, "", present=self._present, ready=False, settled=True)

    async def check_login(self) -> LoginCheck:
        """That no login is looked for, and why."""
        return LoginCheck(self._descriptor.vendor().product, "unreadable", error=self._error())

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:  # noqa: ARG002 - nothing is attempted
        """Always raises BadAnswerError: no server is asked."""
        raise self._error()

    def _error(self) -> BadAnswerError:
        return BadAnswerError(self._fault.title, self._fault.message)
