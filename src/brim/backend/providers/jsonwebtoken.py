"""What a JSON Web Token says of itself. Nothing is verified: it is only used to say when a login ends, and whose it is.

This module must not know who made a token. No text of it is passed on.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from brim.backend.providers.valueparsing import parse_time

if TYPE_CHECKING:
    from datetime import datetime

_PARTS = 3
_MAX_LENGTH = 20_000


def claims(token: str) -> dict[str, object]:
    """The claims of a token; empty for what is no such token."""
    parts = token.split(".")
    if len(parts) != _PARTS or len(token) > _MAX_LENGTH:
        return {}
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        found = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, RecursionError, binascii.Error):
        return {}
    return found if isinstance(found, dict) else {}


def expires_at(token: str) -> datetime | None:
    """When a token ends by its own `exp`, in UTC; None when it does not say."""
    return parse_time(claims(token).get("exp"))
