"""Builds the reading side from the settings, runs it for a tray or a gauge, and takes it down in order.

This module must not know how any part of it works, nor who shows the snapshots.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from loguru import logger

from brim import logs
from brim.backend.alerts import log
from brim.backend.alerts.introduction import Introduction
from brim.backend.alerts.log import AlertLog
from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.notifier import Notifier
from brim.backend.answerbasis import AnswerBasis
from brim.backend.costs.live.updater import CostUpdater, updating
from brim.backend.costs.roots import roots_by_index
from brim.backend.fetching.accountreader import open_reader
from brim.backend.fetching.presence import PresenceTracker, sharing_presence
from brim.backend.history.recorder import open_history
from brim.backend.hooks.runner import open_hooks
from brim.backend.outputs.sharedstatus import SharedStatus, sharing_status
from brim.backend.polling.accountpoller import PollerServices
from brim.backend.polling.filewakes import FileWakes
from brim.backend.polling.poller import Poller
from brim.backend.polling.statefiles import StateFiles
from brim.backend.providerlist.introduced import IntroducedProviders
from brim.backend.providerlist.selection import accounts_of, no_login
from brim.backend.settings.choices import UnsavedChoices
from brim.backend.settings.load import get_settings
from brim.backend.system.clock import utc
from brim.backend.system.wakeup import listening
from brim.backend.updates.watch import UpdateWatch, checking
from brim.backend.upkeep import keeping_up
from brim.backend.watching.places import Topic, state_places, transcripts_place
from brim.backend.watching.watch import FileWatch, watching
from brim.errors import ConfigError
from brim.model.account import Account, AccountView, Health
from brim.model.command import Quit
from brim.model.options import DemoMode
from brim.model.snapshot import Snapshot
from brim.privatefiles import make_private
from brim.words import accounts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path
    from typing import Any

    from brim.backend.metrics.exporter import MetricsExporter
    from brim.backend.outputs.statusanswer import Basis
    from brim.backend.providers.base import Provider
    from brim.backend.providers.transcripts import TranscriptRoot
    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.watching.places import Changes, Place
    from brim.bridge import Bridge
    from brim.model.command import Command


async def serve(
    bridge: Bridge,
    demo: DemoMode,
    *,
    debug: bool = False,
    on_no_login: Callable[[], None] | None = None,
    upkeep: Callable[[Path], None] | None = None,
) -> None:
    """Read and publish until told to quit or cancelled.

    `on_no_login` is called where a simulated account takes the place of a missing login. `upkeep` gets the data folder
    late and in a thread, once, and not where usage is simulated.

    With DemoMode.ALWAYS or SEVERAL, or IF_NO_LOGIN and no login anywhere, usage is simulated and no file is written.
    """
    logs.to_stderr(debug=debug)
    asyncio.get_running_loop().set_exception_handler(_log_loop_error)
    if demo.simulated:
        await _simulate(bridge, several=demo is DemoMode.SEVERAL)
        return
    try:
        settings = await asyncio.to_thread(get_settings)
        providers = accounts_of(settings)
    except ConfigError as error:
        await _show_config_error(bridge, error)
        return
    if demo is DemoMode.IF_NO_LOGIN and await no_login(providers):
        if on_no_login is not None:
            on_no_login()
        await _simulate(bridge)
        return
    await asyncio.to_thread(make_private, settings.state_dir)
    production = settings.environment == "production"
    await asyncio.to_thread(
        logs.to_file, settings.state_dir / "logs", debug=debug or settings.debug, production=production
    )
    for complaint in (*settings.errors, *settings.hints):
        logger.bind(file="settings").warning("{}", complaint)
    async with _poller(bridge, settings, providers) as poller, keeping_up(upkeep, settings.state_dir):
        await _run(bridge, poller)


@asynccontextmanager
async def _poller(bridge: Bridge, settings: AppSettings, providers: tuple[Provider, ...]) -> AsyncIterator[Poller]:
    """The poller with everything that it needs; all of it is closed in reverse order."""
    state_dir = settings.state_dir
    presence = PresenceTracker(state_dir)
    memory, alert_log = AlertMemoryStore(state_dir / "episodes.json"), AlertLog(state_dir / log.FILE_NAME)
    async with AsyncExitStack() as stack:
        history = await stack.enter_async_context(open_history(state_dir))
        hooks = await stack.enter_async_context(open_hooks(settings.hooks))
        notifier = Notifier(memory, alert_log, hooks)
        notifier.introduction = Introduction(IntroducedProviders(state_dir))
        roots = roots_by_index(providers)
        watch = FileWatch(lambda: watched_places(providers, roots.values(), state_dir), state_dir)
        readers = [
            await stack.enter_async_context(open_reader(provider, state_dir, presence=presence.presence))
            for provider in providers
        ]
        for reader in readers:
            reader.watched = watch.is_complete
        updates = UpdateWatch(state_dir)
        files = StateFiles(state_dir, presence, memory)
        services = PollerServices(notifier, history, files, look=watch.look, on_settings=updates.apply)
        status = SharedStatus(state_dir, partial(_answer_basis, providers))
        exporter = await _exporter(stack, settings)

        def publish(snapshot: Snapshot) -> None:
            bridge.publish(snapshot)
            status.take(snapshot)
            if exporter is not None:
                exporter.take(snapshot)

        poller = Poller(tuple(readers), services, publish, settings, presence)
        await stack.enter_async_context(sharing_status(status))
        port = await stack.enter_async_context(listening(state_dir, poller.wake))
        await stack.enter_async_context(sharing_presence(presence, port))
        updates.show = poller.updates.take
        await stack.enter_async_context(checking(updates))
        updater = CostUpdater(state_dir, settings.config_dir, roots, poller.costs)
        updater.on_read = None if exporter is None else exporter.costs_read
        await stack.enter_async_context(updating(updater))
        _subscribe(watch, providers, FileWakes(poller.wake), updater)
        await stack.enter_async_context(watching(watch, port))
        yield poller


async def _exporter(stack: AsyncExitStack, settings: AppSettings) -> MetricsExporter | None:
    """What writes and sends metrics until the stack is closed; None, without any import, where no setting wants it."""
    if not settings.metrics.is_on:
        return None
    from brim.backend.metrics.exporter import MetricsExporter, exporting

    exporter = MetricsExporter(settings.metrics, settings.state_dir, settings.config_dir)
    await stack.enter_async_context(exporting(exporter))
    return exporter


async def _answer_basis(providers: tuple[Provider, ...], snapshot: Snapshot) -> Basis | None:
    """What the accounts of a snapshot depend on, by the settings that count now."""
    basis = AnswerBasis(await asyncio.to_thread(get_settings), providers)
    return await basis.of((view.account for view in snapshot.accounts), await basis.notes())


def watched_places(
    providers: tuple[Provider, ...], roots: Iterable[Iterable[TranscriptRoot]], state_dir: Path
) -> tuple[Place, ...]:
    """All files whose changes matter, each once; `roots` are the folders whose transcripts count."""
    of_accounts = (place for provider in providers for place in provider.watched_places())
    transcripts = (transcripts_place(*one) for own in roots for root in own for one in root.kind.folders(root.path))
    return tuple(dict.fromkeys((*of_accounts, *transcripts, *state_places(state_dir))))


def _subscribe(watch: FileWatch, providers: tuple[Provider, ...], wakes: FileWakes, updater: CostUpdater) -> None:
    """Let everybody hear of changed files; the poller last, because it asks the others."""

    def read_transcripts(changes: Changes) -> None:
        if Topic.TRANSCRIPTS in changes.topics:
            updater.request(None if changes.everything else changes.paths[Topic.TRANSCRIPTS])

    for provider in providers:
        watch.subscribe(provider.note_changes)
    watch.subscribe(read_transcripts)
    watch.subscribe(wakes.handle)


async def _simulate(bridge: Bridge, *, several: bool = False) -> None:
    from brim.backend.alerts.democaptions import DemoCaptions
    from brim.backend.providers.demo.provider import simulated_accounts
    from brim.backend.providers.demo.scenario import PACE_ALERT_FROM, SPEED

    unsaved = UnsavedChoices({"alerts": {"pace_from": PACE_ALERT_FROM}})
    async with AsyncExitStack() as stack:
        history = await stack.enter_async_context(open_history(None))
        simulated = simulated_accounts(several=several)
        readers = tuple([await stack.enter_async_context(open_reader(account, None)) for account in simulated])
        notifier = Notifier(AlertMemoryStore(None), speed=SPEED, captions=DemoCaptions())
        services = PollerServices(notifier, history, choices=unsaved)
        await _run(bridge, Poller(readers, services, bridge.publish, None))


async def _run(bridge: Bridge, poller: Poller) -> None:
    with bridge.attached(asyncio.get_running_loop(), poller.handle):
        await poller.run()


async def _show_config_error(bridge: Bridge, error: ConfigError) -> None:
    """Show what is wrong with the settings, and nothing else, until told to quit."""
    logger.bind(file="settings").error("{}", error)
    ended = asyncio.Event()

    def handle(command: Command) -> None:
        if isinstance(command, Quit):
            ended.set()

    view = AccountView(Account("", accounts.no_account(), ""), Health.ERROR, error.problem, stale=True)
    with bridge.attached(asyncio.get_running_loop(), handle):
        try:
            bridge.publish(Snapshot(utc(), (view,)))
            await ended.wait()
        finally:
            bridge.publish(Snapshot(utc(), (view,), closing=True))


def _log_loop_error(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # Any: asyncio's own type
    logger.bind(file="asyncio").opt(exception=context.get("exception")).error(
        "asyncio: {}", context.get("message", "a fault")
    )
