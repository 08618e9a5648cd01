"""Values of settings that cannot be used: what replaces each of them, and the error that reports it.

This module must not know where settings are read from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import vendor_of
from brim.backend.settings.settingnames import (
    NETWORK,
    PROGRAM,
    STATUS_URL,
    VARIABLE_PLACES,
    display_name,
    environment_name,
    is_provider_setting,
)
from brim.backend.settings.sources import has_key, nested_model, value_at
from brim.errors import ConfigError, ProviderConfigError
from brim.printing import one_line
from brim.suggestions import nearest
from brim.words import settings as words
from brim.words import valuefaults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from brim.backend.settings.sources import Layers
    from brim.backend.system.files import Json

_CHOICE_FAULTS = {"enum", "literal_error"}
_EVENT = re.compile(r"\w{1,20}")
_QUOTED = re.compile(r"'([^']*)'")
_MAX_QUOTED = 60
"""Letters of a bad value that is repeated in its error."""


def replace_invalid(faults: Iterable[ErrorDetails], layers: Layers, model: type[BaseModel]) -> Iterator[ConfigError]:
    """Remove each invalid value from its layer or put a valid one in its place; yield an error for each.

    It is a ProviderConfigError where Brim would otherwise send a login that nobody meant, or to a server that nobody
    named.
    """
    for fault in faults:
        whole = tuple(str(part) for part in fault["loc"])
        place, path = _locate(whole, layers, _depth(whole, model))
        if place is None:
            continue
        nearest_number = _bound(fault, ("ge", "le")) if path == whole else None
        part = fault["input"] if isinstance(value_at(layers[place], path), list | dict) else None
        text = valuefaults.with_value(_quotable(".".join(path), part), _sentence(fault))
        yield _replace(layers[place], place, path, text, nearest_number)


def drop_missing_values(layers: Layers, keys: Iterable[str]) -> Iterator[ConfigError]:
    """Remove each of these settings from a place that names it without a value: merged, it would hide other places.

    Yields an error for each, as `replace_invalid` does.
    """
    for key in keys:
        path = tuple(key.split("."))
        for place, layer in layers.items():
            if has_key(layer, path) and value_at(layer, path) is None:
                yield _replace(layer, place, path, valuefaults.missing())


def drop_flat_sections(layers: Layers, model: type[BaseModel]) -> Iterator[ConfigError]:
    """Remove sections that a place gives as one value: merged, such a value would hide what other places say.

    Yields an error for each; the section of a provider says whether requests are sent, so that one stops.
    """
    for place, layer in layers.items():
        for key, field in model.model_fields.items():
            section = nested_model(field)
            if section is None or key not in layer or isinstance(layer[key], dict):
                continue
            name, example = display_name(key, place), f"{key}.{next(iter(section.model_fields))}"
            if place in VARIABLE_PLACES:
                example = environment_name(example)
            del layer[key]
            if is_provider_setting(key):
                yield _stopped(key, *words.section_without_settings(name, example, _consequence(key)))
                continue
            yield ConfigError(*words.section_without_settings(name, example, words.using_default()))


def fault_of_value(fault: ErrorDetails, name: str, value: object) -> str:
    """What is wrong with a value that was entered for a setting, in our words; the value is quoted where it may be."""
    return valuefaults.with_value(_quotable(name, value), _sentence(fault))


def _sentence(fault: ErrorDetails) -> str:
    """What is wrong with a value, in our words."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", ""))  # of our own validators
    if kind in _CHOICE_FAULTS:
        choices = _QUOTED.findall(str(context.get("expected", "")))
        return valuefaults.not_one_of(choices, nearest(str(fault["input"]), choices))
    bound = _bound(fault, ("gt", "ge", "lt", "le"))
    return valuefaults.out_of_bounds(kind, bound) or valuefaults.of_kind(kind)


def _bound(fault: ErrorDetails, names: Iterable[str]) -> float | None:
    """The number that a value must not pass, under one of these names; None for another kind of fault."""
    context = fault.get("ctx", {})
    bound = next((context[name] for name in names if name in context), None)
    return int(bound) if isinstance(bound, float) and bound.is_integer() else bound


def _depth(path: tuple[str, ...], model: type[BaseModel]) -> int:
    """How many parts of a path name the setting; the rest is within its value."""
    for depth, part in enumerate(path, 1):
        field = model.model_fields.get(part)
        section = None if field is None else nested_model(field)
        if section is None:
            return depth
        model = section
    return len(path)


def _locate(path: tuple[str, ...], layers: Layers, min_length: int) -> tuple[str | None, tuple[str, ...]]:
    """The strongest place that names the setting, whose value counts, and the longest part of the path there.

    For a part of a list that is the path of the list. The place is None when the value has been removed already.
    """
    for place, layer in layers.items():
        for length in range(len(path), min_length - 1, -1):
            if has_key(layer, path[:length]):
                return place, path[:length]
    return None, path


def _quotable(key: str, value: object) -> str | None:
    """A bad value for its error; None for what may hold a secret, and for what is no single value."""
    if (
        key.startswith(("hooks.", "metrics.otlp_"))
        or key.endswith("url")
        or not isinstance(value, str | int | float)
        or value == ""
    ):
        return None
    text = one_line(str(value).lower() if isinstance(value, bool) else str(value))
    return text if len(text) <= _MAX_QUOTED else None


def _public_key(path: tuple[str, ...]) -> str:
    """The name of a setting for its error; without what somebody wrote in place of an event, such as an address."""
    if path[0] != "hooks":
        return ".".join(path)
    return ".".join((*path[:2], *(part for part in path[2:] if _EVENT.fullmatch(part))))


def _replace(layer: Json, place: str, path: tuple[str, ...], text: str, limit: float | None = None) -> ConfigError:
    """Remove a value that is there, or put a valid one in its place; `limit` is the nearest number that is valid."""
    key = ".".join(path)
    name = display_name(_public_key(path), place)
    text = valuefaults.with_value(_quotable(key, value_at(layer, path)), text)
    *parents, last = path
    table = value_at(layer, tuple(parents))
    if not isinstance(table, dict):
        raise ConfigError(*words.invalid_setting(name, text))
    del table[last]
    if is_provider_setting(key) and key.endswith(STATUS_URL):
        table[last] = ""
        return ConfigError(*words.invalid_setting(name, text, words.no_incidents()))
    if is_provider_setting(key) and key.endswith(NETWORK):
        table[last] = False
        return ConfigError(*words.invalid_setting(name, text, _consequence(key)))
    if is_provider_setting(key) and not key.endswith(PROGRAM):
        return _stopped(key, *words.invalid_setting(name, text, _consequence(key)))
    if limit is not None:
        table[last] = limit
        return ConfigError(*words.invalid_setting(name, text, words.using_number(limit)))
    return ConfigError(*words.invalid_setting(name, text, words.using_default()))


def _consequence(key: str) -> str:
    """What follows from a setting that says whom a provider asks, and with which login."""
    return words.no_requests(vendor_of(key.partition(".")[0]).product)


def _stopped(key: str, title: str, message: str) -> ProviderConfigError:
    return ProviderConfigError(title, message, provider=key.partition(".")[0])
