"""Method calls on a bus: whom a call goes to, and the error that it can end with.

This module must not know the connection that a call is sent over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dbus_fast import Message, MessageFlag

from brim.errors import BrimError
from brim.words import desktop as words

type Body = list[Any]
"""The values of a message: D-Bus types are known at run time only."""


class BusCallError(BrimError):
    """A call over the bus failed; `name` is the D-Bus name of the error, or empty when there was no reply."""

    def __init__(self, call: str, name: str, text: str) -> None:
        """`name` is stored because callers distinguish an absent program from a failing one by it."""
        super().__init__(*words.call_failed(call, text or name))
        self.name = name


@dataclass(frozen=True, slots=True)
class BusPeer:
    """The destination of a call: one interface of one object of one program."""

    name: str
    """The well-known bus name of the program."""
    path: str
    interface: str
    timeout_seconds: float = 5.0
    """How long a reply may take."""
    autostart: bool = True
    """Whether the bus may start the program to get a reply."""


BUS_DAEMON = BusPeer("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


def method_call(
    peer: BusPeer, member: str, signature: str, body: Body, flags: MessageFlag = MessageFlag.NONE
) -> Message:
    """The message that calls a method of a peer."""
    return Message(
        destination=peer.name,
        path=peer.path,
        interface=peer.interface,
        member=member,
        signature=signature,
        body=body,
        flags=flags,
    )
