"""What pages of help say about each provider, as the provider declares it. This module must not know any provider."""

from __future__ import annotations

from typing import NamedTuple


class ProviderHelp(NamedTuple):
    """One provider, as pages need it."""

    product: str
    program: str
    reads: str
    sends: str
    variables: tuple[tuple[str, str], ...]
    """The environment variables that it reads, each with what it does."""
