"""Settings that can be used and yet need a word: a limit that does not exist, a value that the menu hides, an old name.

This module must not know how a place is read, nor which limits an account has.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import provider_names
from brim.backend.settings.settingnames import display_name
from brim.backend.settings.sources import has_key, value_at
from brim.errors import ConfigError
from brim.model import limitname, pin
from brim.model.options import RENAMED_STYLES
from brim.suggestions import nearest
from brim.words import settings as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.settings.sources import Layers

_PATTERNS, _PINNED, _STYLE = "alerts.limits", "icon.window", "icon.style"


def unknown_limits(settings: AppSettings, places: Mapping[str, str], menu: str) -> Iterator[ConfigError]:
    """An error for each setting that names a limit which nobody knows; what the place `menu` says was a real one."""
    if _PATTERNS in places:
        for pattern in settings.alerts.limits:
            if not limitname.may_match(pattern):
                yield _unknown_limit(_PATTERNS, places, pattern)
    if places.get(_PINNED, menu) != menu:
        yield from _unusable_pin(settings.icon.window, display_name(_PINNED, places[_PINNED]))


def renamed_values(places: Mapping[str, str], layers: Layers, menu: str) -> Iterator[ConfigError]:
    """A hint for each value that counts under a new name; what the place `menu` says gets it with the next choice."""
    place = places.get(_STYLE, menu)
    old = value_at(layers[place], tuple(_STYLE.split("."))) if place != menu else None
    if isinstance(old, str) and old in RENAMED_STYLES:
        yield ConfigError(*words.renamed_value(display_name(_STYLE, place), old, RENAMED_STYLES[old]))


def _unknown_limit(key: str, places: Mapping[str, str], pattern: str) -> ConfigError:
    likely = nearest(pattern, limitname.KNOWN)
    return ConfigError(*words.unknown_limit(display_name(key, places[key]), pattern, likely))


def _unusable_pin(text: str, name: str) -> Iterator[ConfigError]:
    """An error for a pin whose limit or provider nobody knows."""
    pinned = pin.parsed(text, provider_names())
    if pinned.limit == pin.AUTO or limitname.may_match(pinned.limit):
        return
    head, colon, limit = text.partition(":")
    if pinned.provider is None and colon and (limit == pin.AUTO or limitname.may_match(limit)):
        yield ConfigError(*words.unknown_provider(name, text, nearest(head, provider_names()), provider_names()))
        return
    likely = nearest(pinned.limit, limitname.KNOWN)
    before = "" if pinned.provider is None else f"{head}:"
    yield ConfigError(*words.unknown_limit(name, text, likely and f"{before}{likely}"))


def absent_limits(settings: AppSettings, limits: Sequence[str]) -> Iterator[ConfigError]:
    """A hint for each setting that names a known limit which none of the accounts has; `limits` are those they have."""
    for pattern in settings.alerts.limits:
        if limitname.may_match(pattern) and not _any_matches(pattern, limits):
            yield ConfigError(*words.absent_limit(settings.display_name(_PATTERNS), pattern, limits))


def absent_pin(settings: AppSettings, found: Sequence[tuple[str, str]]) -> Iterator[ConfigError]:
    """A hint where the pinned limit is known and none of the accounts has it.

    `found` are the limits that they have, each with the name of its provider.
    """
    text = settings.icon.window
    pinned = pin.parsed(text, provider_names())
    named = None if pinned.provider is None else pinned.provider.casefold()
    limits = sorted({limit for provider, limit in found if named in {None, provider}})
    automatic = pinned.limit == pin.AUTO
    there = bool(limits) if automatic else _any_matches(pinned.limit, limits)
    if text != pin.AUTO and (automatic or limitname.may_match(pinned.limit)) and not there:
        known = limits or sorted({f"{provider}:{limit}" for provider, limit in found})
        yield ConfigError(*words.absent_limit(settings.display_name(_PINNED), text, known))


def _any_matches(pattern: str, limits: Iterable[str]) -> bool:
    return any(limitname.matches(pattern, limit) for limit in limits)


def hidden_by_menu(settings: AppSettings, layers: Layers, menu: str, file: str) -> Iterator[ConfigError]:
    """A hint for each setting in the place `file` whose value a choice in the place `menu` replaces."""
    for key, place in settings.places.items():
        path = tuple(key.split("."))
        is_in_both = place == menu and has_key(layers[file], path)
        if is_in_both and value_at(layers[file], path) != value_at(layers[menu], path):
            chosen = attrgetter(key)(settings)
            value = str(chosen).lower() if isinstance(chosen, bool) else str(chosen)
            yield ConfigError(*words.hidden_by_menu(display_name(key, file), value, menu))
