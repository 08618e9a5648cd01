"""The report lines of `brim doctor` about the desktop: tray icons and notifications.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.joining import listed
from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence


def native_desktop(system: str) -> str:
    """The desktop of macOS or Windows, which needs no checks; `system` is its name in `sys.platform`."""
    if system == "darwin":
        return _("macOS shows icons and notifications")
    return _("Windows shows icons and notifications")


def no_desktop() -> str:
    """There is no screen, as over SSH."""
    return _("No desktop here; `brim` shows your usage in the terminal")


def desktop_session(desktop: str | None, kind: str) -> str:
    """A desktop session whose session bus answers."""
    return _("{desktop} on {kind}, session bus OK", desktop=desktop or _unnamed_desktop(), kind=kind)


def no_session_bus(desktop: str | None, kind: str) -> tuple[str, str]:
    """A desktop session whose session bus does not answer."""
    text = _(
        "{desktop} on {kind}, but its session bus does not answer", desktop=desktop or _unnamed_desktop(), kind=kind
    )
    return text, _("Start Brim inside a desktop session.")


def xembed_tray() -> str:
    """The desktop shows icons by the older XEmbed protocol."""
    return _("Old tray (XEmbed): it shows the icon, and Brim draws the menu")


def no_statusnotifier_watcher() -> tuple[str, str]:
    """No StatusNotifierWatcher lists icons, so they are not shown."""
    return _("No tray host found (no StatusNotifierWatcher)"), _add_a_tray()


def no_statusnotifier_host() -> tuple[str, str]:
    """A watcher lists icons, but no host shows them."""
    return _("No tray host found (icons are listed, but not shown)"), _add_a_tray()


def icons_shown(watcher: str, items: int) -> str:
    """Icons are shown; `watcher` is empty when its name is not known, `items` is the number of icons."""
    name = watcher or _("an unnamed program")
    return _("Tray icons are shown: {count} listed by {program}", count=items, program=name)


def known_panels(panels: Sequence[str]) -> str:
    """The panels that run, as far as their names are known."""
    return ngettext("Panel: {panels}", "Panels: {panels}", len(panels), panels=listed(panels))


def daemon_capabilities(name: str, version: str, capabilities: Sequence[str]) -> str:
    """The notification daemon, and what it supports."""
    if not capabilities:
        return _("{name} {version}", name=name, version=version)
    return _("{name} {version}, supports {capabilities}", name=name, version=version, capabilities=listed(capabilities))


def daemon_not_answering() -> tuple[str, str]:
    """A notification daemon runs and does not answer."""
    return _("The notification daemon does not answer"), _(
        "Log out and in again, or restart the notification daemon; until then no notification is shown."
    )


def daemon_starts_on_demand() -> str:
    """No notification daemon runs, and the bus can start one."""
    return _("No notification daemon is running; the desktop starts one when needed")


def no_daemon() -> tuple[str, str]:
    """There is no notification daemon."""
    return _("No notification daemon found"), _("Install one, for example dunst.")


def _unnamed_desktop() -> str:
    return _("Unnamed desktop")


def _add_a_tray() -> str:
    return _(
        "On GNOME install the extension “AppIndicator and KStatusNotifierItem Support”; elsewhere add a system tray to "
        "the panel."
    )
