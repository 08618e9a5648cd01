"""Which settings are not at their defaults, and which place set them.

This module must not know what any setting is used for.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from brim.backend.settings.documentation import UNSET, manual
from brim.backend.settings.settingnames import place_text
from brim.backend.settings.values.urls import OFF

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
        value = shown_setting(settings, row.name)
        if row.name in settings.places and value != row.default:
            changed.append(NonDefaultSetting(row.name, value, place_text(settings.places[row.name])))
    return tuple(changed)


def shown_setting(settings: AppSettings, name: str) -> str:
    """The value of a setting in one line, as it is written."""
    value = attrgetter(name)(settings)
    return OFF if value == "" and name.endswith(".status_url") else shown(value)


def shown(value: object) -> str:
    """A value in one line; of a table only the names, because commands and URLs may hold secrets."""
    if value is None or value in ((), ""):
        return UNSET
    if isinstance(value, tuple | dict):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
