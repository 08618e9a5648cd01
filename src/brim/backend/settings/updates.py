"""The section `updates` of the settings: whether Brim looks for a newer version of itself, and where.

This module must not know where a value comes from, nor what it is used for.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.settings.values.providersection import ApiUrl
from brim.words.translation import N_

CHECK = "updates.check"


class UpdateSettings(BaseModel):
    """Whether Brim looks for a newer version of itself."""

    model_config = ConfigDict(extra="ignore")

    check: bool = Field(
        default=False, description=N_("Check for a newer version of Brim, at most once a day, while the tray runs.")
    )
    api_url: ApiUrl = Field(
        default="https://pypi.org",
        description=N_("Index that is asked for versions of Brim: https, or http to a loopback address."),
    )
