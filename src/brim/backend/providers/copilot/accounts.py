"""The accounts of GitHub Copilot on this machine: one for each host, asked at the API of that host and nowhere else.

This module must not know when one is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.copilot.activity import SessionActivity
from brim.backend.providers.copilot.hosts import PUBLIC, api_server, owner_of
from brim.backend.providers.copilot.logins import LoginFinder
from brim.backend.providers.copilot.places import usual_places
from brim.backend.providers.copilot.provider import CopilotProvider, CopilotService
from brim.backend.providers.copilot.settings import DEFAULT_API_URL, CopilotSettings
from brim.backend.providers.copilot.variables import CopilotVariables
from brim.backend.system.clock import utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import tenacity

    from brim.backend.providers.descriptor import SettingsView

_MAX_HOSTS = 3
"""github.com and two tenants of ghe.com; nobody is signed in to more."""


def accounts(
    settings: SettingsView,
    now: Callable[[], datetime] = utc,
    retry_wait: tenacity.wait.wait_base | None = None,
) -> tuple[CopilotProvider, ...]:
    """One account for the host of the settings; without that for each host that has a login now or later.

    A server in the settings stands for one host, so no other host is asked then: for the one that it is of, where it is
    GitHub's.
    """
    section, variables = settings.section(CopilotSettings), CopilotVariables()
    places, own_server = usual_places(variables), section.api_url != DEFAULT_API_URL
    host = section.host or ((owner_of(section.api_url) or PUBLIC) if own_server else None)

    def server_of(host: str) -> str:
        return section.api_url if own_server else api_server(host) or DEFAULT_API_URL

    activity, made = SessionActivity(places, now), []
    for rank in range(_MAX_HOSTS if host is None else 1):
        logins = LoginFinder(host, places, variables, section.program, rank)
        made.append(CopilotProvider(settings, CopilotService(server_of, logins, activity), now, retry_wait))
    return tuple(made)
