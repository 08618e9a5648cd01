"""The section `cursor` of the settings. This module must not know what a value is used for."""

from __future__ import annotations

from pydantic import Field

from brim.backend.settings.values.fieldtypes import ExpandedPath
from brim.backend.settings.values.providersection import ApiUrl, ProviderSettings
from brim.words.translation import N_


class CursorSettings(ProviderSettings):
    """How Cursor is read."""

    api_url: ApiUrl = Field(
        default="https://api2.cursor.sh",
        description=N_("Server that usage is fetched from: https, or http to a loopback address."),
    )
    state_file: ExpandedPath | None = Field(
        default=None,
        examples=["~/.config/Cursor/User/globalStorage/state.vscdb"],
        description=N_("The file in which Cursor's app has its login; if unset, the usual place on this system."),
    )
    auth_file: ExpandedPath | None = Field(
        default=None,
        examples=["~/.config/cursor/auth.json"],
        description=N_(
            "The file in which Cursor's command line has its login; if unset, the usual place on this system."
        ),
    )
