"""Changes any plain setting, with the same checks as if a file named it, and stores it with the choices of the menu.

What starts programs, names folders or says which server is asked cannot be changed here: a page in a browser must not
be able to turn into any of that. This module must not know who changes a setting, nor what it is used for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from pydantic import ValidationError

from brim.backend.settings.appsettings import AppSettings
from brim.backend.settings.choicesfile import CHOICES_FILE, read_choices, write_choices
from brim.backend.settings.documentation import manual
from brim.backend.settings.load import get_settings, overriding_layers, reload_settings
from brim.backend.settings.settingnames import NETWORK, environment_name, is_provider_setting
from brim.backend.settings.sources import nested_model, value_at
from brim.backend.settings.validation import fault_of_value
from brim.errors import ConfigError
from brim.words import settings as words

if TYPE_CHECKING:
    from pydantic import BaseModel

    from brim.backend.system.files import Json
    from brim.model.options import SettingValue

_SECTIONS_IN_FILES = {"hooks"}
"""Commands and URLs, which may hold secrets."""
_IN_FILES = {
    "config_dir",
    "metrics.otlp_endpoint",
    "metrics.otlp_headers",
    "metrics.textfile",
    "state_dir",
}


@dataclass(frozen=True, slots=True)
class EditableSetting:
    """A setting that can be changed here."""

    name: str
    value: str | bool
    """As it is typed: a switch, or text."""
    choices: tuple[str, ...]
    """The allowed values; empty for a switch and for text."""
    overridden_by: str | None
    """The environment variable that counts before what is stored here."""


def editable_names() -> tuple[str, ...]:
    """The settings that can be changed here, in the order of the manual."""
    return tuple(
        row.name
        for row in manual()
        if row.name not in _IN_FILES
        and row.name.partition(".")[0] not in _SECTIONS_IN_FILES
        and not (is_provider_setting(row.name) and not row.name.endswith(NETWORK))
    )


def editable_settings(settings: AppSettings) -> tuple[EditableSetting, ...]:
    """All of them, as they count now."""
    layers = overriding_layers(settings)
    dumped = settings.model_dump(mode="json")
    found = []
    for name in editable_names():
        path = tuple(name.split("."))
        overridden = any(value_at(layer, path) is not None for layer in layers)
        value = _typed(value_at(dumped, path))
        found.append(EditableSetting(name, value, _choices(name), environment_name(name) if overridden else None))
    return tuple(found)


def edit_setting(name: str, value: SettingValue | None) -> AppSettings:
    """Store a value, or with None what was stored no more, and return the settings that result.

    Raises ConfigError for what is no setting or no valid value, and StateError; nothing is stored then.
    """
    if name not in editable_names():
        raise ConfigError(*words.only_in_file(name))
    checked = None if value is None else _checked(name, value)
    path = get_settings().state_dir / CHOICES_FILE
    choices = read_choices(path)
    section, _, last = name.rpartition(".")
    stored = choices.get(section) if section else choices
    table: Json = {key: kept for key, kept in (stored if isinstance(stored, dict) else {}).items() if key != last}
    if checked is not None:
        table[last] = checked
    write_choices(path, choices | {section: table} if section else table)
    return reload_settings()


def choices_in_use(settings: AppSettings) -> Json:
    """What the settings have from the choices, as the file of the choices holds it."""
    dumped = settings.model_dump(mode="json")
    choices: Json = {}
    for name in editable_names():
        if settings.places.get(name) != CHOICES_FILE:
            continue
        section, _, last = name.rpartition(".")
        (choices.setdefault(section, {}) if section else choices)[last] = value_at(dumped, tuple(name.split(".")))
    return choices


def _checked(name: str, value: SettingValue) -> object:
    """The value as the file holds it. Raises ConfigError with what is wrong with it."""
    model, last = _place(name)
    try:
        found = model.model_validate({last: value})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise ConfigError(*words.invalid_setting(name, fault_of_value(fault, name, value))) from None
    return found.model_dump(mode="json", include={last})[last]


def _place(name: str) -> tuple[type[BaseModel], str]:
    section, _, last = name.rpartition(".")
    nested = nested_model(AppSettings.model_fields[section]) if section else None
    return nested or AppSettings, last


def _choices(name: str) -> tuple[str, ...]:
    model, last = _place(name)
    kind = model.model_fields[last].annotation
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(map(str, kind))
    return tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else ()


def _typed(value: object) -> str | bool:
    """A value as a person types it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return ", ".join(_typed_number(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value) if value else ""
    return "" if value is None else _typed_number(value)


def _typed_number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
