"""What pages of help say about each provider, as the provider declares it. This module must not know any provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


class ProviderHelp(NamedTuple):
    """One provider, as pages need it."""

    name: str
    """Its name in the settings."""
    product: str
    program: str
    reads: str
    sends: str
    runs: str
    """Which programs are run, and when; empty for none."""
    mark: str
    """Its mark in the icon."""
    sign_in: str
    accounts: Page
    """What people need to know of its accounts and logins."""
    variables: tuple[tuple[str, str], ...]
    """The environment variables that it reads, each with what it does."""
