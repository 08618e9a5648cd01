"""What the icon shows, as values: computed by `fromsnapshot`, drawn and cached by `render`.

This module must not know where a figure came from, nor what a pixel is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from brim.model.level import Level
from brim.model.options import IconScheme, IconShow, IconStyle


class StateMark(StrEnum):
    """The state that the icon shows by shape, besides the level."""

    NONE = "none"
    STARTING = "starting"
    STALE = "stale"
    UNCONFIRMED = "unconfirmed"
    BLOCKED = "blocked"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class GaugeSpec:
    """One of the limits that the icon shows as bars."""

    percent: int | None
    """Percent used, floored, 0 to 100; None when there is no number."""
    level: Level = Level.UNKNOWN
    pace: int | None = None
    """As in `IconSpec`."""
    numbered: bool = False
    """Whether the icon's number is that of this limit."""


@dataclass(frozen=True, slots=True)
class IconSpec:
    """What the icon shows, before any pixel is drawn."""

    percent: int | None
    """Percent used, floored, 0 to 100, so that 100 means exhausted; None when there is no number."""
    level: Level = Level.UNKNOWN
    mark: StateMark = StateMark.NONE
    demo: bool = False
    style: IconStyle = IconStyle.NUMBER
    scheme: IconScheme = IconScheme.AUTO
    show: IconShow = IconShow.USED
    pace: int | None = None
    """Percent that an even use would have reached by now, in steps of 5; None when that is unknown."""
    gauges: tuple[GaugeSpec, ...] = ()
    """The bars, the shortest limit first: none (then that of `percent` is drawn), one, or two."""
    text: str | None = None
    """What is shown in place of the number, at most three characters: the time until the reset, or money."""
    provider: str = ""
    """The mark of the provider whose limit is shown; empty where usage of one provider alone is shown."""
    animation_step: int | None = None
    """Position of the animation's light while usage is refreshed; None when there is no animation."""

    @property
    def dimmed(self) -> bool:
        """Whether the icon is drawn dimmed, so that an old number never looks like a fresh one."""
        return self.mark in {StateMark.STALE, StateMark.BLOCKED, StateMark.OFFLINE, StateMark.STARTING}


@dataclass(frozen=True, slots=True)
class Appearance:
    """How this desktop asks programs to look."""

    scheme: IconScheme = IconScheme.AUTO
    """Whether its panel is dark or light; AUTO when the desktop does not say."""
    reduced_motion: bool = False
    """The user asked the desktop for less motion."""
