"""Collects facts about the accounts for `brim doctor` from logins and files of state. Sends no request, writes nothing.

This module must not know how a fact is evaluated.
"""

from __future__ import annotations

import asyncio
import shlex
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.fetching.accountreader import open_reader
from brim.backend.fetching.gate import UNSAVED
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.providerlist.selection import accounts_of, always_shown, without_network
from brim.backend.readings import accountlabels
from brim.backend.readings.accountlabels import shown_locations
from brim.backend.system.clock import utc
from brim.cli.doctor.accountfacts import (
    AccountFacts,
    AttemptFacts,
    CliProbeFacts,
    ExtraUsageFacts,
    IncidentFacts,
    LoginFacts,
    MoneyFacts,
    RequestFacts,
    StatuslineFacts,
    WindowFacts,
)
from brim.cli.statusline import install, settingsfile
from brim.cli.statusline.blockers import blocking_settings
from brim.errors import ConfigError
from brim.model import pin
from brim.model.options import IconShow
from brim.privatefiles import is_there
from brim.words import extrausage, sources
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from brim.backend.fetching.accountreader import AccountReader
    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.providers.base import AccountIdentity, LoginCheck, Provider
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import AccountView


async def collect_accounts(settings: AppSettings, now: datetime) -> tuple[AccountFacts, ...]:
    """The account of each folder; of several folders with one account only one is read, and the others name it.

    Without those of providers whose settings cannot be used, which is said beside the settings.
    """
    read = await asyncio.gather(*(_account(settings, provider, now) for provider in accounts_of(settings)))
    known = {place for place, (facts, _) in enumerate(read) if facts.windows}
    every = {place: identity for place, (_, identity) in enumerate(read)}
    shown = {*shown_locations(every, always_shown(settings), known), *(at for at, one in every.items() if one.hidden)}
    in_use = {every[place].account.provider for place in shown} - settings.faults.keys()
    collected = [(facts, identity) for facts, identity in read if identity.account.provider in in_use]
    identities = {place: identity for place, (_, identity) in enumerate(collected)}
    primary = {identities[place].account.id: place for place in accountlabels.primary_locations(identities)}
    first = {account: collected[place][0] for account, place in primary.items()}
    return tuple(
        facts if primary[facts.id] == place else facts.model_copy(update={"read_as": first[facts.id].folder})
        for place, (facts, _) in enumerate(collected)
        if primary[facts.id] == place or facts.folder != first[facts.id].folder
    )


async def _account(settings: AppSettings, provider: Provider, now: datetime) -> tuple[AccountFacts, AccountIdentity]:
    presence = PresenceTracker(settings.state_dir).presence
    async with open_reader(provider, settings.state_dir, presence=presence) as reader:
        login = await provider.check_login()
        state = await reader.load()
    network_off = without_network(settings).get(provider.name)
    view = account_view(ReadPlan.of(reader, state), now, network_off=network_off)
    pinned = pin.for_account(settings.icon.window, view.account, (window.id for window in view.windows))
    view, show = replace(view, pinned=pinned.limit), IconShow(settings.icon.show)
    account_id = state.identity.account.id
    unsaved = await asyncio.to_thread(is_there, settings.state_dir / "accounts" / account_id / UNSAVED)
    facts = AccountFacts(
        id=account_id,
        provider=provider.name,
        network=network_off is None,
        network_fault=None if settings.nobody_asked is None else settings.nobody_asked.message,
        folder=login.place if login.folder is None else str(login.folder),
        login=_login(login, state.identity, view.plan),
        gate=_requests(reader, state, view, unsaved=unsaved),
        reads=tuple(AttemptFacts.model_validate(attempt) for attempt in reversed(reader.recent_outcomes(state))),
        program=_cli_probe(login, state) if state.identity.account.vendor.cli else None,
        incidents=_incidents(state),
        stale=view.stale,
        windows=_windows(view, now, show),
        extra_usage=_extra_usage(view),
        saved_resets=view.saved_resets,
        money=_money(view, now),
        why=icon_reason(view, now, show),
        statusline=await asyncio.to_thread(_statusline, settings.state_dir, login),
        profile_fault=login.profile_fault,
        detours=login.remarks,
    )
    return facts, state.identity


