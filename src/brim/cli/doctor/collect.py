"""Collects the facts of `brim doctor` from files, settings and the desktop. Sends no request and writes nothing.

On a Mac the login is read as always, so the Keychain may ask the person, and its refusal is remembered. This module
must not know how a fact is evaluated.
"""

from __future__ import annotations

import asyncio

from brim.app import INSTANCE_NAME
from brim.backend.providerlist.selection import chosen_providers
from brim.backend.settings.hints import absent_limits, absent_pin
from brim.backend.settings.load import get_settings
from brim.backend.system import readonly
from brim.backend.system.clock import utc
from brim.cli.doctor import systemcollect
from brim.cli.doctor.accountcollect import collect_accounts
from brim.cli.doctor.facts import DoctorFacts
from brim.cli.doctor.systemfacts import ComplaintFacts, DesktopFacts, DetourFacts
from brim.errors import ConfigError
from brim.tray.linux.diagnostics import diagnose


async def collect_facts() -> DoctorFacts:
    """All facts that are available now; never fails for what it finds."""
    desktop = DesktopFacts.model_validate(await diagnose(INSTANCE_NAME))
    facts = DoctorFacts(
        made_at=utc(),
        desktop=desktop,
        autostart=await asyncio.to_thread(systemcollect.collect_autostart),
        versions=await asyncio.to_thread(systemcollect.collect_versions),
    )
    with readonly.read_only() as broken:
        complaints: list[ConfigError] = []
        hints: list[ConfigError] = []
        parts: dict[str, object] = {}
        try:
            settings = await asyncio.to_thread(get_settings)
            complaints += settings.errors
            chosen = chosen_providers(settings)
            parts["settings"] = systemcollect.collect_overrides(settings)
            found = parts["detours_by_provider"] = tuple(
                DetourFacts(provider=one.name, names=names) for one in chosen if (names := one.detours(settings))
            )
            parts["detours"] = tuple(name for one in found for name in one.names)
            accounts = parts["accounts"] = await collect_accounts(settings, facts.made_at)
            parts["network"] = any(account.network for account in accounts)
            hints += (*settings.hints, *settings.renamed)
            if limits := [(account.provider, window.id) for account in accounts for window in account.windows]:
                hints += absent_limits(settings, sorted({limit for _, limit in limits}))
                hints += absent_pin(settings, limits)
        except ConfigError as error:
            complaints.append(error)
        else:
            parts["launcher"] = await asyncio.to_thread(systemcollect.collect_launcher, settings.state_dir)
            parts["folder"] = await asyncio.to_thread(systemcollect.collect_folder, settings.state_dir, broken)
            parts["update"] = await asyncio.to_thread(systemcollect.collect_update, settings)
            parts["metrics"] = systemcollect.collect_metrics(settings)
            parts["history"] = await asyncio.to_thread(systemcollect.collect_history, settings.state_dir)
    parts["complaints"] = tuple(
        ComplaintFacts(title=complaint.title, message=complaint.message, hint=complaint in hints)
        for complaint in (*complaints, *hints)
    )
    return facts.model_copy(update=parts)
