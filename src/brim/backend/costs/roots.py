"""The folders whose transcripts count, and the accounts they belong to. It must not know what is read there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.providers.claude.transcripts import claude_code_roots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from brim.backend.providers.base import Provider
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import Account


@dataclass(frozen=True, slots=True)
class AccountRoots:
    """The folders of one account."""

    account: Account
    roots: tuple[Path, ...]


def all_roots(settings: AppSettings) -> tuple[Path, ...]:
    """Every folder whose transcripts count, each once. Raises ConfigError without a home folder."""
    from brim.backend.providers.claude.settings import ClaudeSettings
    from brim.backend.providers.claude.variables import ClaudeCodeSettings

    named = [folder.path for folder in settings.section(ClaudeSettings).folders]
    if named:
        return tuple(dict.fromkeys(named))

    return claude_code_roots(ClaudeCodeSettings().config_dir)


def roots_by_index(providers: Sequence[Provider]) -> dict[int, tuple[Path, ...]]:
    """The folders of each account that has some on this machine, by its index. Raises ConfigError."""
    found = {index: provider.transcript_folders() for index, provider in enumerate(providers)}
    return {index: folders for index, folders in found.items() if folders}


async def account_roots(settings: AppSettings) -> tuple[AccountRoots, ...]:
    """The folders of each account that the settings name; it belongs to the account that is signed in there now.

    Raises ConfigError for a folder that cannot be.
    """
    from brim.backend.providerlist.selection import accounts_of

    providers = accounts_of(settings)
    return tuple(
        [
            AccountRoots((await providers[index].identify()).account, roots)
            for index, roots in roots_by_index(providers).items()
        ]
    )
