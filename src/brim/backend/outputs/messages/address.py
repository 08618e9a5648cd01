"""The address of a webhook in its parts, and the masking of everything in it that may be a secret.

A service's key may stand in the path, the query or the user's part, so all of these count as secret; the host does not.
This module must not know any one service.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, unquote_plus, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK = "***"
_PUBLIC = {"api", "bot", "hooks", "message", "messages", "sendmessage", "services", "webhooks"}
"""Parts of addresses that are the same for everybody."""
_SEPARATORS = re.compile(r"[/:?&=]")
_SHORT = 4
"""A shorter value is masked only where it is a word of its own: as a part of words it would be everywhere."""


@dataclass(frozen=True, slots=True)
class Address:
    """A URL that was split; its text is in no `repr`."""

    scheme: str
    place: str = field(repr=False)
    """Host and port, perhaps with a user and a password before them."""
    host: str
    """In lower case."""
    path: str = field(repr=False)
    query: str = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> Address:
        """The parts of a URL that settings accept."""
        parts = urlsplit(url.strip())
        return cls(parts.scheme, parts.netloc, (parts.hostname or "").rstrip("."), parts.path, parts.query)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the query."""
        return tuple(parse_qsl(self.query, keep_blank_values=True))

    def value(self, name: str) -> str:
        """A field of the query without spaces around it; empty when it is missing."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def url(self, path: str | None = None, *, without: tuple[str, ...] = ()) -> str:
        """The URL, perhaps with another path, and without some fields of the query. The fragment is never sent."""
        kept = [(key, value) for key, value in self.fields if key not in without]
        query = self.query if len(kept) == len(self.fields) else urlencode(kept)
        return urlunsplit((self.scheme, self.place, self.path if path is None else path, query, ""))

    def masked(self, text: str) -> str:
        """A foreign text without anything that stands in this address, besides its host."""
        secrets = sorted(set(self._secrets()), key=len, reverse=True)
        patterns = [
            re.escape(secret) if len(secret) >= _SHORT else rf"(?<!\w){re.escape(secret)}(?!\w)" for secret in secrets
        ]
        return re.sub("|".join(patterns), MASK, text, flags=re.IGNORECASE) if patterns else text

    def _secrets(self) -> Iterator[str]:
        user = self.place.rpartition("@")[0]
        values = [value for _, value in self.fields]
        if user:
            yield b64encode(unquote(user).encode()).decode()
        yield from (value for value in (self.query, *values) if value)
        for part in (self.path, user, *values):
            for form in (part, unquote(part), unquote_plus(part)):
                for piece in (form, *_SEPARATORS.split(form)):
                    secret = piece.strip("/ -@").removeprefix("bot")
                    if len(secret) >= _SHORT and secret.lower() not in _PUBLIC:
                        yield secret
