"""Which program this copy of Brim is: of a Python, a frozen one that PyInstaller made, an AppImage or a Flatpak of one.

A frozen program brings Python inside and knows no `-m`. Its loader changes the environment, which the programs
that it starts must not see. This module must not know what is started.

Sources: PyInstaller 6 manual, "LD_LIBRARY_PATH / LIBPATH considerations" and "Run-time information"; AppImage
documentation, "Environment variables"; Flatpak documentation, "Sandbox Permissions".
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

_TRAY_PROGRAM = "brim-tray.exe"
_TERMINAL_PROGRAM = "brim.exe"
"""Windows has two programs, because one for a terminal opens a window where there is none."""
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "LIBPATH")
_ORIGINAL = "_ORIG"
_LOADER = "_PYI_"
OPEN_OPTION = "--open-by-system"
"""The first argument by which a frozen program does nothing but open a page or a file."""
APP_IMAGE_VARIABLES = ("APPIMAGE", "APPDIR", "ARGV0", "OWD")
"""What an AppImage tells its program, and nobody else."""
_UV_CACHE = ("archive-v", "builds-v", "environments-v")
"""How folders in uv's cache begin."""
_CACHES = frozenset({".cache", "cache", "caches"})
"""Above or below the folder `pipx`, by system and version."""
_TRANSLOCATED = "apptranslocation"
"""A folder that macOS makes for each start ("Gatekeeper Path Randomization", in the notes of macOS 10.12)."""
_SANDBOX, _SANDBOX_PROGRAMS = "/.flatpak-info", "/app/"
"""Is there in every Flatpak, and nowhere else; and where the program of a Flatpak is."""


def is_frozen() -> bool:
    """Whether this is a program that PyInstaller made."""
    return bool(getattr(sys, "frozen", False))


def restore_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Take back what PyInstaller's loader changed, so that every program that is started finds its own libraries.

    The loader of this process has read it already, and libraries that are loaded later are found all the same.
    """
    for name in _LIBRARY_PATHS:
        original = environment.pop(name + _ORIGINAL, None)
        if original is not None:
            environment[name] = original
        elif any(other.startswith(_LOADER) for other in environment):
            environment.pop(name, None)
    for name in [name for name in environment if name.startswith(_LOADER)]:
        del environment[name]


def app_image(executable: str, environment: Mapping[str, str]) -> str | None:
    """The file of the AppImage that this frozen program runs from; None for any other.

    A terminal inside another AppImage, such as an editor, hands its variables on to every program.
    """
    image, mounted = environment.get("APPIMAGE"), environment.get("APPDIR")
    if not image or not mounted or not os.path.isabs(image):
        return None
    inside = os.path.realpath(executable).startswith(os.path.join(os.path.realpath(mounted), ""))
    return image if inside else None


def flatpak_id() -> str:
    """The name of the Flatpak that this copy belongs to; empty for any other, also in a terminal of another Flatpak."""
    inside = os.path.isfile(_SANDBOX) and sys.executable.startswith(_SANDBOX_PROGRAMS)
    return os.environ.get("FLATPAK_ID", "") if inside else ""


def lasting_program(*, tray: bool = False) -> str | None:
    """The file that starts this frozen copy tomorrow, too; None where Brim is not frozen.

    With `tray` the one that opens no terminal.
    """
    if not is_frozen():
        return None
    return app_image(sys.executable, os.environ) or _beside(_TRAY_PROGRAM if tray else _TERMINAL_PROGRAM)


def is_temporary(executable: str) -> bool:
    """Whether a program is where it will be gone one day, so that nothing may name it.

    `uvx` and `pipx run` start what they do not install, from caches.
    """
    return (
        is_translocated(executable)
        or is_in_uv_cache(executable)
        or any("pipx" in pair and _CACHES & set(pair) for pair in pairwise(_parts(executable)))
    )


def is_translocated(executable: str) -> bool:
    """Whether macOS runs an application from a path of its own, as it does with a downloaded one until it is moved."""
    return _TRANSLOCATED in _parts(executable)


def is_in_uv_cache(path: str) -> bool:
    """Whether a path is in the cache from which `uvx` starts programs."""
    return any(part.startswith(_UV_CACHE) for part in _parts(path))


def _parts(path: str) -> list[str]:
    """The parts of a path of any system, in small letters."""
    return path.replace("\\", "/").lower().split("/")


def command_now(*arguments: str) -> tuple[str, ...]:
    """What runs a command of this very copy now, as a process of its own."""
    if is_frozen():
        return (_beside(_TERMINAL_PROGRAM), *arguments)
    return (sys.executable, "-m", "brim", *arguments)


def _beside(name: str) -> str:
    """The program of that name in the folder of this one, on Windows; elsewhere this one is all."""
    other = os.path.join(os.path.dirname(sys.executable), name)
    return other if sys.platform == "win32" and os.path.isfile(other) else sys.executable
