"""Brim in the applications menu: read whether it is there, put it there, take it away.

Nothing is written before the user asks for it. One command at a time changes anything. This module must not know which
files a system needs, nor who asks.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brim import __version__
from brim.backend.system.readonly import is_read_only, read_only
from brim.cli.launcher.manifest import FILE_NAME as RECORD
from brim.cli.launcher.manifest import Manifest, read_manifest, write_manifest
from brim.cli.launcher.placing import digest_of, found_again, is_in_place, put, take_back
from brim.cli.launcher.plan import APPLICATIONS, ICONS, launcher_path, launcher_plan
from brim.errors import BrimError
from brim.ownprogram import is_temporary
from brim.packagefiles import SHARE
from brim.privatefiles import is_there, make_folder
from brim.tray.desktop import userfolders
from brim.tray.desktop.autostart import check_lasting, is_start_command, start_command
from brim.tray.desktop.desktopentry import FILE_NAME, UnusablePathError
from brim.words import launcher as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOCK_SECONDS = 10.0


class LauncherError(BrimError):
    """A file in the user's folders cannot be read or changed."""


@dataclass(frozen=True, slots=True)
class LauncherState:
    """What is in the applications menu."""

    enabled: bool
    """Whether Brim put its launcher there."""
    location: Path
    """Where the launcher is, or would be."""
    command: tuple[str, ...]
    """What it starts; empty while there is none."""
    files: tuple[str, ...]
    """All that Brim put."""
    left: tuple[Path, ...] = ()
    """What was there before, or was changed since, and was left alone just now."""
    complete: bool = True
    """Whether all that was put is there, and from this version."""
    version: str = ""
    """The version of Brim that put it; empty while there is none, and until all of it was put."""
    installed: Path | None = None
    """The launcher that came with an installation of Brim; looked for where the command put none."""

    @property
    def gone(self) -> bool:
        """Whether the program that the launcher starts is not there any more."""
        return self.enabled and not is_there(self.command[0])

    @property
    def elsewhere(self) -> bool:
        """Whether the launcher starts another copy of Brim than this one."""
        return self.enabled and not is_start_command(self.command)


def launcher_state(state_dir: Path) -> LauncherState:
    """What is there now; changes nothing. Raises LauncherError."""
    with _errors(words.not_known), nullcontext() if is_read_only() else read_only():
        return _state(_manifest(state_dir, start_command()))


def set_launcher(state_dir: Path, *, enabled: bool) -> LauncherState:
    """Put it there or take it away; returns the new state. Raises BrimError, after which a second try goes on.

    Where this very copy came with a launcher, that one stays the only one.
    """
    userfolders.check_home()
    if enabled:
        check_lasting()
    with _errors(words.not_changed), _alone(state_dir):
        command = start_command()
        return _changed(state_dir, command, _manifest(state_dir, command), enabled=enabled)


def renew_launcher(state_dir: Path) -> LauncherState | None:
    """Do what `on` does where the launcher is there and starts this copy, or one that is gone. Raises BrimError.

    Returns None where it left everything as it was: nobody asked for a launcher, or it starts another copy.
    """
    userfolders.check_home()
    with _errors(words.not_changed), _alone(state_dir):
        before = read_manifest(state_dir)
        state = _state(before)
        if not state.enabled or (state.elsewhere and not state.gone) or is_temporary(sys.executable):
            return None
        return _changed(state_dir, start_command(), before, enabled=True)


def _changed(state_dir: Path, command: tuple[str, ...], before: Manifest, *, enabled: bool) -> LauncherState:
    save = partial(write_manifest, state_dir)
    if enabled and not _came_with_launcher(command[0]):
        _check_folder(launcher_path())
        left = put(launcher_plan(command).files, before, Manifest(version=__version__, command=command), save)
    else:
        left = take_back(before, save)
    _announce_icons()
    return _state(read_manifest(state_dir), left)


def _check_folder(location: Path) -> None:
    """Raise LauncherError where no file can hold the path."""
    if str(location) != str(location).encode(errors="replace").decode():
        raise LauncherError(*words.unusable_folder(str(location)))


def _manifest(state_dir: Path, command: tuple[str, ...]) -> Manifest:
    """What was put, also where a user has emptied the data folder since."""
    manifest = read_manifest(state_dir)
    if manifest.files:
        return manifest
    try:
        plan = launcher_plan(command)
    except UnusablePathError:
        return manifest
    files = found_again(plan.files, plan.marker)
    return Manifest(version=__version__, command=command, files=files) if files else manifest


def _state(manifest: Manifest, left: tuple[Path, ...] = ()) -> LauncherState:
    location = launcher_path()
    owned = any(location == path or location in path.parents for path in map(type(location), manifest.files))
    enabled = owned and bool(manifest.command) and is_there(location)
    complete = is_in_place(manifest) and manifest.version == __version__
    return LauncherState(
        enabled,
        location,
        manifest.command if enabled else (),
        tuple(manifest.files),
        left,
        complete,
        manifest.version if enabled else "",
        None if owned else _installed(location),
    )


def _installed(location: Path) -> Path | None:
    """The launcher that pip put into the user's own folder as it is, or a package into one of the system's."""
    below = Path(APPLICATIONS, FILE_NAME)
    if is_there(location) and digest_of(location) == digest_of(Path(SHARE) / below):
        return location
    if (flatpak := userfolders.flatpak_launcher()) is not None:
        return flatpak
    return next(filter(is_there, (folder / below for folder in userfolders.system_data_folders())), None)


def _came_with_launcher(program: str) -> bool:
    """Whether this copy of Brim is the one of a package that put a launcher beside it, into the same `/usr`."""
    return userfolders.flatpak_launcher() is not None or any(
        is_there(folder / APPLICATIONS / FILE_NAME)
        and os.path.realpath(folder.parent / "bin" / "brim") == os.path.realpath(program)
        for folder in userfolders.system_data_folders()
    )


def _announce_icons() -> None:
    """Let desktops read the theme again, which they do when its folder is newer than their cache (GtkIconTheme)."""
    with suppress(OSError):
        os.utime(userfolders.data_folder() / ICONS / "hicolor")


@contextmanager
def _alone(state_dir: Path) -> Iterator[None]:
    """Be the only one who changes the files; raises LauncherError when another command takes too long."""
    from filelock import FileLock, Timeout

    make_folder(state_dir)
    try:
        with FileLock((state_dir / RECORD).with_suffix(".lock"), mode=0o600, timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise LauncherError(*words.busy()) from error
    except NotImplementedError as error:  # the file system has no locks
        raise LauncherError(*words.not_changed(str(state_dir), str(error))) from error


@contextmanager
def _errors(text: Callable[[str | None, str], tuple[str, str]]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LauncherError(*text(error.filename, error.strerror or str(error))) from error
