"""What each place says of the settings, before it is checked, and how the stronger places override the weaker ones.

This module must not know how a place is read, nor what a setting means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic.fields import FieldInfo

    from brim.backend.system.files import Json

type Layers = dict[str, Json]
"""What each place says, by the name of the place, strongest first."""

_FOLDER_KEYS = {"config_dir", "config_dirs"}
"""Two ways of naming folders: either one replaces the other."""


def nested_model(field: FieldInfo) -> type[BaseModel] | None:
    """The model of a section; None when the field is a setting itself."""
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def value_at(data: object, path: tuple[str, ...]) -> object:
    """The value at a path of keys; None when there is none."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def has_key(data: object, path: tuple[str, ...]) -> bool:
    """Whether a table names this path of keys, with whatever value: a key may be there without one."""
    table = value_at(data, path[:-1])
    return isinstance(table, dict) and path[-1] in table


def merge_layers(layers: Layers) -> Json:
    """One table of settings out of all layers, in which the strongest layer wins."""
    merged: Json = {}
    for layer in reversed(layers.values()):
        for key, value in layer.items():
            merged[key] = _merge_values(merged.get(key), value)
    return merged


def strongest_places(layers: Layers, keys: Iterable[str]) -> dict[str, str]:
    """For each of these settings that some place names, the strongest place that names it."""
    places = {}
    for key in keys:
        path = tuple(key.split("."))
        naming = (place for place, layer in layers.items() if value_at(layer, path) is not None)
        if (place := next(naming, None)) is not None:
            places[key] = place
    return places


def _merge_values(weaker: object, stronger: object) -> object:
    """The stronger value; of two sections, the settings of both."""
    if not isinstance(weaker, dict) or not isinstance(stronger, dict):
        return stronger
    if not _FOLDER_KEYS.isdisjoint(stronger):
        weaker = {name: value for name, value in weaker.items() if name not in _FOLDER_KEYS}
    return weaker | stronger
