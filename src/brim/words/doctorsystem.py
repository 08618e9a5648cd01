"""The report lines of `brim doctor` about this machine: desktop, tray, settings, files and versions.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK_OK, MARK_WARNING, MARK_PROBLEM = "[+] ok", "[?] look here", "[!] problem"
"""The marks of a line: they differ by word and by shape, not only by colour."""
ALL_OK = "All is well."
NO_PROBLEM = "No problem was found."
PROBLEM_FOUND = "There is a problem; the lines below say what to do next."

DESKTOP, NOTIFICATIONS, TRAY, SESSIONS, LOGIN = "Desktop", "Notices", "Tray of Brim", "Sessions", "Login"
REQUESTS, RECENT_ATTEMPTS, STATUS_PAGE, CLAUDE_CLI = "Asking", "Last reads", "Status page", "Claude program"
FIGURES, STATUS_LINE, SETTINGS, FILES = "Figures", "Status line", "Settings", "Files"
HISTORY, VERSIONS = "History", "Versions"
"""The topics of the lines."""

_SYSTEM_NAMES = {"darwin": "macOS", "win32": "Windows"}
_ADD_A_TRAY = (
    'On GNOME install the extension "AppIndicator and KStatusNotifierItem Support"; elsewhere add a system tray or '
    "status notifier to the panel."
)
NO_DESKTOP = "There is no desktop here; Brim shows its gauge in the terminal"
DAEMON_NOT_ANSWERING = (
    "The notification daemon does not answer",
    "Log out and in again, or restart the notification daemon; until then no notice is seen.",
)
DAEMON_STARTS_ON_DEMAND = "No notification daemon runs; the session starts one when it is needed"
NO_DAEMON = ("There is no notification daemon", "Install one, for example dunst.")

TRAY_RUNNING = "It runs"
ICON_WITHOUT_TRAY = (
    "It runs, but no tray shows its icon",
    "Do what the line about the desktop says; the icon then comes by itself. `brim status` has the figures meanwhile.",
)
TRAY_NOT_SHARED = "It runs, but shares no file with this command: another state folder, or a full disk"
TRAY_NOT_RUNNING = ("It does not run", "Start it with `brim`.")
TRAY_OPTIONAL = "It does not run"
TRAY_KILLED = "tray.json is left from a tray that was ended; that does no harm"

ALL_DEFAULTS = "All are at their defaults"
BROKEN_FILE_NEXT_STEP = "Brim sets such a file aside by itself and makes a new one."


def topic_for_folder(topic: str, folder: str) -> str:
    """The topic of a line about one of several accounts; `folder` is that account's folder."""
    return f"{topic}, {folder}"


def native_desktop(system: str) -> str:
    """The desktop of macOS or Windows, which needs no checks; `system` is its name in `sys.platform`."""
    return f"{_SYSTEM_NAMES.get(system, system)} shows icons and notices by itself"


def desktop_session(desktop: str | None, kind: str) -> str:
    """A desktop session whose session bus answers."""
    return f"{_session_name(desktop, kind)}; the session bus answers"


def no_session_bus(desktop: str | None, kind: str) -> tuple[str, str]:
    """A desktop session whose session bus does not answer."""
    return f"{_session_name(desktop, kind)}: no session bus answers", "Start Brim inside a desktop session."


def _session_name(desktop: str | None, kind: str) -> str:
    return f"{desktop or 'A desktop without a name'} on {kind}"


def xembed_tray(panels: Sequence[str]) -> str:
    """The desktop shows icons by the older XEmbed protocol."""
    return f"A tray of the old kind takes the icon, with a menu of Brim's own{_known_panels(panels)}"


def no_statusnotifier_watcher(panels: Sequence[str]) -> tuple[str, str]:
    """No StatusNotifierWatcher lists icons, so they are not shown."""
    return f"Nobody lists tray icons (no StatusNotifierWatcher){_known_panels(panels)}", _ADD_A_TRAY


def no_statusnotifier_host(panels: Sequence[str]) -> tuple[str, str]:
    """A watcher lists icons, but no host shows them."""
    return f"Tray icons are listed, but nobody draws them{_known_panels(panels)}", _ADD_A_TRAY


def icons_drawn(watcher: str, items: int, panels: Sequence[str]) -> str:
    """Icons are shown; `watcher` is empty when its name is not known, `items` is the number of icons."""
    watcher_name = watcher or "a program without a name"
    return f"Tray icons are listed by {watcher_name} and drawn; icons now: {items}{_known_panels(panels)}"


def icon_not_listed(watcher: str | None) -> tuple[str, str]:
    """The tray runs and icons are drawn, but its own is not among them; `watcher` lists them."""
    step = "Quit Brim and start it again. If the icon is still missing, restart the panel, or log out and in again."
    return f"It runs, but its icon is not among those that {watcher or 'the desktop'} lists", step


def _known_panels(panels: Sequence[str]) -> str:
    return f"; known panels: {', '.join(panels)}" if panels else ""


def daemon_capabilities(name: str, version: str, capabilities: Sequence[str]) -> str:
    """The notification daemon, and what it supports."""
    return f"{name} {version}, which can: {', '.join(capabilities) or 'nothing more'}"


def changed_setting(name: str, value: str, origin: str) -> str:
    """A setting that is not at its default, and where its value comes from."""
    return f"{name} = {value}, from {origin}"


def folder_not_writable(folder: str) -> tuple[str, str]:
    """The user has no right to write to a folder."""
    return f"{folder} cannot be written", "Give yourself the right to write there."


def disk_full(folder: str) -> tuple[str, str]:
    """The disk of a folder is full."""
    return f"{folder}: the disk is full", "Make room on it."


def folder_writable(folder: str, *, exists: bool) -> str:
    """A folder can be written."""
    return f"{folder} can be written{'' if exists else '; it is not there yet'}"


def log_file(path: str, size: int | None) -> str:
    """The log file and its size in bytes; None when it does not exist yet."""
    return f"Log: {path}, {'not there yet' if size is None else f'{size} bytes'}"


def versions(brim: str, python: str) -> str:
    """The versions of Brim and of Python."""
    return f"Brim {brim}, Python {python}"


def missing_libraries(libraries: Sequence[str]) -> tuple[str, str]:
    """Libraries that are not installed."""
    return f"Missing: {', '.join(libraries)}", "Install Brim anew."
