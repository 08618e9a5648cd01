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
from brim.backend import alertlog
from brim.backend.alertlog import AlertLog
from brim.backend.clock import utc
from brim.backend.doorbell import Doorbell, told_port
from brim.backend.episodes import Episodes
from brim.backend.history.keeper import History
from brim.backend.hooks import Hooks
from brim.backend.notifier import Notifier
from brim.backend.poller import Poller
from brim.backend.presence import Desk
from brim.backend.reader import Reader
from brim.backend.settings import ClaudeCodeSettings, get_settings
from brim.backend.waiter import Kept
from brim.commands import Snooze
from brim.errors import ConfigError
from brim.model import Account, AccountView, DemoMode, Health, Snapshot
from brim.words import accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from brim.backend.providers.claude.account import ClaudeProvider
    from brim.backend.providers.claude.distant import DistantProvider
    from brim.backend.providers.claude.places import Places
    from brim.backend.settings import AppSettings
    from brim.bridge import Bridge
    from brim.commands import Command

    type ClaudeAccount = ClaudeProvider | DistantProvider

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
        providers = claude(settings)
    except ConfigError as error:
        await _explain(bridge, error, on_ready)
        return
    if demo is DemoMode.IF_NO_LOGIN and await missing(providers):
        await _simulate(bridge, on_ready)
        return
    await _read(bridge, settings, providers, on_ready, debug=debug)


def claude(settings: AppSettings, platform: str = sys.platform) -> tuple[ClaudeAccount, ...]:
    """The accounts that the settings name, one at least; raises ConfigError when a login can be nowhere."""
    from brim.backend.providers.claude.account import ClaudeProvider
    from brim.backend.providers.claude.places import places

    def make(where: Places) -> ClaudeProvider:
        return ClaudeProvider(settings, where, utc)

    variables = ClaudeCodeSettings()
    found = places(settings, variables)
    if platform != "win32":
        return tuple(make(where) for where in found)
    from brim.backend.providers.claude import wsl
    from brim.backend.providers.claude.distant import DistantProvider

    machine = wsl.Wsl(wsl.command(variables.system_root))
    return tuple(DistantProvider(where, make, machine, utc) for where in found)


async def missing(providers: Iterable[ClaudeAccount]) -> bool:
    """Whether there is no login at all; one that is expired or cannot be read is there."""
    from brim.backend.providers.claude.credentials import State

    return all([(await provider.login()).state is State.ABSENT for provider in providers])


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
    for complaint in settings.complaints:
        logger.bind(room="settings").warning("{}", complaint)
    desk = Desk(settings.state_dir)
    readers = tuple(Reader(provider, settings.state_dir, presence=desk.presence) for provider in providers)
    episodes, log = Episodes(settings.state_dir / "episodes.json"), AlertLog(settings.state_dir / alertlog.FILE_NAME)
    kept = Kept(Notifier(episodes, log, Hooks(settings.hooks)), History(settings.state_dir))
    poller = Poller(readers, kept, bridge.publish, settings, desk)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(kept.history.aclose)
        stack.push_async_callback(kept.notifier.aclose)
        for reader in readers:
            stack.push_async_callback(reader.aclose)
        stack.callback(await Doorbell.hang(settings.state_dir, poller.wake))
        stack.callback(desk.close)
        desk.port = await asyncio.to_thread(told_port, settings.state_dir)
        await _run(bridge, poller, on_ready)


async def _simulate(bridge: Bridge, on_ready: Callable[[], None] | None) -> None:
    from brim.backend.providers.demo import SNOOZED, DemoProvider
    from brim.backend.providers.demo.scenario import SESSION_SECONDS

    kept = Kept(Notifier(Episodes(None)), History(None))
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
        from brim.commands import Quit

        if isinstance(command, Quit):
            ended.set()

    view = AccountView(Account("", accounts.NONE, "claude"), Health.ERROR, error.problem, stale=True)
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
