"""Finds the facts of a check-up: from files, settings and the desktop. Asks no server and writes nothing.

On a Mac the login is looked for as always, so the Keychain may ask the person, and its refusal is remembered.
This module must not know what is made of a fact.
"""

from __future__ import annotations

import asyncio
import os
import platform
import shlex
import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from brim import __version__, logs
from brim.app import INSTANCE_NAME
from brim.backend.fetching.gate import UNSAVED
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.fetching.reader import Reader
from brim.backend.history.diagnostics import diagnose as survey_history
from brim.backend.polling.tracker import ReadPlan, account_view
from brim.backend.providers import values
from brim.backend.providers.claude import cli, localfiles
from brim.backend.providers.claude.credentials import Credentials
from brim.backend.providers.claude.otherbackends import of_environment
from brim.backend.readings import accounts
from brim.backend.service import claude_providers
from brim.backend.settings.load import ClaudeCodeSettings, child_environment, get_settings
from brim.backend.settings.overrides import overrides
from brim.backend.system import files, wakeup
from brim.backend.system.clock import utc
from brim.cli.doctor.facts import (
    AccountFacts,
    AttemptFacts,
    CliProbeFacts,
    ComplaintFacts,
    DesktopFacts,
    Facts,
    FolderFacts,
    HistoryFacts,
    IncidentFacts,
    LoginFacts,
    OverrideFacts,
    RequestFacts,
    StatuslineFacts,
    VersionFacts,
    WindowFacts,
)
from brim.cli.statusline import install, settingsfile
from brim.errors import ConfigError
from brim.tray.linux.diagnostics import diagnose
from brim.words import sources
from brim.words.iconreason import icon_reason
from brim.words.settings import ENVIRONMENT

if TYPE_CHECKING:
    from brim.backend.fetching.reader import AccountState
    from brim.backend.providers.base import Identity
    from brim.backend.providers.claude.credentials import Login
    from brim.backend.service import ClaudeAccount
    from brim.backend.settings.appsettings import AppSettings
    from brim.errors import ReadError
    from brim.model.account import AccountView

_LIBRARIES = ("dbus-fast", "filelock", "httpx", "pillow", "pydantic", "pystray", "rich", "truststore")
_LINUX_ONLY = frozenset({"dbus-fast"})


async def collect_facts() -> Facts:
    """All facts that can be found now; never fails for what it finds."""
    desktop = DesktopFacts.model_validate(await diagnose(INSTANCE_NAME))
    found = Facts(made_at=utc(), desktop=desktop, versions=await asyncio.to_thread(_versions))
    with files.read_only() as broken:
        complaints: list[ConfigError] = []
        parts: dict[str, object] = {}
        try:
            settings = await asyncio.to_thread(get_settings)
            complaints += settings.errors
            parts = {"network": settings.claude.network, "settings": _settings(settings)}
            parts["detours"] = of_environment(ClaudeCodeSettings(), settings.claude.api_url)
            parts["accounts"] = await _accounts(settings, found.made_at)
        except ConfigError as error:
            complaints.append(error)
        else:
            parts["folder"] = await asyncio.to_thread(_folder, settings.state_dir, broken)
            parts["history"] = await asyncio.to_thread(_history, settings.state_dir)
    parts["complaints"] = tuple(ComplaintFacts(title=one.title, message=one.message) for one in complaints)
    return found.model_copy(update=parts)


def _settings(settings: AppSettings) -> tuple[OverrideFacts, ...]:
    changed = [OverrideFacts.model_validate(one) for one in overrides(settings)]
    claude_code = ClaudeCodeSettings()
    folders = {
        "CLAUDE_CONFIG_DIR": claude_code.config_dir,
        "CLAUDE_SECURESTORAGE_CONFIG_DIR": claude_code.securestorage_config_dir,
    }
    named = {name: value for name, value in folders.items() if value is not None}
    changed += [OverrideFacts(name=name, value=value, place=ENVIRONMENT) for name, value in named.items()]
    return tuple(changed)


async def _accounts(settings: AppSettings, now: datetime) -> tuple[AccountFacts, ...]:
    """Each folder's account; of several folders of one account only one has been read, which the others name."""
    made = await asyncio.gather(*(_account(settings, provider, now) for provider in claude_providers(settings)))
    shown = {
        made[place][1].account.id: place
        for place in accounts.primary_locations(dict(enumerate(one[1] for one in made)))
    }
    return tuple(
        facts if shown[facts.id] == place else facts.model_copy(update={"read_as": made[shown[facts.id]][0].folder})
        for place, (facts, _) in enumerate(made)
    )


async def _account(settings: AppSettings, provider: ClaudeAccount, now: datetime) -> tuple[AccountFacts, Identity]:
    reader = Reader(provider, settings.state_dir, presence=PresenceTracker(settings.state_dir).presence)
    try:
        login = await provider.login()
        error = await provider.fault(login)
        known = await reader.look()
    finally:
        await reader.aclose()
    view = account_view(ReadPlan.of(reader, known), now, network=settings.claude.network)
    view = replace(view, pinned=settings.icon.window)
    name = known.identity.account.id
    unsaved = await asyncio.to_thread((settings.state_dir / "accounts" / name / UNSAVED).exists)
    facts = AccountFacts(
        id=name,
        folder=str(provider.home),
        login=_login(login, error, known.identity.plan),
        gate=_gate(reader, known, view, unsaved=unsaved),
        reads=tuple(AttemptFacts.model_validate(one) for one in reversed(reader.recent(known))),
        program=await _asked(settings, known),
        incidents=_bulletin(known),
        stale=view.stale,
        windows=_windows(view, now),
        why=icon_reason(view, now),
        statusline=await asyncio.to_thread(_tap, settings.state_dir, provider.home),
        detours=await provider.detours(),
    )
    return facts, known.identity


