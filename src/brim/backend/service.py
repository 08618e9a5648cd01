"""Builds the reading side from the settings, runs it and takes it down in order.

This module must not know how any room of it works, nor who looks at the snapshots.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

from loguru import logger

from brim import logs
from brim.backend.alerts import log as alertslog
from brim.backend.alerts.hooks import Hooks
from brim.backend.alerts.log import AlertLog
from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.notifier import Notifier
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.fetching.reader import Reader
from brim.backend.history.recorder import HistoryRecorder
from brim.backend.polling.accountpoller import PollerServices
from brim.backend.polling.poller import Poller
from brim.backend.settings.load import ClaudeCodeSettings, get_settings
from brim.backend.system.clock import utc
from brim.backend.system.wakeup import WakeSocket, read_port
from brim.errors import ConfigError
from brim.model.account import Account, AccountView, Health
from brim.model.command import Snooze
from brim.model.options import DemoMode
from brim.model.snapshot import Snapshot
from brim.words import accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from brim.backend.providers.claude.locations import AccountLocation
    from brim.backend.providers.claude.provider import ClaudeProvider
    from brim.backend.providers.claude.wslprovider import WslProvider
    from brim.backend.settings.appsettings import AppSettings
    from brim.bridge import Bridge
    from brim.model.command import Command

    type ClaudeAccount = ClaudeProvider | WslProvider

_WORKERS = 3
"""Threads for files and for the resolver: one that hangs in a name server must not keep files waiting."""


async def serve(
    bridge: Bridge, demo: DemoMode, *, debug: bool = False, on_ready: Callable[[], None] | None = None
) -> None:
    """Read and publish until told to quit or cancelled; `on_ready` is called when commands are heard.

    With DemoMode.ALWAYS, or IF_NO_LOGIN and no login anywhere, a simulated account is shown and no file is written.
    """
    logs.to_stderr(debug=debug)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_log_fault)
    loop.set_default_executor(ThreadPoolExecutor(_WORKERS, "brim-files"))
    if demo is DemoMode.ALWAYS:
        await _simulate(bridge, on_ready)
        return
    try:
        settings = await asyncio.to_thread(get_settings)
        providers = claude_providers(settings)
    except ConfigError as error:
        await _explain(bridge, error, on_ready)
        return
    if demo is DemoMode.IF_NO_LOGIN and await no_login(providers):
        await _simulate(bridge, on_ready)
        return
    await _read(bridge, settings, providers, on_ready, debug=debug)


def claude_providers(settings: AppSettings, platform: str = sys.platform) -> tuple[ClaudeAccount, ...]:
    """The accounts that the settings name, one at least; raises ConfigError when a login can be nowhere."""
    from brim.backend.providers.claude.locations import account_locations
    from brim.backend.providers.claude.provider import ClaudeProvider

    def make(where: AccountLocation) -> ClaudeProvider:
        return ClaudeProvider(settings, where, utc)

    variables = ClaudeCodeSettings()
    found = account_locations(settings, variables)
    if platform != "win32":
        return tuple(make(where) for where in found)
    from brim.backend.providers.claude import wsl
    from brim.backend.providers.claude.wslprovider import WslProvider

    machine = wsl.WslDistributions(wsl.list_command(variables.system_root))
    return tuple(WslProvider(where, make, machine, utc) for where in found)


async def no_login(providers: Iterable[ClaudeAccount]) -> bool:
    """Whether there is no login at all; one that is expired or cannot be read is there."""
    from brim.backend.providers.claude.credentials import LoginState

    return all([(await provider.login()).state is LoginState.ABSENT for provider in providers])


async def _read(
    bridge: Bridge,
    settings: AppSettings,
    providers: tuple[ClaudeAccount, ...],
    on_ready: Callable[[], None] | None,
    *,
    debug: bool,
) -> None:
    production = settings.environment == "production"
    await asyncio.to_thread(
        logs.to_file, settings.state_dir / "logs", debug=debug or settings.debug, production=production
    )
    for complaint in settings.errors:
        logger.bind(room="settings").warning("{}", complaint)
    desk = PresenceTracker(settings.state_dir)
    readers = tuple(Reader(provider, settings.state_dir, presence=desk.presence) for provider in providers)
    episodes, log = (
        AlertMemoryStore(settings.state_dir / "episodes.json"),
        AlertLog(settings.state_dir / alertslog.FILE_NAME),
    )
    kept = PollerServices(Notifier(episodes, log, Hooks(settings.hooks)), HistoryRecorder(settings.state_dir))
    poller = Poller(readers, kept, bridge.publish, settings, desk)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(kept.history.aclose)
        stack.push_async_callback(kept.notifier.aclose)
        for reader in readers:
            stack.push_async_callback(reader.aclose)
        stack.callback(await WakeSocket.open(settings.state_dir, poller.wake))
        stack.callback(desk.close)
        desk.port = await asyncio.to_thread(read_port, settings.state_dir)
        await _run(bridge, poller, on_ready)


async def _simulate(bridge: Bridge, on_ready: Callable[[], None] | None) -> None:
    from brim.backend.providers.demo.provider import SNOOZED, DemoProvider
    from brim.backend.providers.demo.scenario import SESSION_SECONDS

    kept = PollerServices(Notifier(AlertMemoryStore(None)), HistoryRecorder(None))
    poller = Poller((Reader(DemoProvider(), None),), kept, bridge.publish, None)
    poller.handle(Snooze(SNOOZED, utc() + timedelta(seconds=SESSION_SECONDS)))
    try:
        await _run(bridge, poller, on_ready)
    finally:
        await kept.history.aclose()


async def _run(bridge: Bridge, poller: Poller, on_ready: Callable[[], None] | None) -> None:
    bridge.attach(asyncio.get_running_loop(), poller.handle)
    try:
        if on_ready is not None:
            on_ready()
        await poller.run()
    finally:
        bridge.detach()


async def _explain(bridge: Bridge, error: ConfigError, on_ready: Callable[[], None] | None) -> None:
    """Show what is wrong with the settings, and nothing else, until told to quit."""
    logger.bind(room="settings").error("{}", error)
    ended = asyncio.Event()

    def handle(command: Command) -> None:
        from brim.model.command import Quit

        if isinstance(command, Quit):
            ended.set()

    view = AccountView(Account("", accounts.NO_ACCOUNT, "claude"), Health.ERROR, error.problem, stale=True)
    bridge.attach(asyncio.get_running_loop(), handle)
    try:
        bridge.publish(Snapshot(utc(), (view,)))
        if on_ready is not None:
            on_ready()
        await ended.wait()
    finally:
        bridge.publish(Snapshot(utc(), (view,), closing=True))
        bridge.detach()


def _log_fault(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # Any: asyncio's own type
    logger.bind(room="asyncio").opt(exception=context.get("exception")).error(
        "asyncio: {}", context.get("message", "a fault")
    )
