"""Which settings are not at their defaults, and which place set them.

This module must not know what any setting is used for.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from brim.backend.settings.documentation import UNSET, manual

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings


@dataclass(frozen=True, slots=True)
class NonDefaultSetting:
    """A setting that is not at its default."""

    name: str
    value: str
    place: str
    """The environment, or the name of the file."""


def overrides(settings: AppSettings) -> tuple[NonDefaultSetting, ...]:
    """The settings that some place changed, in the order of the manual."""
    changed = []
    for row in manual():
        value = shown(attrgetter(row.name)(settings))
        if row.name in settings.places and value != row.default:
            changed.append(NonDefaultSetting(row.name, value, settings.places[row.name]))
    return tuple(changed)


def shown(value: object) -> str:
    """A value in one line; of a table only the names, because commands and URLs may hold secrets."""
    if value is None or value in ((), ""):
        return UNSET
    if isinstance(value, tuple | dict):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
