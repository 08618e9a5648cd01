"""The section `icon` of the settings: how the icon is drawn.

This module must not know where a value comes from, nor what it is used for.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from brim.model.options import IconScheme, IconShow, IconStyle


class IconSettings(BaseModel):
    """How the icon is drawn."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True, validate_default=True)

    style: IconStyle = Field(
        default=IconStyle.NUMBER,
        description="number (above the bars of session and week), digits (alone), bars, ring or battery.",
    )
    scheme: IconScheme = Field(
        default=IconScheme.AUTO,
        description="The panel is dark or light; auto asks the desktop, under X also the screen.",
    )
    text: bool = Field(default=False, description="The percentage as text beside the icon, where the desktop has that.")
    animate: bool = Field(default=True, description="Move while a reading is under way, if the desktop allows motion.")
    window: str = Field(
        default="auto", description="The limit in the icon, such as weekly_all; auto: the most pressing."
    )
    show: IconShow = Field(default=IconShow.USED, description="Show what is used or what is remaining.")
