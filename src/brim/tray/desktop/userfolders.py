"""The folders of this user in which a desktop looks for entries. This module must not know what is put there."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.ownprogram import flatpak_id
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import Callable


class NoHomeError(BrimError):
    """Nobody can say where this user's home folder is."""


class OthersHomeError(BrimError):
    """Files of root would be in the home folder of somebody else."""


def home() -> Path:
    """The home folder; raises NoHomeError, also where HOME is empty, which Python takes for `/`, or relative."""
    try:
        found = Path.home()
    except RuntimeError as error:
        raise NoHomeError(*words.no_home()) from error
    if not found.is_absolute() or (sys.platform != "win32" and not os.environ.get("HOME", "set")):
        raise NoHomeError(*words.no_home())
    return found


def check_home() -> None:
    """Raise OthersHomeError where root runs in the home folder of somebody else, as `sudo` can have it."""
    with suppress(OSError, NoHomeError):
        if sys.platform != "win32" and os.geteuid() == 0 and home().stat().st_uid != 0:
            raise OthersHomeError(*words.others_home(str(home())))


def config_folder() -> Path:
    """XDG Base Directory Specification: settings of programs. Raises NoHomeError."""
    return _xdg_folder("XDG_CONFIG_HOME", ".config")


def data_folder() -> Path:
    """XDG Base Directory Specification: what menus, themes, man and shells read. Raises NoHomeError."""
    return _xdg_folder("XDG_DATA_HOME", ".local/share")


def programs_folder() -> Path:
    """XDG Base Directory Specification: programs of this user, which most shells find. Raises NoHomeError."""
    return home() / ".local" / "bin"


def search_folders() -> tuple[Path, ...]:
    """Where shells look for programs, in their order."""
    return tuple(Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder)


def system_config_folders() -> tuple[Path, ...]:
    """Where packages put settings, the most important folder first; the user's own is none, also where it is named."""
    return _xdg_folders("XDG_CONFIG_DIRS", "/etc/xdg", config_folder)


def system_data_folders() -> tuple[Path, ...]:
    """Where packages put the same as is in `data_folder`, the most important folder first; that one is none of them."""
    return _xdg_folders("XDG_DATA_DIRS", "/usr/local/share:/usr/share", data_folder)


def flatpak_launcher() -> Path | None:
    """The launcher of the Flatpak that this process runs in, where it can put no other one; None elsewhere."""
    name = flatpak_id()
    return Path("/app/share/applications", f"{name}.desktop") if name else None


def start_menu_folder() -> Path:
    """The programs of this user in the Start menu of Windows; raises OSError."""
    if sys.platform == "win32":
        import ctypes

        programs, longest = 2, 260  # CSIDL_PROGRAMS, MAX_PATH
        path = ctypes.create_unicode_buffer(longest)
        if ctypes.windll.shell32.SHGetFolderPathW(None, programs, None, 0, path) == 0:
            return Path(path.value)
    raise OSError(0, words.no_start_menu())


def shell_name() -> str:
    """The name of this user's shell, such as zsh; empty where nothing names it."""
    return Path(os.environ.get("SHELL", "")).name


def _xdg_folder(variable: str, below_home: str) -> Path:
    """The folder that a variable names; a relative one does not count."""
    path = os.environ.get(variable, "")
    return Path(path) if Path(path).is_absolute() else home() / below_home


def _xdg_folders(variable: str, default: str, own: Callable[[], Path]) -> tuple[Path, ...]:
    """The folders that a variable names; relative ones do not count, nor the user's own."""
    try:
        left_out = os.path.realpath(own())
    except NoHomeError:
        left_out = ""
    paths = (os.environ.get(variable) or default).split(":")
    return tuple(Path(path) for path in paths if Path(path).is_absolute() and os.path.realpath(path) != left_out)