def _login(login: LoginCheck, identity: AccountIdentity, plan: str | None) -> LoginFacts:
    return LoginFacts(
        origin=login.origin,
        place=login.place,
        state=login.state,
        why=login.why,
        title=None if login.error is None else login.error.title,
        message=None if login.error is None else login.error.message,
        scopes=login.scopes,
        expires_at=login.expires_at,
        ends_at=None if identity.login_renews else identity.login_ends_at,
        plan=plan,
        unseen=login.unseen,
    )


def _requests(reader: AccountReader, state: AccountState, view: AccountView, *, unsaved: bool) -> RequestFacts:
    past, attempts, now = state.history, reader.request_counts(state), utc()
    return RequestFacts(
        tried_at=past.tried_at,
        asked_at=past.asked_at,
        health=past.health,
        failures=past.failures,
        title=None if past.problem is None else past.problem.title,
        message=None if past.problem is None else past.problem.message,
        blocked_until=view.blocked_until,
        requests_today=attempts.today if attempts.day == f"{now:%Y-%m-%d}" else 0,
        requests_total=attempts.total,
        requests_hour=sum(len(count.sent_in_hour_before(now)) for count in (attempts, state.cli_probe.attempts)),
        allowance_hour=reader.policy.hourly_allowance,
        next_read_at=view.next_read_at,
        next_read_reason=view.next_read_reason,
        refused=past.refused is not None and past.refused == state.identity.credentials_version,
        unsaved=unsaved,
    )


def _cli_probe(login: LoginCheck, state: AccountState) -> CliProbeFacts:
    probe = state.cli_probe
    return CliProbeFacts(
        path=None if login.program is None else str(login.program),
        at=probe.at,
        health=probe.health,
        title=None if probe.problem is None else probe.problem.title,
        total=probe.attempts.total,
    )


def _incidents(state: AccountState) -> IncidentFacts:
    incident = state.incident_note.incident
    return IncidentFacts(looked_at=state.incident_note.looked_at, title=None if incident is None else incident.title)


def _extra_usage(view: AccountView) -> ExtraUsageFacts | None:
    spend = view.shown_spend
    if spend is None or not spend.beyond_plan:
        return None
    reason, text = spend.disabled_reason, extrausage.disabled_text(spend)
    return ExtraUsageFacts(enabled=spend.enabled, disabled_reason=reason, disabled_text=text)


def _money(view: AccountView, now: datetime) -> MoneyFacts | None:
    if view.spend is None or view.spend.beyond_plan or view.fetched_at is None or view.source is None:
        return None
    age = max(0, int((now - view.fetched_at).total_seconds()))
    return MoneyFacts(source=view.source, read_at=view.fetched_at, age_seconds=age)


def _windows(view: AccountView, now: datetime, show: IconShow) -> tuple[WindowFacts, ...]:
    return tuple(
        WindowFacts(
            id=window.id,
            label=window.label,
            source=window.source,
            read_at=window.read_at,
            age_seconds=max(0, int((now - window.read_at).total_seconds())),
            resets_at=window.resets_at,
            known=window.percent is not None,
            confirmed=window.confirmed,
            doubt=sources.unconfirmed_reason(window, now, show),
        )
        for window in view.windows
    )


def _statusline(state_dir: Path, login: LoginCheck) -> StatuslineFacts | None:
    """What is known of the status line in the settings file of a program; None for a program that takes none."""
    if (path := login.status_line) is None:
        return None
    fault, options, program = None, None, ""
    try:
        command = settingsfile.load(path).command
        options = install.installed_options(command)
        program = shlex.split(command or "")[0] if options is not None else ""
    except ConfigError as error:
        fault = error.title
    options = options if options is not None else {}
    written_at = None
    if login.status_line_data is not None:
        with suppress(OSError):
            written_at = datetime.fromtimestamp(login.status_line_data.stat().st_mtime, UTC)
    return StatuslineFacts(
        settings=str(path),
        fault=fault,
        installed=bool(program),
        runs=shutil.which(program) is not None,
        chained="--then" in options,
        blocked_by=blocking_settings(path),
        same_state=Path(options.get("--state-dir", state_dir)).absolute() == state_dir.absolute(),
        told_at=written_at,
    )
