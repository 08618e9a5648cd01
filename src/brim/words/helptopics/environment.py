"""The topic `environment`: the variables that change what Brim does, by what they are about.

This module must not know how a variable is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.words.helptopics.page import Block, Page
    from brim.words.helptopics.providerhelp import ProviderHelp


def environment(providers: Sequence[ProviderHelp]) -> Page:
    """Every variable that is read, with what it does; those of each provider under the name of its program."""
    return (
        Heading(_("Settings")),
        Columns(
            (
                (
                    "BRIM_<SECTION>__<NAME>",
                    _("any setting: BRIM_ALERTS__QUIET_HOURS is alerts.quiet_hours; see `brim help settings`"),
                ),
                ("BRIM_CONFIG_DIR", _("folder of brim.toml and .env")),
                ("BRIM_STATE_DIR", _("data folder, with the log")),
            )
        ),
        *_of_providers(providers),
        Heading(_("Network")),
        Columns(
            (
                ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY", _("the proxy for requests; small letters work, too")),
                ("NO_PROXY", _("hosts without a proxy; see `brim help network`")),
            )
        ),
        Heading(_("Terminal, language and time")),
        Columns(
            (
                ("NO_COLOR", _("any value turns colors off")),
                ("TERM, WT_SESSION, ANSICON", _("what the terminal can do; dumb means no colors")),
                ("COLUMNS", _("the width of help, in place of the terminal's own")),
                ("LC_ALL, LC_TIME, LANG", _("how times and dates are written")),
                ("TZ", _("the time zone")),
            )
        ),
        Heading(_("Desktop and folders")),
        Columns(_desktop_and_folders()),
        Paragraph(
            _(
                "Programs that Brim starts get the environment without tokens, keys and webhooks. A variable that "
                "begins with BRIM_ but is not a setting is named by `brim doctor`."
            )
        ),
    )


def _of_providers(providers: Sequence[ProviderHelp]) -> Iterator[Block]:
    for provider in providers:
        if provider.variables:
            yield from (Heading(provider.program), Columns(provider.variables))


def _desktop_and_folders() -> tuple[tuple[str, str], ...]:
    return (
        ("DISPLAY, WAYLAND_DISPLAY", _("without both there is no tray; Brim then shows usage in the terminal")),
        (
            "DBUS_SESSION_BUS_ADDRESS, DBUS_SYSTEM_BUS_ADDRESS",
            _("where the tray, notifications and the lock screen are found"),
        ),
        ("XDG_CURRENT_DESKTOP, XDG_SESSION_TYPE, XDG_SESSION_ID", _("which desktop and session this is")),
        ("XDG_RUNTIME_DIR", _("folder of the session's bus and of the icon files")),
        ("XDG_CONFIG_HOME, XDG_CONFIG_DIRS", _("folders of settings, of autostart and of the desktop's look")),
        ("XDG_STATE_HOME", _("folder in which the data folder is on Linux")),
        ("LOCALAPPDATA", _("folder in which both folders are on Windows")),
        ("SystemRoot", _("folder of Windows itself, where wsl.exe is")),
        ("HOME", _("your home folder")),
        ("PATH", _("where programs are searched for")),
        ("SHELL", _("the shell for `brim statusline --then` on Windows, as Git Bash sets it")),
    )
