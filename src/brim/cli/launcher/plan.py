"""Which files put Brim into the applications menu of each system, with icon, manual and completions, and where.

This module must not know which of them are there, nor how they are written.
"""

from __future__ import annotations

import os
import plistlib
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brim import __version__
from brim.cli.launcher.placing import Content
from brim.ownprogram import is_frozen
from brim.packagefiles import SHARE
from brim.tray.desktop import userfolders
from brim.tray.desktop.desktopentry import FILE_NAME, OPEN_IF_RUNNING, launcher_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

APPLICATIONS, METAINFO, ICONS = "applications", "metainfo", "icons"
"""Folders of `share` that are for Linux' desktops; the others are for man and shells, and macOS reads them too."""
ICO, _ICNS = (Path(__file__).with_name(f"brim.{form}") for form in ("ico", "icns"))
"""The icon as Windows and macOS want it."""
_BUNDLE_ID = "app.brim.Launcher"
_SCRIPT = Path("Contents", "MacOS", "brim")


class Plan(NamedTuple):
    """What is put."""

    files: dict[Path, Content]
    """All of them, the launcher too."""
    marker: Path
    """The one that names this copy of Brim, so that nobody else would write it."""


def launcher_path() -> Path:
    """Where the launcher is, or would be; raises OSError and NoHomeError."""
    if sys.platform == "win32":
        return userfolders.start_menu_folder() / "Brim.lnk"
    elif sys.platform == "darwin":  # noqa: RET505 - mypy knows platforms by branches
        return userfolders.home() / "Applications" / "Brim.app"
    else:
        return userfolders.data_folder() / APPLICATIONS / FILE_NAME


def launcher_plan(command: Sequence[str]) -> Plan:
    """The files for a launcher that starts this command; raises OSError and NoHomeError."""
    main = launcher_path()
    if sys.platform == "win32":
        from brim.cli.launcher.shortcut import shortcut

        return Plan({main: Content(shortcut((*command, OPEN_IF_RUNNING), ICO))}, main)
    elif sys.platform == "darwin":  # noqa: RET505 - mypy knows platforms by branches
        shared = dict(_shared(userfolders.data_folder(), (APPLICATIONS, ICONS)))
        return Plan(bundle(main, command) | shared | _typed(command), main / _SCRIPT)
    else:
        entry = Content(launcher_entry(command).encode())
        shared = dict(_shared(userfolders.data_folder(), (APPLICATIONS,)))
        return Plan({main: entry} | shared | _typed(command), main)


def bundle(app: Path, command: Sequence[str]) -> dict[Path, Content]:
    """An application for macOS that starts the command and shows nothing in the Dock (Bundle Programming Guide)."""
    properties = {
        "CFBundleName": "Brim",
        "CFBundleIdentifier": _BUNDLE_ID,
        "CFBundleVersion": __version__,
        "CFBundleShortVersionString": __version__,
        "CFBundlePackageType": "APPL",
        "CFBundleExecutable": "brim",
        "CFBundleIconFile": "brim",
        "LSUIElement": True,
    }
    script = f"#!/bin/sh\nexec {shlex.join((*command, OPEN_IF_RUNNING))}\n"
    return {
        app / "Contents" / "Info.plist": Content(plistlib.dumps(properties)),
        app / _SCRIPT: Content(script.encode(errors="surrogateescape"), executable=True),
        app / "Contents" / "Resources" / "brim.icns": Content(_ICNS.read_bytes()),
    }


def _typed(command: Sequence[str]) -> dict[Path, Content]:
    """What starts a frozen copy when `brim` is typed in a terminal; others have an installer that sees to that."""
    if not is_frozen():
        return {}
    script = f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n'
    return {userfolders.programs_folder() / "brim": Content(script.encode(errors="surrogateescape"), executable=True)}


def _shared(folder: Path, left_out: Sequence[str]) -> Iterator[tuple[Path, Content]]:
    """The files of `share` in the user's own folder; software centres do not read metainfo there."""
    for top, _, names in os.walk(SHARE):
        below = Path(top).relative_to(SHARE)
        if below.parts[:1] not in {(name,) for name in (*left_out, METAINFO)}:
            yield from ((folder / below / name, Content(Path(top, name).read_bytes())) for name in sorted(names))