def _login(login: Login, error: ReadError | None, plan: str | None) -> LoginFacts:
    found = login.credentials or Credentials()
    return LoginFacts(
        origin=login.origin,
        place=login.place,
        state=login.state,
        why=login.why or None,
        title=None if error is None else error.title,
        message=None if error is None else error.message,
        scopes=found.scopes,
        expires_at=values.time(found.expires_at),
        ends_at=found.ends_at,
        plan=plan,
    )


def _gate(reader: Reader, known: AccountState, view: AccountView, *, unsaved: bool) -> RequestFacts:
    past, counted = known.past, reader.attempts(known)
    return RequestFacts(
        tried_at=past.tried_at,
        asked_at=past.asked_at,
        health=past.health,
        failures=past.failures,
        title=None if past.problem is None else past.problem.title,
        message=None if past.problem is None else past.problem.message,
        blocked_until=view.blocked_until,
        requests_today=counted.today if counted.day == f"{utc():%Y-%m-%d}" else 0,
        requests_total=counted.total,
        next_read_at=view.next_read_at,
        next_read_reason=view.next_read_reason,
        unsaved=unsaved,
    )


async def _asked(settings: AppSettings, known: AccountState) -> CliProbeFacts:
    path = await asyncio.to_thread(cli.find_cli, settings.claude.program, child_environment())
    asked = known.asked
    return CliProbeFacts(
        path=None if path is None else str(path),
        at=asked.at,
        health=asked.health,
        title=None if asked.problem is None else asked.problem.title,
        total=asked.attempts.total,
    )


def _bulletin(known: AccountState) -> IncidentFacts:
    told = known.bulletin.incident
    return IncidentFacts(looked_at=known.bulletin.looked_at, title=None if told is None else told.title)


def _windows(view: AccountView, now: datetime) -> tuple[WindowFacts, ...]:
    return tuple(
        WindowFacts(
            label=window.label,
            source=window.source,
            read_at=window.read_at,
            age_seconds=max(0, int((now - window.read_at).total_seconds())),
            resets_at=window.resets_at,
            known=window.percent is not None,
            confirmed=window.confirmed,
            doubt=sources.unconfirmed_reason(window, now),
        )
        for window in view.windows
    )


def _tap(state_dir: Path, home: Path) -> StatuslineFacts:
    path = home / "settings.json"
    fault, options, program = None, None, ""
    try:
        command = settingsfile.load(path).command
        options = install.own_options(command)
        program = shlex.split(command or "")[0] if options is not None else ""
    except ConfigError as error:
        fault = error.title
    options = options if options is not None else {}
    told_at = None
    with suppress(OSError):
        told_at = datetime.fromtimestamp(localfiles.statusline_path(state_dir, home).stat().st_mtime, UTC)
    return StatuslineFacts(
        settings=str(path),
        fault=fault,
        installed=bool(program),
        runs=shutil.which(program) is not None,
        chained="--then" in options,
        same_state=Path(options.get("--state-dir", state_dir)).absolute() == state_dir.absolute(),
        told_at=told_at,
    )


def _folder(path: Path, broken: list[str]) -> FolderFacts:
    nearest = next((place for place in (path, *path.absolute().parents) if place.exists()), path)
    log = path / "logs" / logs.FILE_NAME
    heard = wakeup.tray_is_listening(path)
    free = size = None
    with suppress(OSError):
        free = shutil.disk_usage(nearest).free
    with suppress(OSError):
        size = log.stat().st_size
    return FolderFacts(
        path=str(path),
        exists=path.is_dir(),
        writable=nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK),
        free_bytes=free,
        log=str(log),
        log_bytes=size,
        tray_told=heard is not None,
        tray_heard=bool(heard),
        broken=tuple(dict.fromkeys(broken)),
    )


def _history(folder: Path) -> HistoryFacts:
    found = survey_history(folder)
    return HistoryFacts(
        bytes=found.bytes,
        readings=found.readings,
        limits=found.limits,
        oldest=found.oldest,
        newest=found.newest,
        fault=None if found.fault is None else found.fault.title,
        next=None if found.fault is None else found.fault.message,
        aside=found.aside,
    )


def _versions() -> VersionFacts:
    found: dict[str, str | None] = {}
    for name in _LIBRARIES:
        if name in _LINUX_ONLY and sys.platform != "linux":
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    parts = [platform.system(), platform.release(), platform.machine()]
    with suppress(OSError):
        parts.append(platform.freedesktop_os_release()["PRETTY_NAME"])
    return VersionFacts(brim=__version__, python=platform.python_version(), platform=", ".join(parts), libraries=found)
