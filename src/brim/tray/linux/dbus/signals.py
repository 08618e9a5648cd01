"""Who subscribed to which signal of a bus, and which messages reach them.

This module must not know the connection that signals arrive on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dbus_fast import MessageType

if TYPE_CHECKING:
    from collections.abc import Callable

    from dbus_fast import Message

    from brim.tray.linux.dbus.message import Body, BusPeer

type _SignalKey = tuple[str, str, str]
"""Path, interface and member."""


@dataclass(frozen=True, slots=True)
class SignalSubscription:
    """One handler of one signal."""

    peer: BusPeer
    """Its name is the well-known name of the program that may send the signal; empty for any program."""
    member: str
    signature: str
    arg0: str | None
    """What the first value must be; None for any."""
    handler: Callable[[Body], None]

    @property
    def match_rule(self) -> str:
        """What the bus is asked to deliver (D-Bus specification, match rules)."""
        peer = self.peer
        sender = f",sender='{peer.name}'" if peer.name else ""
        rule = f"type='signal'{sender},path='{peer.path}',interface='{peer.interface}'"
        rule += f",member='{self.member}'"
        return rule if self.arg0 is None else f"{rule},arg0='{self.arg0}'"


class SignalDispatcher:
    """Owner of the subscriptions of one connection."""

    def __init__(self) -> None:
        """Begin without a subscription."""
        self._subscriptions: dict[_SignalKey, list[SignalSubscription]] = {}
        self._owners: dict[str, str] = {}
        self._mistyped: set[_SignalKey] = set()

    def add(self, subscription: SignalSubscription) -> None:
        """Call its handler from now on."""
        self._subscriptions.setdefault(_key(subscription), []).append(subscription)

    def remove(self, subscription: SignalSubscription) -> bool:
        """Call its handler no longer; False when it was removed before."""
        subscriptions = self._subscriptions.get(_key(subscription), [])
        if subscription not in subscriptions:
            return False
        subscriptions.remove(subscription)
        return True

    def set_name_owner(self, name: str, owner: str) -> None:
        """Accept signals of a well-known name from this owner only, and from no sender while it is empty.

        Every program may send a signal straight to another one, in any name.
        """
        self._owners[name] = owner

    def dispatch(self, message: Message) -> None:
        """Call the handlers of a signal; other messages are ignored."""
        if message.message_type is not MessageType.SIGNAL:
            return
        key = (message.path or "", message.interface or "", message.member or "")
        sender = message.sender or ""
        for subscription in list(self._subscriptions.get(key, ())):
            if self._owners.get(subscription.peer.name, sender) != sender:
                continue
            if subscription.signature != message.signature:
                self._log_mistyped(key, message.signature)
            elif subscription.arg0 is None or message.body[0] == subscription.arg0:
                subscription.handler(message.body)

    def _log_mistyped(self, key: _SignalKey, signature: str) -> None:
        """One line for each signal, however often it comes."""
        if key not in self._mistyped:
            self._mistyped.add(key)
            from loguru import logger

            logger.debug("A signal {} holds {!r}, which is not its type; such ones are ignored", key, signature)


def _key(subscription: SignalSubscription) -> _SignalKey:
    return subscription.peer.path, subscription.peer.interface, subscription.member
