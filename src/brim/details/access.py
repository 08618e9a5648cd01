"""Who may read the page: a one-time ticket opens a session, whose key comes with every request.

The ticket stands in the address that the browser is started with, where other programs may see it for a moment; so it
is used up by its first use, and ends after a minute. The key is known to one tab only. Times are seconds of a clock
that never goes back. This module must not know HTTP.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TICKET_SECONDS = 60.0
_BYTES = 32
_MOST_KEYS = 32
"""Tabs that are open at once; the oldest one has to be opened again."""


class Access:
    """The tickets and keys of one server."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Nobody has access yet."""
        self._now = now
        self._tickets: dict[str, float] = {}
        self._keys: list[str] = []

    def new_ticket(self) -> str:
        """A ticket for one session, to be used within a minute."""
        ticket = secrets.token_urlsafe(_BYTES)
        self._tickets[ticket] = self._now() + TICKET_SECONDS
        return ticket

    def open_session(self, ticket: str) -> str | None:
        """The key of a new session; None for a ticket that is unknown, used or too old."""
        given = ticket.encode("utf-8", "replace")
        known = next((one for one in self._tickets if compare_digest(one.encode(), given)), None)
        if known is None or self._now() > self._tickets.pop(known):
            return None
        self._tickets = {one: ends for one, ends in self._tickets.items() if ends >= self._now()}
        key = secrets.token_urlsafe(_BYTES)
        self._keys = [*self._keys[1 - _MOST_KEYS :], key]
        return key

    def is_open(self, key: str) -> bool:
        """Whether a key is that of a session; it takes as long for a wrong key as for a right one."""
        return sum([compare_digest(known.encode(), key.encode()) for known in self._keys]) > 0
