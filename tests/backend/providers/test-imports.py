"""What providers cost before anything is sent: looking for logins imports no client."""

from __future__ import annotations

import subprocess
import sys

_LOOK = """
import asyncio, sys
from brim.backend.providerlist.selection import accounts_of
from brim.backend.settings.load import load_settings

async def look():
    for account in accounts_of(load_settings()):
        await account.identify()
        await account.local_readings()
        await account.active_at()
        account.watched_places()

asyncio.run(look())
print("\\n".join(sys.modules))
"""
NEEDED_LATER = {
    *("httpx", "httpcore", "h11", "tenacity", "truststore"),
    *("brim.backend.network.client", "brim.backend.network.faults", "brim.backend.network.get"),
    *("brim.backend.providers.codex.endpoint", "brim.backend.providers.codex.usagejson"),
    *("brim.backend.providers.codex.rollouts", "brim.backend.providers.codex.program"),
    *("brim.backend.providers.copilot.usage", "brim.backend.providers.copilot.ghprogram"),
    *("brim.backend.providers.claude.client", "brim.backend.providers.claude.cli"),
    *("brim.backend.providers.demo.provider", "sqlite3"),
}


def test_providers_without_a_login_import_nothing_that_asks() -> None:
    """On a machine without any login no provider imports a client, nor what reads answers, sessions or programs."""
    found = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True, timeout=60)
    modules = set(found.stdout.splitlines())

    assert {"brim.backend.providers.cursor.provider", "brim.backend.providers.keyedprovider"} <= modules
    assert [] == sorted(NEEDED_LATER & modules)
