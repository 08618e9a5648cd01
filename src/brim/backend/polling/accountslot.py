"""One account in the poller's loop, and what a person asked of it. This module must not know how an account is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model.command import AskCli, MenuOpened

if TYPE_CHECKING:
    import asyncio

    from brim.backend.fetching.accountreader import AccountReader
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.command import Refresh


@dataclass(eq=False, slots=True)
class RefreshRequest:
    """A click on Refresh, until every account that it is about has been served."""

    accounts_left: int
    """Accounts still to be served."""
    sent: bool = False
    """A request was sent: the usage shown is the answer to the click."""


@dataclass(eq=False, slots=True)
class AccountSlot:
    """One account of the loop. Times are monotonic seconds."""

    index: int
    reader: AccountReader
    task: asyncio.Task[None] | None = None
    """Serves the account now."""
    outlasts_round: bool = False
    """The round that started the task has ended."""
    requesting: bool = False
    """A request is under way."""
    refresh_requested: bool = False
    menu_opened: bool = False
    """The menu was opened since incidents were last checked."""
    cli_requested: bool = False
    """Somebody wants the provider's own program to be run."""
    account: str = ""
    """The account's id, once it is known."""
    clicks_join_until: float = float("-inf")
    """A click on Refresh before this time belongs to the last one."""
    retry_not_before: float = float("-inf")
    """After an internal error the account is not read again before this time."""

    def set_intervals(self, settings: AppSettings) -> None:
        """Read so often from now on as the settings have it."""
        poll = settings.poll
        self.reader.policy = self.reader.policy.with_intervals(poll.interval, poll.quiet, poll.away)

    def handle(self, command: Refresh | MenuOpened | AskCli, ticks: float) -> None:
        """Note what a person did at `ticks`; clicks during a request, or just after it, belong to that request."""
        if isinstance(command, MenuOpened):
            self.menu_opened = True
        elif isinstance(command, AskCli):
            self.cli_requested |= command.account_id == self.account and not self.requesting
        elif not self.requesting and ticks >= self.clicks_join_until:
            self.refresh_requested = True
