"""The choices of the user: the style of the icon, and the settings that the menu offers.

This module must not know where a choice is stored, or what it causes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IconStyle(StrEnum):
    """How the icon shows a limit."""

    NUMBER = "number"
    """The number above the bars of session and week."""
    DIGITS = "digits"
    """The number alone."""
    BARS = "bars"
    """Session and week."""
    RING = "ring"
    BATTERY = "battery"

    @classmethod
    def _missing_(cls, value: object) -> IconStyle | None:
        """The style that took the place of one that had this name."""
        name = RENAMED_STYLES.get(value) if isinstance(value, str) else None
        return None if name is None else cls(name)


RENAMED_STYLES = {"bar": "bars", "two": "bars"}
"""The names of styles in an earlier Brim 0.1.0, with those that took their place."""


class IconScheme(StrEnum):
    """Which panel the icon is drawn for."""

    AUTO = "auto"
    """As the desktop reports; where it does not, colours that can be read on both."""
    DARK = "dark"
    LIGHT = "light"


class IconShow(StrEnum):
    """Which part of a limit the icon and the menu show."""

    USED = "used"
    REMAINING = "remaining"


type SettingValue = str | bool
"""The value of a setting that the menu offers."""


@dataclass(frozen=True, slots=True)
class Option:
    """A setting that the menu offers."""

    key: str
    """The name in the settings, for example `icon.style`."""
    value: SettingValue
    choices: tuple[str, ...] = ()
    """The allowed values; empty for a switch and for free text."""
    overridden_by: str | None = None
    """The environment variable that overrides the choice in the menu, if there is one."""


class DemoMode(StrEnum):
    """When the simulated account is shown instead of a real one."""

    NEVER = "never"
    ALWAYS = "always"
    SEVERAL = "several"
    """Always, and a second one of another provider beside it."""
    IF_NO_LOGIN = "if_no_login"
    """Only when no login is found anywhere; an expired login counts as a login."""

    @property
    def simulated(self) -> bool:
        """Whether no real account is shown, whatever login there is."""
        return self in {DemoMode.ALWAYS, DemoMode.SEVERAL}
