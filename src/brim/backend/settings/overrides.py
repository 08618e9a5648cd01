"""Which settings are not at their defaults, and who said so. This module must not know what any setting leads to."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from brim.backend.settings.load import manual

if TYPE_CHECKING:
    from brim.backend.settings.load import AppSettings


@dataclass(frozen=True, slots=True)
class Override:
    """A setting that is not at its default."""

    name: str
    value: str
    place: str
    """The environment, or the name of the file."""


def overrides(settings: AppSettings) -> tuple[Override, ...]:
    """The settings that some place changed, in the order of the manual."""
    found = []
    for row in manual():
        value = attrgetter(row.name)(settings)
        if row.name in settings.places and _shown(value) != row.default:
            found.append(Override(row.name, _shown(value), settings.places[row.name]))
    return tuple(found)


def _shown(value: object) -> str:
    """A value in one line; of what is given by name only the names, because commands and URLs may hold secrets."""
    if value is None or value in ((), ""):
        return "unset"
    if isinstance(value, tuple | dict):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
