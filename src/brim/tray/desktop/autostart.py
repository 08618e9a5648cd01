"""Whether Brim starts when the user logs in, and the one entry by which the desktop knows: read, written, taken out.

Linux: a desktop entry in the user's autostart folder (XDG Autostart Specification); one that a package put into the
system's folder is switched off by an entry of the same name that says Hidden. macOS: a LaunchAgent, which counts from
the next login on (launchd.plist(5)). Windows: a value under the Run key; what Task Manager notes beside it counts
first. Nothing is written before somebody asks. This module must not know who asks, nor what is started.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from brim.errors import BrimError
from brim.words import desktop as told
from brim.words.autostart import ENTRY_COMMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "brim.desktop"
LABEL = "app.brim.Tray"
"""Of the LaunchAgent."""
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED_KEY = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where Task Manager notes which values of the Run key are switched off: the first byte is then odd."""
VALUE = "Brim"

_EXEC_ESCAPED = '"`$\\'
"""Desktop Entry Specification, the Exec key: these take a backslash inside quotes."""


class AutostartError(BrimError):
    """The entry cannot be read or changed."""


@dataclass(frozen=True, slots=True)
class Autostart:
    """What the desktop will do at the next login."""

    on: bool
    place: str
    """Where the entry is, or would be."""


class Store(Protocol):
    """The place of one system's entry. Every method raises OSError as the system does."""

    def find(self) -> Autostart:
        """What the entry says now."""

    def put(self, command: Sequence[str]) -> None:
        """Have this command started at login."""

    def drop(self) -> None:
        """Have nothing started at login."""


def current() -> Autostart:
    """Whether Brim starts at login; raises AutostartError when that cannot be seen."""
    store = _store()
    try:
        return store.find()
    except OSError as error:
        raise _fault("seen", error) from error


def switch(*, on: bool) -> Autostart:
    """Switch it on or off and tell what holds then; raises AutostartError when the system refuses."""
    store = _store()
    try:
        if on:
            store.put(command())
        else:
            store.drop()
        return store.find()
    except OSError as error:
        raise _fault("changed", error) from error


def command() -> tuple[str, ...]:
    """What starts the tray of this very installation, with absolute paths and without a console window."""
    python = Path(sys.executable)
    if sys.platform == "win32":
        windowed = python.with_name("pythonw.exe")
        return (str(windowed if windowed.exists() else python), "-m", "brim")
    else:  # noqa: RET505 - mypy knows platforms by branches
        script = python.with_name("brim")
        return (str(script),) if os.access(script, os.X_OK) else (str(python), "-m", "brim")


