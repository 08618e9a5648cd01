"""The setting `providers`, where it holds a name that nobody knows or one name twice: what is read in its place.

A wrong name never lets others be asked that nobody named. This module must not know any one provider.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import AUTO, provider_names, vendor_of
from brim.backend.settings.settingnames import display_name
from brim.backend.settings.values.fieldtypes import split_list
from brim.errors import ConfigError, NobodyAskedError, ProviderConfigError
from brim.printing import one_line
from brim.suggestions import nearest
from brim.words import settings as words
from brim.words import valuefaults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.backend.settings.sources import Layers

_KEY = "providers"
_MAX_QUOTED = 60
"""Letters of a wrong name that are repeated in its error."""


def correct_names(layers: Layers) -> Iterator[ConfigError]:
    """Put the name that was meant in place of a wrong one, in the strongest place; yield an error for each.

    A provider that was meant, but not named, is not read until the name is corrected. A name that is like none is left
    out; where nothing else is named, or the value is no list of names, the error is a NobodyAskedError.
    """
    place = next((place for place, layer in layers.items() if layer.get(_KEY) is not None), None)
    if place is None:
        return
    value = layers[place][_KEY]
    names, is_list = _names(value)
    if is_list and not names:
        return  # it is not set
    choices, setting = (AUTO, *provider_names()), display_name(_KEY, place)
    meant = {name: name if name in choices else nearest(name, choices) for name in dict.fromkeys(names)}
    if not any(meant.values()):
        del layers[place][_KEY]
        text = valuefaults.with_value(_quotable(names, value), valuefaults.not_one_of(choices, None))
        yield NobodyAskedError(*words.invalid_setting(setting, text, words.nothing_fetched()))
        return
    layers[place][_KEY] = [*dict.fromkeys(filter(None, meant.values()))]
    for name, likely in meant.items():
        if name in choices and names.count(name) > 1:
            yield ConfigError(*words.invalid_setting(setting, words.named_twice(name)))
        elif name not in choices:
            yield _unknown(setting, name, likely, choices, named=likely in names)


def _names(value: object) -> tuple[list[str], bool]:
    """The names in a value, and whether it is a list or a text that can be one."""
    try:
        given = split_list(value)
    except ValueError:  # it looks like JSON
        return [], False
    if not isinstance(given, list | tuple):
        return [], False
    return [str(name) for name in given], True  # a number is like no name


def _quotable(names: Sequence[str], value: object) -> str | None:
    """What is repeated of a value that names nobody: the first name, or a number; None for what is too long."""
    text = names[0] if names else json.dumps(value) if isinstance(value, bool | int | float) else None
    return text if text is None or len(text := one_line(text)) <= _MAX_QUOTED else None


def _unknown(setting: str, name: str, likely: str | None, choices: Sequence[str], *, named: bool) -> ConfigError:
    text = valuefaults.with_value(name, valuefaults.not_one_of(choices, likely))
    if likely is None or likely == AUTO or named:
        return ConfigError(*words.invalid_setting(setting, text))
    stopped = words.no_requests(vendor_of(likely).product)
    return ProviderConfigError(*words.invalid_setting(setting, text, stopped), provider=likely)
