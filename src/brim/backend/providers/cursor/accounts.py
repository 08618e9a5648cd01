"""The accounts of Cursor on this machine: the app and the command line may be signed in as two people.

This module must not know when they are read.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brim.backend.providers.cursor import words
from brim.backend.providers.cursor.logins import CursorLogins
from brim.backend.providers.cursor.names import POLICY
from brim.backend.providers.cursor.places import places
from brim.backend.providers.cursor.provider import CursorProvider, CursorService
from brim.backend.providers.cursor.settings import CursorSettings
from brim.backend.system.clock import utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import tenacity

    from brim.backend.providers.descriptor import SettingsView


def accounts(
    settings: SettingsView,
    platform: str = sys.platform,
    now: Callable[[], datetime] = utc,
    retry_wait: tenacity.wait.wait_base | None = None,
) -> tuple[CursorProvider, ...]:
    """One account for each person that may be signed in; `retry_wait` is for tests."""
    section = settings.section(CursorSettings)
    found = places(section, platform)
    policy = POLICY.adapted(settings.poll, words.vendor())
    service = CursorService(CursorLogins(found, now), found, section.api_url, policy, now, settings.state_dir)
    return tuple(CursorProvider(service, rank, retry_wait) for rank in (0, 1))
