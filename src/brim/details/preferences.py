"""The settings of the page: every one with its description and origin, and the plain ones can be changed here.

A change is checked and stored as one of the menu is. This module must not know what a setting is used for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.settings.documentation import manual
from brim.backend.settings.editing import edit_setting, editable_settings
from brim.backend.settings.effective import effective_settings
from brim.backend.settings.load import reload_settings
from brim.backend.system.wakeup import send_wake

if TYPE_CHECKING:
    from brim.backend.system.files import Json
    from brim.model.options import SettingValue


def all_settings() -> Json:
    """Every setting in the order of the manual, as it counts now, and what is wrong with some. Raises ConfigError."""
    settings = reload_settings()
    editable = {setting.name: setting for setting in editable_settings(settings)}
    descriptions = {row.name: row.description for row in manual()}
    found = []
    for setting in effective_settings(settings):
        known = editable.get(setting.name)
        found.append(
            {
                "name": setting.name,
                "description": descriptions[setting.name],
                "text": setting.text,
                "default": setting.default,
                "origin": setting.origin,
                "variable": setting.variable,
                "value": None if known is None else known.value,
                "choices": [] if known is None else list(known.choices),
                "can_change": known is not None and known.overridden_by is None,
                "set_by": None if known is None else known.overridden_by,
            }
        )
    complaints = [
        {"title": complaint.title, "message": complaint.message} for complaint in (*settings.errors, *settings.hints)
    ]
    return {"settings": found, "complaints": complaints}


def change(name: str, value: SettingValue | None) -> None:
    """Store a value, or with None the default, and tell the tray; raises ConfigError, StateError."""
    send_wake(edit_setting(name, value).state_dir)
