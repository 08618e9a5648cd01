"""A token or key that is bound to the server it belongs to: no other server ever gets it.

A login file may hold tokens of several servers. This module must not know any server.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class BoundToken:
    """A secret and the server that may get it."""

    secret: SecretStr = field(repr=False)
    server: str
    """A URL; scheme, host and port count."""

    def header(self, url: str, scheme: str = "Bearer") -> dict[str, str]:
        """The header that authorizes a request to a URL. Raises ValueError, without the token, for another server."""
        if _origin(url) != _origin(self.server):
            raise ValueError(_origin(url))
        return {"Authorization": f"{scheme} {self.secret.get_secret_value()}"}


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme.lower())
