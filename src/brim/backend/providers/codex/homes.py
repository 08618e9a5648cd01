"""Codex's folders on this machine, one for each account. This module must not know what is in one.

Facts (codex-rs, 2026): everything is in $CODEX_HOME, else in ~/.codex on every system.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.providers.codex.sessionplaces import default_home
from brim.backend.providers.codex.settings import CodexSettings
from brim.backend.providers.codex.variables import CodexVariables

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.providers.descriptor import SettingsView


@dataclass(frozen=True, slots=True)
class CodexHome:
    """One of Codex's folders."""

    path: Path
    name: str | None = None
    """The account's name in the settings."""

    @property
    def login_file(self) -> Path:
        """Where Codex stores its login, unless its settings say otherwise."""
        return self.path / "auth.json"

    @property
    def config_file(self) -> Path:
        """Codex's own settings."""
        return self.path / "config.toml"


def codex_homes(settings: SettingsView) -> tuple[CodexHome, ...]:
    """The folders that the settings name, else the one that Codex itself would use; raises ConfigError."""
    named = settings.section(CodexSettings).homes
    if named:
        return tuple(CodexHome(folder.path, folder.name) for folder in named)
    return (CodexHome(default_home(CodexVariables().home)),)
