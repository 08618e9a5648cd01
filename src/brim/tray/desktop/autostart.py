"""Start at login: read it, switch it on and off, by the entry of this platform.

Nothing is written before the user asks for it. The entries are in `autostartlinux`, `autostartmacos` and
`autostartwindows`. This module must not know who asks.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.ownprogram import is_temporary, is_translocated, lasting_program
from brim.privatefiles import is_there
from brim.tray.desktop import userfolders
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brim.tray.desktop.autostartstore import AutostartState, AutostartStore


class AutostartError(BrimError):
    """The entry cannot be read or changed."""


class TemporaryCopyError(BrimError):
    """This copy of Brim will be gone one day, so nothing may name it."""


def check_lasting() -> None:
    """Raise TemporaryCopyError where this copy of Brim was started without being installed or moved."""
    if is_translocated(sys.executable):
        raise TemporaryCopyError(*words.application_not_moved())
    if is_temporary(sys.executable):
        raise TemporaryCopyError(*words.temporary_copy())


def autostart_state() -> AutostartState:
    """Whether Brim starts at login; raises AutostartError when that cannot be read."""
    store = _store()
    try:
        return store.read()
    except OSError as error:
        raise _failed(words.autostart_unknown, error) from error


def set_autostart(*, enabled: bool) -> AutostartState:
    """Switch start at login on or off; returns the new state. Raises AutostartError when the system refuses.

    Also raises OthersHomeError, UnusablePathError, and TemporaryCopyError.
    """
    userfolders.check_home()
    if enabled:
        check_lasting()
    if enabled and userfolders.flatpak_launcher() is not None:
        raise AutostartError(*words.autostart_in_flatpak())
    store = _store()
    try:
        if enabled:
            store.enable(start_command())
        else:
            store.disable()
        return store.read()
    except OSError as error:
        raise _failed(words.autostart_not_changed, error) from error


def starts_gone_program(state: AutostartState) -> bool:
    """Whether an entry is there that starts nothing, because its copy of Brim was removed or moved."""
    return not state.enabled and state.program != "" and not is_there(state.program)


def starts_other_copy(state: AutostartState) -> bool:
    """Whether another copy of Brim than this one starts at login."""
    program = os.path.normcase(state.program)
    return state.enabled and program not in {"", os.path.normcase(start_command()[0])}


def is_start_command(command: Sequence[str]) -> bool:
    """Whether a command starts this very copy, also where Windows was given its path in other letters."""
    return [*map(os.path.normcase, command)] == [*map(os.path.normcase, start_command())]


def start_command() -> tuple[str, ...]:
    """The command that starts the tray of this very installation: absolute paths, and no console window."""
    if (program := lasting_program(tray=True)) is not None:
        return (program,)
    python = Path(sys.executable)
    if sys.platform == "win32":
        windowed = python.with_name("pythonw.exe")
        return (str(windowed if is_there(windowed) else python), "-m", "brim")
    else:  # noqa: RET505 - mypy knows platforms by branches
        script = python.with_name("brim")
        return (str(script),) if os.access(script, os.X_OK) else (str(python), "-m", "brim")


def _store() -> AutostartStore:
    if sys.platform == "win32":
        from brim.tray.desktop.autostartwindows import RunKey

        return RunKey()
    elif sys.platform == "darwin":  # noqa: RET505 - mypy knows platforms by branches
        from brim.tray.desktop.autostartmacos import LaunchAgent

        return LaunchAgent(userfolders.home() / "Library" / "LaunchAgents")
    else:
        from brim.tray.desktop.autostartlinux import DesktopEntry

        system = tuple(folder / "autostart" for folder in userfolders.system_config_folders())
        return DesktopEntry(userfolders.config_folder() / "autostart", system)


def _failed(text: Callable[[str | None, str], tuple[str, str]], error: OSError) -> AutostartError:
    return AutostartError(*text(error.filename, error.strerror or str(error)))
