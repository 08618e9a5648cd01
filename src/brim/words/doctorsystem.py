"""What `brim doctor` says of this machine: desktop, tray, settings, files and versions.

A pair is what was found and what to do. This module must not know how a fact is found or judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, LOOK, PROBLEM = "[+] ok", "[?] look here", "[!] problem"
"""The marks: they tell the verdict by word and by shape."""
ALL_WELL = "All is well."
NO_PROBLEM = "No problem was found."
SOME_PROBLEM = "There is a problem; the lines below say what to do next."

DESKTOP, NOTICES, TRAY, SESSIONS, LOGIN = "Desktop", "Notices", "Tray of Brim", "Sessions", "Login"
ASKING, READS, STATUS_PAGE, PROGRAM = "Asking", "Last reads", "Status page", "Claude program"
FIGURES, STATUS_LINE, SETTINGS, FILES = "Figures", "Status line", "Settings", "Files"
HISTORY, VERSIONS = "History", "Versions"
"""What a line belongs to."""

_SYSTEMS = {"darwin": "macOS", "win32": "Windows"}
_ADD_A_TRAY = (
    'On GNOME install the extension "AppIndicator and KStatusNotifierItem Support"; elsewhere add a system tray or '
    "status notifier to the panel."
)
NO_DESKTOP = "There is no desktop here; Brim shows its gauge in the terminal"
DAEMON_SILENT = (
    "The notification daemon does not answer",
    "Log out and in again, or restart the notification daemon; until then no notice is seen.",
)
DAEMON_STARTS = "No notification daemon runs; the session starts one when it is needed"
NO_DAEMON = ("There is no notification daemon", "Install one, for example dunst.")

TRAY_RUNS = "It runs"
TRAY_APART = "It runs, but shares no file with this command: another state folder, or a full disk"
TRAY_WANTED = ("It does not run", "Start it with `brim`.")
NO_TRAY = "It does not run"
TRAY_ENDED = "tray.json is left from a tray that was ended; that does no harm"

ALL_DEFAULTS = "All are at their defaults"
BROKEN_NEXT = "Brim sets such a file aside by itself and makes a new one."


def topic_of(topic: str, folder: str) -> str:
    """What a line belongs to, where several accounts are told of."""
    return f"{topic}, {folder}"


def shows_by_itself(system: str) -> str:
    """A desktop that needs no help; `system` is Python's name for it."""
    return f"{_SYSTEMS.get(system, system)} shows icons and notices by itself"


def session(desktop: str | None, kind: str) -> str:
    """A desktop whose programs can be asked."""
    return f"{_session(desktop, kind)}; the session bus answers"


def no_bus(desktop: str | None, kind: str) -> tuple[str, str]:
    """A desktop whose programs cannot be asked."""
    return f"{_session(desktop, kind)}: no session bus answers", "Start Brim inside a desktop session."


def _session(desktop: str | None, kind: str) -> str:
    return f"{desktop or 'A desktop without a name'} on {kind}"


def old_tray(panels: Sequence[str]) -> str:
    """Icons are shown in the old way."""
    return f"A tray of the old kind takes the icon, with a menu of Brim's own{_known(panels)}"


def no_watcher(panels: Sequence[str]) -> tuple[str, str]:
    """Icons are not shown."""
    return f"Nobody lists tray icons (no StatusNotifierWatcher){_known(panels)}", _ADD_A_TRAY


def no_host(panels: Sequence[str]) -> tuple[str, str]:
    """Icons are listed and not shown."""
    return f"Tray icons are listed, but nobody draws them{_known(panels)}", _ADD_A_TRAY


def drawn(watcher: str, items: int, panels: Sequence[str]) -> str:
    """Icons are shown; the watcher's name is empty when unknown."""
    by = watcher or "a program without a name"
    return f"Tray icons are listed by {by} and drawn; icons now: {items}{_known(panels)}"


def _known(panels: Sequence[str]) -> str:
    return f"; known panels: {', '.join(panels)}" if panels else ""


def daemon(name: str, version: str, capabilities: Sequence[str]) -> str:
    """Who shows notices."""
    return f"{name} {version}, which can: {', '.join(capabilities) or 'nothing more'}"


def setting(name: str, value: str, place: str) -> str:
    """A setting that is not at its default, and who said so."""
    return f"{name} = {value}, from {place}"


def protected(folder: str) -> tuple[str, str]:
    """A folder without rights."""
    return f"{folder} cannot be written", "Give yourself the right to write there."


def full(folder: str) -> tuple[str, str]:
    """A folder on a disk without room."""
    return f"{folder}: the disk is full", "Make room on it."


def writable(folder: str, *, exists: bool) -> str:
    """A folder in order."""
    return f"{folder} can be written{'' if exists else '; it is not there yet'}"


def log(path: str, size: int | None) -> str:
    """The log, with its size in bytes; None before there is one."""
    return f"Log: {path}, {'not there yet' if size is None else f'{size} bytes'}"


def versions(brim: str, python: str) -> str:
    """What runs here."""
    return f"Brim {brim}, Python {python}"


def missing(libraries: Sequence[str]) -> tuple[str, str]:
    """Libraries that should be here."""
    return f"Missing: {', '.join(libraries)}", "Install Brim anew."
