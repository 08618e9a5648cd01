"""Every setting with its value, the place that it came from, and whether it is secret; and the files of Brim.

This module must not know what any setting is used for.
"""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from brim.backend.settings.documentation import manual
from brim.backend.settings.nondefaults import shown, shown_setting

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.system.files import Json

DEFAULT = "default"
MASK = "***"
_SECRET_SECTION = "hooks"  # noqa: S105 - the section whose values are masked


@dataclass(frozen=True, slots=True)
class EffectiveSetting:
    """A setting as it counts now."""

    name: str
    variable: str
    value: object
    """As JSON has it; secrets are masked."""
    text: str
    """For a person, in one line."""
    default: str
    origin: str
    """`default`, `environment`, or the name of the file."""


def effective_settings(settings: AppSettings) -> tuple[EffectiveSetting, ...]:
    """Every setting, in the order of the manual."""
    values = settings.model_dump(mode="json")
    result = []
    for row in manual():
        value = _masked(row.name, _json_value(settings, values, row.name))
        text = _table_text(value) if isinstance(value, dict) else shown_setting(settings, row.name)
        origin = settings.places.get(row.name, DEFAULT)
        result.append(EffectiveSetting(row.name, row.variable, value, text, row.default, origin))
    return tuple(result)


def _json_value(settings: AppSettings, values: Json, name: str) -> object:
    """The value as JSON has it; of folders their paths only, because their names are private."""
    value: object = attrgetter(name)(settings)
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return list(map(str, value))
    value = values
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _masked(name: str, value: object) -> object:
    """A table of commands or URLs without them: both may hold a secret."""
    if name.partition(".")[0] == _SECRET_SECTION and isinstance(value, dict):
        return dict.fromkeys(value, MASK)
    return value


def _table_text(value: Json) -> str:
    items = (f"{key} = {shown(tuple(item) if isinstance(item, list) else item)}" for key, item in value.items())
    return ", ".join(items) or shown(())
