"""The settings of the page: every one with its description and origin, and those of the menu can be changed here too.

A change goes through the same door as a choice in the menu. This module must not know what a setting is used for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.settings.choices import menu_options, save_choice
from brim.backend.settings.documentation import manual
from brim.backend.settings.effective import effective_settings
from brim.backend.settings.load import reload_settings
from brim.backend.system.wakeup import send_wake

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.system.files import Json


def all_settings() -> list[Json]:
    """Every setting in the order of the manual, as it counts now. Raises ConfigError."""
    settings = reload_settings()
    options = {option.key: option for option in menu_options(settings)}
    descriptions = {row.name: row.description for row in manual()}
    found = []
    for setting in effective_settings(settings):
        option = options.get(setting.name)
        found.append(
            {
                "name": setting.name,
                "description": descriptions[setting.name],
                "text": setting.text,
                "default": setting.default,
                "origin": setting.origin,
                "variable": setting.variable,
                "value": None if option is None else option.value,
                "choices": [] if option is None else list(option.choices),
                "can_change": option is not None and option.overridden_by is None,
                "set_by": None if option is None else option.overridden_by,
            }
        )
    return found


def change(name: str, value: str | bool) -> AppSettings:  # noqa: FBT001 - the value of a setting, not a switch
    """Store a choice and tell the tray; raises ConfigError, StateError."""
    settings = save_choice(name, value)
    send_wake(settings.state_dir)
    return settings
