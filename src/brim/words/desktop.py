"""Text about requests that the desktop did not carry out. This module must not know D-Bus or any desktop."""

from __future__ import annotations

ALREADY_RUNNING = ("Brim already runs on this desktop", "Look for its icon in the tray; Quit is in its menu.")
_ON_GNOME = "On GNOME install the extension “AppIndicator and KStatusNotifierItem Support”"
_ON_OTHER_DESKTOPS = "elsewhere add a system tray or status notifier to the panel"
NO_TRAY = (
    "Brim runs, but there is no tray to show it",
    f"This desktop shows no tray icons now. {_ON_GNOME}; {_ON_OTHER_DESKTOPS}. The icon then comes by itself.",
)

_START_IN_SESSION = "Start Brim inside a desktop session; `brim status` works everywhere."
NO_SESSION_BUS = ("There is no desktop session bus here", _START_IN_SESSION)
SESSION_BUS_NOT_ANSWERING = ("The desktop's session bus does not answer", _START_IN_SESSION)
SYSTEM_BUS_NOT_ANSWERING = (
    "The system bus does not answer",
    "Nothing needs to be done: Brim does without word of sleep, network and battery.",
)
BUS_DISCONNECTED = "The bus is gone."
NO_SESSION_BUS_REASON = "There is no session bus."
NO_USER_SESSION = "There is no session of this user."

NO_HOME = ("The home folder is not known", "Set HOME and try again.")


def call_failed(call: str, reason: str) -> tuple[str, str]:
    """The desktop refused a call; an empty reason means that it gave no answer."""
    return f"The desktop did not carry out {call}", (reason or "It gave no answer").rstrip(".") + "."


def unexpected_signature(signature: str) -> str:
    """The answer to a call has an unexpected D-Bus signature."""
    return f"The answer is of type {signature!r}."


def autostart_failed(action: str, location: str | None, reason: str) -> tuple[str, str]:
    """The entry for the start at login could not be changed; `action` is read, switched on or switched off."""
    where = f" {location}:" if location else ""
    return f"The start at login cannot be {action}", f"Check what may be written there.{where} {reason}."