def desktop_entry(words: Sequence[str]) -> str:
    """The text of the entry in the autostart folder."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=Brim",
            f"Comment={ENTRY_COMMENT}",
            f"Exec={' '.join(map(_exec_word, words))}",
            f"TryExec={_string(words[0])}",
            "Icon=utilities-system-monitor",
            "Terminal=false",
            "StartupNotify=false",
            "X-GNOME-Autostart-enabled=true",
            "",
        )
    )


def starts(entry: str) -> bool:
    """Whether a desktop entry starts anything."""
    section, values = "", {}
    for line in entry.splitlines():
        if line.startswith("["):
            section = line.strip()
        elif section == "[Desktop Entry]" and "=" in line:
            key, _, value = line.partition("=")
            values[key.strip()] = value.strip().lower()
    return values.get("Hidden") != "true" and values.get("X-GNOME-Autostart-enabled") != "false" and "Exec" in values


@dataclass(frozen=True, slots=True)
class DesktopEntry:
    """Linux: the user's autostart folder, which wins over the system's."""

    folder: Path
    system: tuple[Path, ...] = ()
    """Folders of the system, first one first."""

    def find(self) -> Autostart:
        """The first entry that there is decides."""
        for folder in (self.folder, *self.system):
            with suppress(FileNotFoundError, NotADirectoryError):
                return Autostart(starts((folder / NAME).read_text("utf-8", "replace")), str(self.folder / NAME))
        return Autostart(on=False, place=str(self.folder / NAME))

    def put(self, command: Sequence[str]) -> None:
        """Write the user's entry."""
        _replace(self.folder / NAME, desktop_entry(command).encode(errors="surrogateescape"))

    def drop(self) -> None:
        """Take the user's entry out, or hide the system's behind one."""
        if any((folder / NAME).exists() for folder in self.system):
            _replace(self.folder / NAME, b"[Desktop Entry]\nType=Application\nName=Brim\nHidden=true\n")
        else:
            (self.folder / NAME).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class LaunchAgent:
    """macOS: a property list in the user's LaunchAgents."""

    folder: Path

    @property
    def path(self) -> Path:
        """The file of the agent."""
        return self.folder / f"{LABEL}.plist"

    def find(self) -> Autostart:
        """An agent that is there and not disabled runs at login."""
        import plistlib
        from xml.parsers.expat import ExpatError

        try:
            found = plistlib.loads(self.path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            found = {}
        except (plistlib.InvalidFileException, ExpatError, ValueError, AttributeError):  # not one of ours any more
            found = {}
        on = isinstance(found, dict) and found.get("RunAtLoad") is True and found.get("Disabled") is not True
        return Autostart(on, str(self.path))

    def put(self, command: Sequence[str]) -> None:
        """Write the agent."""
        import plistlib

        agent = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        _replace(self.path, plistlib.dumps(agent))

    def drop(self) -> None:
        """Remove the agent."""
        self.path.unlink(missing_ok=True)


class RunKey:
    """Windows: a value under the Run key of the current user."""

    def find(self) -> Autostart:
        """The value counts unless Task Manager has switched it off."""
        place = rf"HKEY_CURRENT_USER\{RUN_KEY}\{VALUE}"
        approved = self._value(APPROVED_KEY)
        off = isinstance(approved, bytes) and approved[:1] != b"" and approved[0] % 2 == 1
        return Autostart(bool(self._value(RUN_KEY)) and not off, place)

    def put(self, command: Sequence[str]) -> None:
        """Set the value, and forget that it was switched off."""
        import subprocess

        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, subprocess.list2cmdline(command))
        self._delete(APPROVED_KEY)

    def drop(self) -> None:
        """Delete the value."""
        self._delete(RUN_KEY)

    def _value(self, name: str) -> object:
        if sys.platform == "win32":
            import winreg

            with suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, name) as key:
                return winreg.QueryValueEx(key, VALUE)[0]
        return None

    def _delete(self, name: str) -> None:
        if sys.platform == "win32":
            import winreg

            access = winreg.KEY_SET_VALUE
            with suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, name, 0, access) as key:
                winreg.DeleteValue(key, VALUE)


def _store() -> Store:
    if sys.platform == "win32":
        return RunKey()
    elif sys.platform == "darwin":  # noqa: RET505 - mypy knows platforms by branches
        return LaunchAgent(_home() / "Library" / "LaunchAgents")
    else:
        config = os.environ.get("XDG_CONFIG_HOME", "")
        folder = Path(config) if Path(config).is_absolute() else _home() / ".config"
        system = [place for place in (os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":") if place]
        return DesktopEntry(folder / "autostart", tuple(Path(place, "autostart") for place in system))


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise AutostartError(*told.NO_HOME) from error


def _fault(what: str, error: OSError) -> AutostartError:
    return AutostartError(*told.autostart_failed(what, error.filename, error.strerror or str(error)))


def _exec_word(word: str) -> str:
    """One word of the Exec key: quoted, with its own escapes, then those of every string, and no field codes."""
    quoted = "".join(f"\\{letter}" if letter in _EXEC_ESCAPED else letter for letter in word)
    return _string(f'"{quoted}"').replace("%", "%%")


def _string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
