"""Text of `brim config`: the headings, the names of files, and what is said of a file that is not there.

This module must not know how a setting is read.
"""

from __future__ import annotations

from brim.words.translation import _


def files_heading() -> str:
    """The heading of the files and folders."""
    return _("Files and folders")


def settings_heading() -> str:
    """The heading of the settings."""
    return _("Settings")


def file_labels() -> dict[str, str]:
    """The name of each file and folder, by its key in the JSON."""
    return {
        "settings": _("Settings"),
        "variables": _("Variables"),
        "choices": _("Menu choices"),
        "state": _("Data folder"),
        "logs": _("Log folder"),
    }


def origin(place: str) -> str:
    """Where a value comes from that is not the default, behind it."""
    return _("({place})", place=place)


def explanation() -> str:
    """Where the settings are explained."""
    return _("`brim help settings` explains each of them.")


def absent(path: str) -> str:
    """A file that is not there, which is no fault: Brim uses its defaults."""
    return _("{path} (not there)", path=path)
