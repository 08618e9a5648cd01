"""The section `poll` of the settings: how often an account is read.

This module must not know where a value comes from, nor what it is used for.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from brim.words.translation import N_

_MIN = 180
"""20 readings an hour, which leaves a third of what an account has to the vendor's and all other programs."""


class PollSettings(BaseModel):
    """The intervals between readings, in seconds."""

    model_config = ConfigDict(extra="ignore")

    interval: int = Field(
        default=300,
        ge=_MIN,
        le=3600,
        description=N_("Seconds between refreshes while the program is active, 180 to 3600."),
    )
    quiet: int = Field(
        default=900, ge=_MIN, le=3600, description=N_("Interval while idle; never shorter than while active.")
    )
    away: int = Field(
        default=1800, ge=_MIN, le=3600, description=N_("Interval while the screen is locked or you are away.")
    )
