"""Reads every account once for a command, through the same steps and files as the tray.

This module must not know which command it is, nor what is printed.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.answerbasis import AnswerBasis
from brim.backend.fetching.accountreader import open_reader
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.history.recorder import open_history
from brim.backend.outputs.sharedstatus import share_once
from brim.backend.polling.accountpoller import AccountPoller
from brim.backend.polling.accountslot import AccountSlot
from brim.backend.polling.accountview import with_reason
from brim.backend.polling.readonce import ReadRequest, ask_all, load_all, read_all
from brim.backend.polling.requestoutcome import AccountChange, outcome_of
from brim.backend.polling.usagetracker import UsageTracker
from brim.backend.providerlist.introduced import IntroducedProviders
from brim.backend.providerlist.selection import accounts_of, always_shown, without_network
from brim.backend.system.clock import utc
from brim.backend.system.wakeup import send_wake
from brim.model.options import IconShow
from brim.privatefiles import make_private
from brim.words import welcome as welcome_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from brim.backend.fetching.accountreader import AccountReader
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
    answers: tuple[tuple[str, Problem], ...] = ()
    """With account ids: why nothing was fetched that was requested, or that it failed beside usage that is fresh."""


async def read_accounts(
    settings: AppSettings,
    request: ReadRequest,
    introduce: Callable[[str], None] | None = None,
    programs_of: str | None = None,
) -> CommandResult:
    """Read every account once; raises ConfigError when a login can be nowhere.

    `introduce` is called with a sentence before anything is sent to a provider that the user was not told of.
    `programs_of` is the provider whose program is asked, where that is requested; None stands for all that have one.
    """
    await asyncio.to_thread(make_private, settings.state_dir)
    tracker = _tracker(settings)
    providers = accounts_of(settings)
    basis = await asyncio.to_thread(AnswerBasis, settings, providers)
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
        for reader in readers if request is ReadRequest.REFRESH else ():
            await reader.retry_refused_login()
        before = await load_all(poller, slots)
        if introduce is not None:
            await asyncio.to_thread(_introduce, tracker, settings.state_dir, introduce)
        asked = ask_all(poller, tracker, slots, before, programs_of) if request is ReadRequest.ASK_PROGRAM else None
        after = await (asked or read_all(poller, tracker, slots, before, request))
        if after != before:
            send_wake(settings.state_dir)
        notes = {after[index].identity.account.id: await providers[index].note() for index in tracker.plans()}
        now = utc()
        changes = [
            AccountChange(view, before[index], after[index], readers[index].refresh_allowed_at(after[index]))
            for index, view in tracker.views(now).items()
        ]
        outcome = outcome_of(request, changes, tracker.network_off, programs_of)
        known_notes = {id_: note for id_, note in notes.items() if note is not None}
        result = CommandResult(tuple(map(with_reason, outcome.views)), known_notes, outcome.answers)
        if request is not ReadRequest.ASK_PROGRAM:
            await _share(result, now, settings, basis, readers)
    return result


def _tracker(settings: AppSettings) -> UsageTracker:
    tracker = UsageTracker()
    tracker.use(without_network(settings), always_shown(settings))
    tracker.pinned = settings.icon.window
    return tracker


async def _share(
    result: CommandResult, now: datetime, settings: AppSettings, basis: AnswerBasis, readers: Iterable[AccountReader]
) -> None:
    """Let bars, scripts and the next `brim status` know what was read, where no tray does."""
    found = await basis.of((view.account for view in result.views), result.notes)
    if not all(reader.is_current() for reader in readers):
        found = None  # another process has written meanwhile
    await asyncio.to_thread(share_once, settings.state_dir, result.views, now, IconShow(settings.icon.show), found)


def _introduce(tracker: UsageTracker, state_dir: Path, introduce: Callable[[str], None]) -> None:
    """Tell of the providers that will be asked for the first time, and store that."""
    introduced = IntroducedProviders(state_dir)
    introduced.load(welcomed=True)
    found = {
        plan.state.identity.account.provider: plan.state.identity.account.vendor
        for index, plan in tracker.plans().items()
        if tracker.may_send(index) and plan.state.identity.ready
    }
    new = {name: vendor for name, vendor in found.items() if name not in introduced}
    if new:
        title, body = welcome_words.introduction(tuple(new.values()), first=False)
        introduce(body if new == found else f"{title}. {body}")  # where all are new, none is another
        introduced.add(new)
