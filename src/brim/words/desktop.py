"""Text about requests that the desktop did not carry out. This module must not know D-Bus or any desktop."""

from __future__ import annotations

from brim.words.translation import _


def already_running() -> tuple[str, str]:
    """Another tray of this user runs."""
    return _("Brim is already running"), _("Look for its icon in the tray; Quit is in its menu.")


def no_tray() -> tuple[str, str]:
    """The tray runs, and the desktop shows no tray icons: a notification."""
    return _("Brim has no tray icon"), _(
        "This desktop shows no tray icons: on GNOME install the extension “AppIndicator and KStatusNotifierItem "
        "Support”, elsewhere add a system tray to the panel. The icon then appears automatically."
    )


def no_session_bus() -> tuple[str, str]:
    """The environment names no session bus."""
    return _("No desktop session bus"), _start_in_session()


def session_bus_not_answering() -> tuple[str, str]:
    """The session bus accepts no connection in time."""
    return _("Session bus does not answer"), _start_in_session()


def system_bus_not_answering() -> tuple[str, str]:
    """The system bus accepts no connection in time."""
    return _("System bus does not answer"), _(
        "There is nothing to do: Brim only learns later of sleep, network and battery."
    )


def no_home() -> tuple[str, str]:
    """The home folder, in which files of this user are, is not known."""
    return _("Home folder not known"), _("Set HOME and try again.")


def others_home(home: str) -> tuple[str, str]:
    """Root would put files into the home folder of somebody else, who could not change them."""
    return _("Not your home folder"), _(
        "You are root, and {folder} belongs to another user. Try again without `sudo`.", folder=home
    )


def unusable_path(program: str) -> tuple[str, str]:
    """Brim is in a folder whose name has letters that no desktop entry can hold."""
    return _("Path of Brim not usable"), _(
        "Menus cannot read a character in {file}. Move Brim to a folder with another name, then try again.",
        file=program,
    )


def no_start_menu() -> str:
    """Why the Start menu of Windows cannot be changed."""
    return _("this user has no Start menu")


def bus_disconnected() -> str:
    """Why a call failed, for `call_failed`."""
    return _("the bus is gone")


def no_session_bus_reason() -> str:
    """Why a call failed, for `call_failed`."""
    return _("there is no session bus")


def no_user_session() -> str:
    """Why a call failed, for `call_failed`."""
    return _("there is no session of this user")


def unexpected_signature(signature: str) -> str:
    """Why a call failed, for `call_failed`: the answer has an unexpected D-Bus signature."""
    return _('the answer has the type "{signature}"', signature=signature)


def call_failed(call: str, reason: str) -> tuple[str, str]:
    """The desktop refused a call; an empty reason means that it gave no answer."""
    title = _("Desktop call {call} failed", call=call)
    if not reason:
        return title, _("The desktop did not answer.")
    return title, _("Reason: {reason}.", reason=reason.rstrip("."))


def autostart_unknown(location: str | None, reason: str) -> tuple[str, str]:
    """The entry for the start at login could not be looked at."""
    return _("Autostart state not known"), _check_entry(location, reason)


def autostart_not_changed(location: str | None, reason: str) -> tuple[str, str]:
    """The entry for the start at login could not be changed."""
    return _("Autostart not changed"), _check_entry(location, reason)


def temporary_copy() -> tuple[str, str]:
    """Brim was started without being installed, as by `uvx`, so what names it would start nothing one day."""
    return _("Brim is not installed"), _(
        "It runs from a temporary cache. Install it, for example with `uv tool install brim`, and try again."
    )


def application_not_moved() -> tuple[str, str]:
    """MacOS starts a downloaded application at another path each time, until somebody moves it."""
    return _("Brim was not moved yet"), _(
        "macOS runs it from a temporary folder. Move Brim.app to Applications in Finder, open it there, and try again."
    )


def autostart_in_flatpak() -> tuple[str, str]:
    """No program in a Flatpak can add an entry for the start at login."""
    return _("Autostart not changed"), _(
        "A Flatpak cannot add itself. Add Brim to the startup applications in your desktop's settings."
    )


def _check_entry(location: str | None, reason: str) -> str:
    if location is None:
        return _("Free some disk space, or check your autostart entries ({reason}).", reason=reason)
    return _("Check that you may change {file} ({reason}).", file=location, reason=reason)


def _start_in_session() -> str:
    return _("Start Brim inside a desktop session; `brim status` works everywhere.")
