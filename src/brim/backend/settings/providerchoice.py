"""The setting `providers`, where it holds a name that nobody knows or one name twice: what is read in its place.

A wrong name never lets others be read that nobody named. This module must not know any one provider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import AUTO, provider_names, vendor_of
from brim.backend.settings.settingnames import display_name
from brim.backend.settings.values.fieldtypes import split_list
from brim.errors import ConfigError, ProviderConfigError
from brim.suggestions import nearest
from brim.words import settings as words
from brim.words import valuefaults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.backend.settings.sources import Layers

_KEY = "providers"


def correct_names(layers: Layers) -> Iterator[ConfigError]:
    """Put the name that was meant in place of a wrong one, in the strongest place; yield an error for each.

    A provider that was meant, but not named, is not read until the name is corrected. A name that is like none is left
    out; where nothing else is named, the list stays as it is, and counts as one that cannot be used.
    """
    place = next((place for place, layer in layers.items() if layer.get(_KEY) is not None), None)
    given = None if place is None else split_list(layers[place][_KEY])
    if place is None or not isinstance(given, list | tuple):
        return
    names = [str(name) for name in given]  # a number is like no name
    choices, setting = (AUTO, *provider_names()), display_name(_KEY, place)
    meant = {name: name if name in choices else nearest(name, choices) for name in dict.fromkeys(names)}
    if not any(meant.values()):
        return
    layers[place][_KEY] = [*dict.fromkeys(filter(None, meant.values()))]
    for name, likely in meant.items():
        if name in choices and names.count(name) > 1:
            yield ConfigError(*words.invalid_setting(setting, words.named_twice(name)))
        elif name not in choices:
            yield _unknown(setting, name, likely, choices, named=likely in names)


def _unknown(setting: str, name: str, likely: str | None, choices: Sequence[str], *, named: bool) -> ConfigError:
    text = valuefaults.with_value(name, valuefaults.not_one_of(choices, likely))
    if likely is None or likely == AUTO or named:
        return ConfigError(*words.invalid_setting(setting, text))
    stopped = words.no_requests(vendor_of(likely).product)
    return ProviderConfigError(*words.invalid_setting(setting, text, stopped), provider=likely)
