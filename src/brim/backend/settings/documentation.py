"""The list of all settings with variable, default and meaning, for the table in README and `brim help settings`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.settings.appsettings import AppSettings
from brim.backend.settings.settingnames import environment_name
from brim.backend.settings.sources import nested_model
from brim.words import settings as words
from brim.words.translation import _

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

UNSET = "unset"
"""The default of a setting that has no value."""


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One setting, as a reader of the manual needs it."""

    name: str
    variable: str
    default: str
    description: str


def manual(model: type[BaseModel] = AppSettings, prefix: str = "") -> tuple[SettingEntry, ...]:
    """Every setting, in the order of the model."""
    rows: list[SettingEntry] = []
    for name, field in model.model_fields.items():
        key = f"{prefix}{name}"
        if (section := nested_model(field)) is not None:
            rows.extend(manual(section, f"{key}."))
        else:
            rows.append(SettingEntry(key, environment_name(key), _default(field), meaning(field)))
    return tuple(rows)


def meaning(field: FieldInfo) -> str:
    """What a setting or a section is for; its description is marked for translation."""
    return _(field.description) if field.description else ""


def _default(field: FieldInfo) -> str:
    if field.default_factory is dict:
        return UNSET
    if field.default_factory is not None:
        return words.platform_default()
    if isinstance(field.default, tuple):
        return ", ".join(map(str, field.default)) or UNSET
    if isinstance(field.default, bool):
        return str(field.default).lower()
    return UNSET if field.default in {None, "", ()} else str(field.default)
