"""What a person can choose: how the icon looks, and the settings that the menu offers.

This module must not know where a choice is kept, nor what follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IconStyle(StrEnum):
    """How the icon draws a figure."""

    RING = "ring"
    BAR = "bar"
    DIGITS = "digits"
    BATTERY = "battery"
    TWO = "two"
    """Session and week at once."""


class IconScheme(StrEnum):
    """Which panel the icon is drawn for."""

    AUTO = "auto"
    """As the desktop says; where it does not, so that both can be read."""
    DARK = "dark"
    LIGHT = "light"


class IconShow(StrEnum):
    """Which part of a limit the icon and the menu count."""

    USED = "used"
    REMAINING = "remaining"


@dataclass(frozen=True, slots=True)
class Option:
    """A setting that the menu offers."""

    key: str
    """The name in the settings, for example `claude.network`."""
    value: str | bool
    choices: tuple[str, ...] = ()
    """The values it may have; empty for a switch and for free text."""
    overridden_by: str | None = None
    """The environment variable that overrides the menu, if one does."""


class DemoMode(StrEnum):
    """Whether the simulated account stands in for a real one."""

    NEVER = "never"
    ALWAYS = "always"
    IF_NO_LOGIN = "if_no_login"
    """Only when no login is found anywhere; an expired login is a login."""
