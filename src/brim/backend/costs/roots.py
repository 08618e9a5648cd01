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

from brim.errors import ConfigError
from brim.privatefiles import is_folder
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.providers.base import Provider
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import Account

_FOLDER, _EARLY_FOLDER = "~/.claude", "~/.config/claude"


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


def roots_by_index(settings: AppSettings, providers: Sequence[Provider]) -> dict[int, tuple[Path, ...]]:
    """The folders of each account that has some on this machine, by its index. Raises ConfigError."""
    from brim.backend.providers.claude.settings import ClaudeSettings

    named = bool(settings.section(ClaudeSettings).folders)
    return {
        index: folders if named else all_roots(settings)
        for index, provider in enumerate(providers)
        if (folders := provider.transcript_folders())
    }


async def account_roots(settings: AppSettings) -> tuple[AccountRoots, ...]:
    """The folders of each account that the settings name; it belongs to the account that is signed in there now.

    Raises ConfigError for a folder that cannot be.
    """
    from brim.backend.providerlist.selection import accounts_of

    providers = accounts_of(settings)
    return tuple(
        [
            AccountRoots((await providers[index].identify()).account, roots)
            for index, roots in roots_by_index(settings, providers).items()
        ]
    )


def claude_code_roots(named: str | None) -> tuple[Path, ...]:
    """The folders that Claude Code's own variables mean; `named` is CLAUDE_CONFIG_DIR.

    Raises ConfigError without a home folder.
    """
    try:
        return tuple(dict.fromkeys(_claude_code_s_own(named)))
    except RuntimeError as error:
        raise ConfigError(*fetcherrors.unknown_home()) from error


def _claude_code_s_own(named: str | None) -> list[Path]:
    if named:
        several = [Path(part.strip()).expanduser() for part in named.split(",") if part.strip()]
        return [Path(named).expanduser()] if is_folder(Path(named).expanduser()) or not several else several
    if sys.platform.startswith("linux"):
        import platformdirs

        early = platformdirs.user_config_path("claude")
    else:
        early = Path(_EARLY_FOLDER).expanduser()
    return [Path(_FOLDER).expanduser(), early]
