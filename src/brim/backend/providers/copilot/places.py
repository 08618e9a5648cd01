"""Where GitHub's tools keep logins and sessions on this machine. Nothing here opens a file.

Facts (their documentation, and public code of 2026): editors write `github-copilot/apps.json`, older ones `hosts.json`
beside it; the GitHub CLI writes `hosts.yml`; the Copilot CLI writes `config.json` and a folder of sessions. This module
must not know what a file says.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.copilot import words
from brim.errors import ConfigError

if TYPE_CHECKING:
    from brim.backend.providers.copilot.variables import CopilotVariables

_EDITORS = ("Code", "Code - Insiders", "VSCodium")


@dataclass(frozen=True, slots=True)
class CopilotPlaces:
    """The files and folders of GitHub's tools. None of them has to exist."""

    editors: Path
    """The folder `github-copilot` of JetBrains, Vim and Xcode."""
    gh: Path
    """The GitHub CLI's folder."""
    cli: Path
    """The Copilot CLI's folder."""
    user_folders: tuple[Path, ...] = ()
    """The folders `User` of VS Code and its relatives, whose chats are there."""

    @property
    def login_files(self) -> tuple[Path, ...]:
        """All files that may hold a login."""
        return self.apps, self.hosts, self.cli_config, self.gh_hosts

    @property
    def apps(self) -> Path:
        """The editors' logins."""
        return self.editors / "apps.json"

    @property
    def hosts(self) -> Path:
        """The logins of older editors."""
        return self.editors / "hosts.json"

    @property
    def cli_config(self) -> Path:
        """The Copilot CLI's configuration, which holds its login where there is no keychain."""
        return self.cli / "config.json"

    @property
    def gh_hosts(self) -> Path:
        """The GitHub CLI's logins."""
        return self.gh / "hosts.yml"


def usual_places(variables: CopilotVariables, platform: str = sys.platform) -> CopilotPlaces:
    """The places by the environment of a platform; raises ConfigError without a home folder."""
    try:
        home = Path.home()
    except RuntimeError as error:
        raise ConfigError(*words.unknown_home()) from error
    config = variables.config_home or home / ".config"
    data, gh = config, config / "gh"
    users = {"darwin": home / "Library/Application Support"}.get(platform, config)
    if platform == "win32":
        data = variables.local_app_data or home / "AppData/Local"
        users = variables.app_data or home / "AppData/Roaming"
        gh = gh if variables.config_home is not None else users / "GitHub CLI"
    return CopilotPlaces(
        (data / "github-copilot").absolute(),
        (variables.gh_config_dir or gh).absolute(),
        (variables.copilot_home or home / ".copilot").absolute(),
        tuple(users / name / "User" for name in _EDITORS),
    )
