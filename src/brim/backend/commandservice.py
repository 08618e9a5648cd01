"""Reads every account once for a command, through the same steps and files as the tray.

This module must not know which command it is, nor what is printed.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.fetching.accountreader import open_reader
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.history.recorder import open_history
from brim.backend.polling.accountpoller import AccountPoller
from brim.backend.polling.accountslot import AccountSlot
from brim.backend.polling.accountview import with_cli_result, with_reason
from brim.backend.polling.readonce import ReadRequest, load_all, read_all
from brim.backend.polling.usagetracker import UsageTracker
from brim.backend.providers.claude.discovery import claude_providers
from brim.backend.system.clock import utc
from brim.backend.system.wakeup import send_wake
from brim.privatefiles import make_private
from brim.words import cliprobe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import AccountView, Problem

_LOCK_TIMEOUT_SECONDS = 1.0
"""A command waits this long for another process that writes the history: it has no later chance."""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """All accounts after one pass."""

    views: tuple[AccountView, ...]
    """The accounts that are shown, in their order."""
    notes: Mapping[str, str]
    """Sentences about accounts, by account id."""
    too_soon: tuple[Problem, ...] = ()
    """For each account whose program was not run, because it ran just before."""


async def read_accounts(settings: AppSettings, request: ReadRequest) -> CommandResult:
    """Read every account once; raises ConfigError when a login can be nowhere."""
    await asyncio.to_thread(make_private, settings.state_dir)
    tracker = UsageTracker()
    tracker.network, tracker.pinned = settings.claude.network, settings.icon.window
    providers = claude_providers(settings)
    presence = PresenceTracker(settings.state_dir)
    async with AsyncExitStack() as stack:
        history = await stack.enter_async_context(
            open_history(settings.state_dir, lock_timeout=_LOCK_TIMEOUT_SECONDS, check_file=False)
        )
        readers = [
            await stack.enter_async_context(
                open_reader(provider, settings.state_dir, presence=presence.presence, long_lived=False)
            )
            for provider in providers
        ]
        poller = AccountPoller(tracker, history, presence)
        poller.forecasts.calendar = settings.calendar.calendar()
        slots = [AccountSlot(index, reader) for index, reader in enumerate(readers)]
        if request is ReadRequest.REFRESH:
            for reader in readers:
                await reader.retry_refused_login()
        before = await load_all(poller, slots)
        after = await read_all(poller, tracker, slots, before, request)
        if after != before:
            send_wake(settings.state_dir)
        shown = list(tracker.plans())
        notes = {after[index].identity.account.id: await providers[index].other_backends_note() for index in shown}
    views = tracker.snapshot(utc()).accounts
    result = CommandResult(
        tuple(with_reason(view) for view in views), {id_: note for id_, note in notes.items() if note is not None}
    )
    if request is not ReadRequest.ASK_CLAUDE:
        return result
    return _with_cli_results(views, [before[index] for index in shown], [after[index] for index in shown], result.notes)


def _with_cli_results(
    views: tuple[AccountView, ...],
    before: list[AccountState],
    after: list[AccountState],
    notes: Mapping[str, str],
) -> CommandResult:
    """The result after the provider's program was run: its failure is the outcome of the last attempt."""
    now = utc()
    shown, too_soon = [], []
    for view, earlier, later in zip(views, before, after, strict=True):
        ran_at = later.cli_probe.at
        if ran_at == earlier.cli_probe.at:
            too_soon.append(cliprobe.asked_too_soon(ran_at, later.cli_probe.allowed_at(now) or now, now))
            shown.append(with_reason(view))
        else:
            shown.append(with_reason(with_cli_result(view, later)))
    return CommandResult(tuple(shown), notes, tuple(too_soon))
