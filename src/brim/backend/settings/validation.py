"""Values of settings that cannot be used: what works in place of each, and what to tell about it.

This module must not know where settings are read from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from brim.errors import ConfigError
from brim.words import settings as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from brim.backend.system.files import Json

type Layers = dict[str, Json]
"""What each place says, strongest first."""

PREFIX = "BRIM_"
VARIABLES = {words.ENVIRONMENT, ".env"}
"""Places where settings have the names of variables."""


def environment_name(key: str) -> str:
    """The environment variable of a setting: `claude.network` gives `BRIM_CLAUDE__NETWORK`."""
    return PREFIX + key.replace(".", "__").upper()


def display_name(key: str, place: str) -> str:
    """A setting as a person finds it in a place: the variable that gives it, or its name and file."""
    return environment_name(key) if place in VARIABLES else words.setting_in_file(key, place)


def section(field: FieldInfo) -> type[BaseModel] | None:
    """The settings that stand under a field; None when it is a setting itself."""
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def value_at(data: object, path: tuple[str, ...]) -> object:
    """What stands at a path; None for nothing."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def replace_invalid(faults: Iterable[ErrorDetails], layers: Layers, model: type[BaseModel]) -> Iterator[ConfigError]:
    """Put something that works in place of each value that does not, and tell about it.

    Raises ConfigError where going on would mean asking somebody whom the user did not name.
    """
    for fault in faults:
        whole = tuple(str(part) for part in fault["loc"])
        place, path = _found(whole, layers, _depth(whole, model))
        if place is not None:
            yield _replaced(fault, layers[place], place, path, exact=path == whole)


def _depth(path: tuple[str, ...], model: type[BaseModel]) -> int:
    """How many parts of a path name the setting; the rest lies within its value."""
    for depth, part in enumerate(path, 1):
        field = model.model_fields.get(part)
        inner = None if field is None else section(field)
        if inner is None:
            return depth
        model = inner
    return len(path)


def _found(path: tuple[str, ...], layers: Layers, least: int) -> tuple[str | None, tuple[str, ...]]:
    """The place of a value and its path there; of a part of a list that of the list. No place: it is gone already."""
    for length in range(len(path), least - 1, -1):
        for place, layer in layers.items():
            if value_at(layer, path[:length]) is not None:
                return place, path[:length]
    return None, path


def _replaced(fault: ErrorDetails, layer: Json, place: str, path: tuple[str, ...], *, exact: bool) -> ConfigError:
    key = ".".join(path)
    name = display_name(key, place)
    text = fault["msg"].removeprefix("Value error, ").removeprefix("Input ").replace("should", "must", 1)
    text = text if fault["type"] in {"enum", "literal_error"} else text.split(",")[0]
    if key == "claude.api_url":
        raise ConfigError(*words.invalid_setting(name, text, words.NO_REQUESTS_UNTIL_CORRECTED))
    *above, last = path
    holder = value_at(layer, tuple(above))
    if not isinstance(holder, dict):
        raise ConfigError(*words.invalid_setting(name, text))
    del holder[last]
    if key == "claude.status_url":
        holder[last] = ""
        return ConfigError(*words.invalid_setting(name, text, words.NO_INCIDENTS_UNTIL_CORRECTED))
    if key == "claude.network":
        holder[last] = False
        return ConfigError(*words.invalid_setting(name, text, words.NO_REQUESTS_UNTIL_THEN))
    if exact and fault["type"] in {"greater_than_equal", "less_than_equal"}:
        holder[last] = int(text.split()[-1])
        return ConfigError(*words.replaced_number(name, text, holder[last]))
    return ConfigError(*words.invalid_setting(name, text, words.IGNORED_UNTIL_CORRECTED))
