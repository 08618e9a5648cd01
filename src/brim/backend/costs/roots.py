"""The folders of Claude Code whose transcripts count, and the accounts they belong to.

Facts: CLAUDE_CONFIG_DIR may hold several folders, separated by commas, which Claude Code takes as one path and tools
that count take as a list (ccusage 20); without it, early versions of Claude Code wrote to `~/.config/claude`, which
XDG_CONFIG_HOME moves. This module must not know what is read there.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_config_path

from brim.backend.providers.claude.discovery import claude_providers
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.settings.load import ClaudeCodeSettings
from brim.privatefiles import is_folder

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import Account


@dataclass(frozen=True, slots=True)
class AccountRoots:
    """The folders of one account."""

    account: Account
    roots: tuple[Path, ...]


def all_roots(settings: AppSettings) -> tuple[Path, ...]:
    """Every folder whose transcripts count, each once; raises ConfigError for a folder that cannot be."""
    providers = [provider for provider in claude_providers(settings) if isinstance(provider, ClaudeProvider)]
    return tuple(dict.fromkeys(root for number, one in enumerate(providers) for root in _roots(settings, one, number)))


async def account_roots(settings: AppSettings) -> tuple[AccountRoots, ...]:
    """The folders of each account that the settings name; it belongs to the account that is signed in there now."""
    found = []
    for number, provider in enumerate(claude_providers(settings)):
        if isinstance(provider, ClaudeProvider):
            identity = await provider.identify()
            found.append(AccountRoots(identity.account, tuple(_roots(settings, provider, number))))
    return tuple(found)


def _roots(settings: AppSettings, provider: ClaudeProvider, number: int) -> list[Path]:
    """The folder of a provider; for the first one, which Claude Code's own variables name, what else they mean."""
    if settings.claude.folders or number:
        return [provider.config_dir]
    named = ClaudeCodeSettings().config_dir
    if named:
        several = [Path(part.strip()).expanduser() for part in named.split(",") if part.strip()]
        return [provider.config_dir] if is_folder(provider.config_dir) or len(several) == 1 else several
    is_linux = sys.platform.startswith("linux")
    early = user_config_path("claude") if is_linux else Path("~/.config/claude").expanduser()
    return [provider.config_dir, early]
