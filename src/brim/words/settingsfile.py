"""The texts of the settings file that Brim makes when a user wants to open one, and of what can go wrong with it.

This module must not know which settings there are.
"""

from __future__ import annotations

from brim.words.translation import _


def introduction() -> tuple[str, ...]:
    """The first lines of a new settings file, as comments."""
    return (
        _("Settings of Brim. Remove the # in front of a setting to use it."),
        _("Brim reads this file when it starts. Choices in the menu override it."),
        _("`brim config` shows which settings are in use, and where each comes from."),
    )


def not_created(path: str, reason: str | None) -> tuple[str, str]:
    """The settings file is missing and cannot be made."""
    return (
        _("Settings file not created"),
        _("{path} cannot be written: {reason}. Check the rights of its folder.", path=path, reason=reason or "?"),
    )


def not_opened(path: str) -> tuple[str, str]:
    """No program opens the settings file."""
    return _("Settings file not opened"), _("Open {path} in a text editor.", path=path)
