"""What a request is, and the statuses of answers, for those who ask before anything of a client is imported.

This module must not know how a request is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

OK = range(200, 300)
FORBIDDEN = 403
REFUSALS = frozenset({*range(400, 500), 501})


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | None = None
    """With a content it is a POST."""
    explained: Container[int] = (FORBIDDEN,)
    """The statuses of refusals whose body is read, because it says why."""
