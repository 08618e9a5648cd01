"""How settings are called: their keys, their environment variables, and what a person reads."""

from __future__ import annotations

from brim.backend.providerlist.selection import provider_names
from brim.words import settings as words

PREFIX = "BRIM_"
STATUS_URL, NETWORK, PROGRAM = ".status_url", ".network", ".program"
"""How the settings of providers end without which the others still hold."""
ENVIRONMENT = "environment"
"""The place of variables that no file sets."""
VARIABLE_PLACES = {ENVIRONMENT, ".env"}
"""Places where settings have the names of environment variables."""


def environment_name(key: str) -> str:
    """The environment variable of a setting: `icon.style` gives `BRIM_ICON__STYLE`."""
    return PREFIX + key.replace(".", "__").upper()


def display_name(key: str, place: str) -> str:
    """A setting as a person finds it in a place: its environment variable, or its key and file."""
    return environment_name(key) if place in VARIABLE_PLACES else words.setting_in_file(key, place)


def place_text(place: str) -> str:
    """A place as a person reads it."""
    return words.environment() if place == ENVIRONMENT else place


def is_provider_setting(key: str) -> bool:
    """Whether a setting is in the section of a provider."""
    return key.partition(".")[0] in provider_names()
