"""The section `icon` of the settings: how the icon is drawn.

This module must not know where a value comes from, nor what it is used for.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from brim.model.options import IconScheme, IconShow, IconStyle
from brim.words.translation import N_


class IconSettings(BaseModel):
    """How the icon is drawn."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True, validate_default=True)

    style: IconStyle = Field(
        default=IconStyle.NUMBER,
        description=N_("number (above two lines), digits (alone), bars, ring or battery."),
    )
    scheme: IconScheme = Field(
        default=IconScheme.AUTO,
        description=N_("For a dark or a light panel; auto follows the desktop, on X11 also the panel's color."),
    )
    text: bool = Field(
        default=False, description=N_("Show the percentage as text beside the icon, where the desktop supports it.")
    )
    animate: bool = Field(default=True, description=N_("Animate while refreshing, if the desktop allows animations."))
    window: str = Field(
        default="auto",
        description=N_(
            "Limit shown in the icon, such as weekly_all or PROVIDER:weekly_all; auto for the one at the highest level."
        ),
    )
    show: IconShow = Field(default=IconShow.USED, description=N_("Show what is used or what is remaining (left)."))
