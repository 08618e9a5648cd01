"""Reads every account once, for a command: the same steps as in the tray's loop, in the order that a command needs.

This module must not know which command it is, nor what is printed.
"""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.polling.accountpoller import AccountPoller
    from brim.backend.polling.accountslot import AccountSlot
    from brim.backend.polling.usagetracker import UsageTracker
    from brim.backend.providers.base import AccountIdentity


class ReadRequest(StrEnum):
    """What a person wants beyond the present reading."""

    NOTHING = "nothing"
    REFRESH = "refresh"
    ASK_PROGRAM = "ask_program"


def asks_program(identity: AccountIdentity, only: str | None) -> bool:
    """Whether an account's own program is asked for its usage: it can report it, and its provider is meant."""
    return identity.supports_program and only in {None, identity.account.provider}


async def load_all(poller: AccountPoller, slots: Sequence[AccountSlot]) -> list[AccountState]:
    """The states of all accounts without any request, loaded side by side."""
    return await asyncio.gather(*(poller.load(slot) for slot in slots))


async def read_all(
    poller: AccountPoller,
    tracker: UsageTracker,
    slots: Sequence[AccountSlot],
    loaded: Sequence[AccountState],
    request: ReadRequest,
) -> list[AccountState]:
    """Read every account as far as that is requested or due; `loaded` are the states before, the result those after it.

    Accounts are read side by side: a wait for one holds no other. The status page is read one account after the other,
    so that the second one finds what the first has stored.
    """
    requested = request is ReadRequest.REFRESH
    states = await asyncio.gather(
        *(
            poller.read(slot, before, requested=requested) if tracker.may_send(slot.index) else poller.load(slot)
            for slot, before in zip(slots, loaded, strict=True)
        )
    )
    return [
        await poller.check_incidents(slot, state)
        if tracker.may_send(slot.index) and slot.reader.should_check_incidents(state)
        else state
        for slot, state in zip(slots, states, strict=True)
    ]


async def ask_all(
    poller: AccountPoller,
    tracker: UsageTracker,
    slots: Sequence[AccountSlot],
    loaded: Sequence[AccountState],
    programs_of: str | None,
) -> list[AccountState]:
    """Ask each account's own program, one after the other; `programs_of` a provider, None for all that have one."""
    return [
        await poller.probe_cli(slot)
        if tracker.leads(slot.index) and asks_program(state.identity, programs_of)
        else await poller.load(slot)
        for slot, state in zip(slots, loaded, strict=True)
    ]
