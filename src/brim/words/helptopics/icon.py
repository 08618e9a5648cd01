"""The topics `icon` and `desktops`: what the icon says, and what each desktop can show of it.

This module must not know how the icon is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page
    from brim.words.helptopics.providerhelp import ProviderHelp


def icon(providers: tuple[ProviderHelp, ...]) -> Page:
    """What the number, the colors and the shapes of the icon mean."""
    return (
        Paragraph(
            _(
                "The icon shows one limit: the one at the highest level. Among limits at the same level it is the one "
                "that the provider marks as active, else the one with the highest percentage, else the one that resets "
                "first. Of several accounts it is the one at the highest level, then with the highest percentage; a "
                "limit that its vendor refuses counts as reached. The number is rounded down, so 100 means that you "
                "hit the limit. Below it are two lines: the session over the shown limit, else over the fullest other "
                "one; without a session, the week comes first. The thicker line is that of the number."
            )
        ),
        Heading(_("Levels")),
        Columns(
            (
                (_("below 50%"), _("no color: all is well")),
                (_("from 50%"), _("no color, with a stronger line")),
                (_("from 75%"), _("amber")),
                (_("from 90%"), _("an orange ground")),
                (_("100%"), _("a red ground, with the time until the reset instead of the number: 45m, 2h or 3d")),
                ("$", _("a purple ground: limit reached, using extra usage")),
            )
        ),
        Heading(_("States")),
        Columns(
            (
                (_("dimmed, hollow line"), _("stale: the last refresh failed, and the number is from before")),
                (_("two pause bars"), _("rate limited: no request until the time that the provider names")),
                (_("slashed line"), _("offline")),
                (_("dashed line"), _("unconfirmed: an unlikely change, which the next refresh confirms or corrects")),
                (_("padlock"), _("signed out")),
                (_("corner mark"), _("the demo")),
            )
        ),
        *_several(providers),
        *_choices(),
    )


def _several(providers: tuple[ProviderHelp, ...]) -> Page:
    """What the icon and the menu show of several accounts."""
    return (
        Heading(_("Several accounts")),
        Paragraph(
            _(
                "The icon shows the most pressing limit of all accounts. With usage of more than one provider, an icon "
                "of 24 pixels or more has a small mark:"
            )
        ),
        Columns(tuple((provider.mark, provider.product) for provider in providers)),
        Paragraph(
            _(
                "The menu has a group for each account; where there is no room for all of them, the least pressing "
                "ones are below More accounts. The wheel goes through the limits of all accounts."
            )
        ),
    )


def _choices() -> Page:
    return (
        Heading(_("Choose")),
        Columns(
            (
                (
                    "icon.style",
                    _(
                        "number, digits (the number alone), bars, ring or battery; in the last three a mark shows "
                        "where even usage would be now"
                    ),
                ),
                ("icon.show", _("used, or remaining: then every percentage says what is left")),
                (
                    "icon.window",
                    _(
                        "auto, or one limit such as weekly_all; PROVIDER:weekly_all is that of one provider, whatever "
                        "account is more pressing, and PROVIDER/work:session that of the account called work; another "
                        "limit still shows from 90% used on"
                    ),
                ),
                ("icon.text", _("true: the percentage as text beside the icon, where the desktop supports it")),
            )
        ),
        Paragraph(_("All of these are in the menu, too. This draws every style and state into a picture:")),
        Example(("brim icons --out icons.png",)),
        Heading(_("Mouse")),
        Columns(
            (
                (_("left or right click"), _("the menu; where the desktop cannot open it, see `brim help desktops`")),
                (_("middle click"), _("refresh")),
                (_("wheel"), _("another limit for five seconds (Linux)")),
            )
        ),
    )


def desktops() -> Page:
    """What has to be known of single desktops."""
    return (
        Paragraph(
            _(
                "Run `brim doctor` first: it checks this desktop, and says what to do where something is missing. "
                "Without a tray Brim says so once, and its icon appears when a tray starts."
            )
        ),
        Columns(
            (
                ("GNOME", _("needs the extension AppIndicator and KStatusNotifierItem Support")),
                (
                    "KDE, Xfce, LXQt, MATE, Cinnamon, waybar",
                    _("show the icon as they are; in LXQt a left click opens the details page"),
                ),
                ("i3bar, tint2, trayer", _("show the icon under X11, with a menu of Brim's own")),
                (
                    "swaybar",
                    _("has no menu: a click shows your usage as a notification with buttons for Refresh and Quit"),
                ),
                ("mako", _("shows buttons only through a launcher, for example with this line in its config:")),
            )
        ),
        Example(('on-button-right=exec makoctl menu -n "$id" wofi -d',)),
        Columns(
            (
                (
                    "Wayland",
                    _(
                        "copying details needs wl-copy, xclip or xsel; full screen cannot be detected, so "
                        "notifications come over a film unless the desktop holds them back"
                    ),
                ),
                ("X11", _("without xclip or xsel, copied details are lost when Brim ends")),
                ("Windows, macOS", _("notifications have no buttons")),
            )
        ),
        Paragraph(_tested()),
    )


def _tested() -> str:
    return _(
        "Tested on Linux (GNOME, Plasma, Cinnamon, MATE, Xfce, LXQt, waybar, swaybar, i3bar, tint2, trayer), and for "
        "Windows under Wine. The macOS version and logins in WSL were tested with stand-ins: Brim has not run on a Mac "
        "yet. It is in English only; times and dates follow the system's locale."
    )
