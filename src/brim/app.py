"""Builds both sides, starts them in order and ends them in order.

The icon first: it is registered, neutral, before settings or the backend are imported. At the end the icon goes first
too, then the bridge closes, then the backend has a moment to close its request and its files.
This module must not know what is read or what is drawn.
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backendthread import BackendThread
from brim.bridge import Bridge
from brim.printing import show

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from brim.model.command import Command
    from brim.model.options import DemoMode
    from brim.tray.linux.tray import LinuxTray
    from brim.tray.pystraytray import PystrayTray

INSTANCE_NAME = "app.brim.Tray"
"""The name that one tray owns on the session bus, so that a second one knows."""


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def run_tray(
    demo: DemoMode,
    *,
    debug: bool = False,
    if_running: Callable[[], int] | None = None,
    upkeep: Callable[[Path], None] | None = None,
) -> int:
    """Show the tray until the user quits. Returns 0, also when another tray runs already.

    Then `if_running` gives the exit code instead; without it, a sentence says where the icon is. `upkeep` gets the data
    folder once Brim has run for a while; not where usage is simulated.
    """
    from brim.tray import pump
    from brim.tray.desktop import actions
    from brim.tray.desktop.display import AlreadyRunningError
    from brim.tray.dispatch import CommandDispatcher
    from brim.tray.menu.machinestate import UNKNOWN_MACHINE_STATE

    bridge = Bridge()
    backend = BackendThread(bridge, demo, debug=debug, on_no_login=_announce_missing_login, upkeep=upkeep)
    dispatcher = CommandDispatcher(bridge, state_dir, settings_file)

    def ready() -> None:
        _announce(demo)
        backend.start()
        machine_state = (lambda: UNKNOWN_MACHINE_STATE) if demo.simulated else actions.read_machine_state
        pump.run(bridge, tray, now, machine_state, dispatcher.peeker)

    status = 0
    runs_already: AlreadyRunningError | None = None
    try:
        with _alone(demo):
            tray = dispatcher.display = _make_tray(dispatcher.send, demo)
            tray.run(ready)
    except AlreadyRunningError as error:
        runs_already = error
    finally:
        bridge.close()
        ended = backend.stop()
        dispatcher.close()
    if not ended:
        _leave(status)
    if runs_already is not None and if_running is not None:
        return if_running()
    if runs_already is not None:
        show(f"{runs_already.title}. {runs_already.message}")
    return status


def _announce(demo: DemoMode) -> None:
    """Say on a terminal where the icon is; a script or the desktop's login reads nothing."""
    if not _on_terminal():
        return
    from brim.terminal import show_wrapped
    from brim.words import firstminute as words

    places = {"darwin": words.Place.MENU_BAR, "win32": words.Place.TASKBAR}
    show_wrapped(words.where_and_how_to_end(places.get(sys.platform, words.Place.TRAY)))
    if demo.simulated:
        show_wrapped(words.demo_story())


def _announce_missing_login() -> None:
    """Say on a terminal why the usage there is simulated."""
    if _on_terminal():
        from brim.backend.providerlist.selection import real_providers
        from brim.terminal import show_wrapped
        from brim.words import firstminute as words

        show_wrapped(words.demo_without_login([one.vendor().product for one in real_providers()]))


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def state_dir() -> Path:
    """The data folder by the settings; raises ConfigError when they cannot be used."""
    from brim.backend.settings.load import get_settings

    return get_settings().state_dir


def settings_file() -> Path:
    """The settings file, which is made if it is missing; raises ConfigError when it cannot be made."""
    from brim.backend.settings.settingsfile import ensure_settings_file

    return ensure_settings_file()


def _make_tray(send: Callable[[Command], None], demo: DemoMode) -> LinuxTray | PystrayTray:
    from brim.tray.menu.trayview import starting_view

    single = not demo.simulated
    if sys.platform == "linux":
        from brim.tray.linux import allocator
        from brim.tray.linux.tray import LinuxTray

        allocator.share_one_area()
        return LinuxTray(starting_view(), send, name=INSTANCE_NAME if single else None)
    else:  # noqa: RET505 - mypy knows platforms by branches
        from brim.tray.pystraytray import PystrayTray

        return PystrayTray(starting_view(), send)


def _alone(demo: DemoMode) -> AbstractContextManager[None]:
    """Keep a second tray away by a lock file, except on Linux, where the tray owns a name on the bus."""
    if sys.platform != "linux" and not demo.simulated:
        from brim.errors import ConfigError
        from brim.tray.desktop import instance

        with suppress(ConfigError):  # the tray shows what is wrong
            return instance.single_instance(state_dir())
    return nullcontext()


def _leave(status: int) -> None:
    """End at once: a thread that hangs in the system's resolver cannot be ended in any other way."""
    from loguru import logger

    logger.info("The backend thread did not end in time and was left behind")  # who quits need not know
    logger.remove()
    sys.stdout.flush()
    os._exit(status)
