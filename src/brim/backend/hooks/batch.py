"""What hooks get for one account at one moment: every event as JSON, and the messages for phones and chats.

A moment may have several events about one limit; a message is what the desktop shows, so that nobody reads it twice.
This module must not know how any of it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.outputs.messages.message import Message
from brim.model.alert import ALL_RULES, Urgency
from brim.words import webhooks as words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.backend.hooks.event import HookEvent
    from brim.model.alert import Alert


@dataclass(frozen=True, slots=True)
class Batch:
    """The events of one account at one moment."""

    account: str
    """Its id."""
    events: tuple[HookEvent, ...]
    messages: Mapping[str, tuple[Message, ...]]
    """For each rule that is among the events, and for all of them."""

    def events_for(self, name: str) -> tuple[HookEvent, ...]:
        """The events for a hook with the name of a rule, or for all rules."""
        return tuple(event for event in self.events if name in {event.event, ALL_RULES})

    def messages_for(self, name: str) -> tuple[Message, ...]:
        """The messages for such a hook."""
        return self.messages.get(name, ())


def message_of(alert: Alert, at: datetime, link: str) -> Message:
    """A message with the words of a notification; `link` is the page with the same usage."""
    return Message(alert.title, alert.body, alert.urgency, at, link, words.link_label())


def json_message(event: HookEvent) -> Message:
    """One event, for an address that takes Brim's JSON."""
    return Message(event.title, event.text, Urgency.NORMAL, event.at, event.link, words.link_label(), event.json_body())
