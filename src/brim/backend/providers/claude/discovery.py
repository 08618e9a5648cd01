"""The Claude accounts that the settings name on this machine. This module must not know how an account is read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brim.backend.providers.claude.locations import account_locations
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.providers.claude.variables import ClaudeCodeSettings
from brim.backend.system.clock import utc

if TYPE_CHECKING:
    from brim.backend.providers.claude.locations import AccountLocation
    from brim.backend.providers.claude.wslprovider import WslProvider
    from brim.backend.providers.descriptor import SettingsView

    type ClaudeAccount = ClaudeProvider | WslProvider


def claude_providers(settings: SettingsView, platform: str = sys.platform) -> tuple[ClaudeAccount, ...]:
    """One provider for each account that the settings name, at least one; raises ConfigError for a bad folder."""

    def make_provider(location: AccountLocation) -> ClaudeProvider:
        return ClaudeProvider(settings, location, utc)

    variables = ClaudeCodeSettings()
    locations = account_locations(settings, variables)
    if platform != "win32":
        return tuple(map(make_provider, locations))
    from brim.backend.providers.claude import wsl
    from brim.backend.providers.claude.wslprovider import WslProvider

    distributions = wsl.WslDistributions(wsl.list_command(variables.system_root))
    return tuple(WslProvider(location, make_provider, distributions, utc) for location in locations)
