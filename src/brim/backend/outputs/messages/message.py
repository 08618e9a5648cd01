"""A message, the request that carries it, what was answered, and what that means: frozen values.

This module must not know any one service, nor how a request is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.outputs.messages.address import Address
    from brim.model.alert import Urgency


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told, in the words of the desktop's notification."""

    title: str
    text: str
    urgency: Urgency
    at: datetime
    link: str
    """The page that a tap opens; empty where the provider has none."""
    link_label: str
    event: bytes = b""
    """The whole event as Brim's own JSON, for an address that takes it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A POST. Neither its URL nor its headers or body may be logged: any of them may hold a secret."""

    url: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered."""

    status: int
    text: str = ""
    """The body, or its beginning."""
    retry_after: float | None = None
    """Seconds, from the header of this name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means."""

    accepted: bool
    words: str = ""
    """The service's own words, as they came: foreign text that may repeat a secret."""
    wait: float | None = None
    """Seconds that the service asked to wait before another attempt."""
    final: bool = False
    """Another attempt would fail as well."""


class Service(Protocol):
    """One messaging service."""

    @property
    def name(self) -> str:
        """Its own name; empty for an address of no known service, which is called by its host."""

    @property
    def answers_in_body(self) -> bool:
        """Whether the body of the answer says if the message was accepted."""

    def fault(self, address: Address) -> str | None:
        """What is missing in an address, in a sentence or two without any part of it; None if it can be used."""

    def request(self, address: Address, message: Message) -> Request:
        """The request for a message; the address has no fault."""

    def verdict(self, answer: Answer) -> Verdict:
        """What an answer means."""
