"""Text about Brim in the applications menu. This module must not know where its files go."""

from __future__ import annotations

from brim.words.translation import N_, _

_KEYWORDS = (N_("usage"), N_("limit"), N_("quota"), N_("AI"), N_("tray"))
_NAMES = ("Claude", "Codex", "Copilot", "Cursor")
"""Products, whose names are the same in every language."""


def generic_name() -> str:
    """What kind of program Brim is, in the applications menu."""
    return _("AI Plan Usage")


def keywords() -> tuple[str, ...]:
    """The words by which the applications menu finds Brim."""
    return (*(_(word) for word in _KEYWORDS), *_NAMES)


def details_action() -> str:
    """The row in the launcher's own menu."""
    return _("Open Details Page")


def summary() -> str:
    """What Brim is, in a software centre: a few words without a full stop."""
    return _("See how close your AI coding plans are to their limits")


def about() -> tuple[str, ...]:
    """What Brim does, in a software centre, in paragraphs."""
    return (
        _(
            "Brim puts the usage of your AI coding plans into the system tray: how much of each limit is used, when it "
            "resets, and whether it will last. It alerts you before you run out."
        ),
        _(
            "It reads the logins of the programs that you use already, such as Claude Code, Codex and GitHub Copilot, "
            "and asks only the provider of each. Nothing else is sent."
        ),
        _("Brim is unofficial: no provider made or endorses it."),
    )


def panel_caption() -> str:
    """What the picture of the panels shows, in a software centre."""
    return _("The icon in the panels of GNOME, Plasma and Xfce, with the menu open in two of them")
