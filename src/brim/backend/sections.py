"""The sections of the settings: what can be set, and what a value must look like.

This module must not know where a value comes from, nor what it leads to.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from brim.model import IconScheme, IconShow, IconStyle

_LIKE = "it must look like https://host"


def _api_url(value: str) -> str:
    """A URL that a token may be sent to: https, or http that does not leave this machine."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError when it is no number
    except ValueError:
        raise ValueError(_LIKE) from None
    host = parts.hostname or ""
    if not re.fullmatch(r"[A-Za-z0-9.:_%\-]+", host) or re.search(r"[\s?#@]", value):
        raise ValueError(_LIKE)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ValueError("it must be https, or http to a loopback address such as 127.0.0.1")
    return value.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine, judged without asking a name server."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _home(value: Path) -> Path:
    try:
        return value.expanduser()
    except RuntimeError as error:
        raise ValueError("it names a home folder that is not known") from error


type Place = Annotated[Path, AfterValidator(_home)]


class ClaudeSettings(BaseModel):
    """How Claude is read."""

    model_config = ConfigDict(extra="ignore")

    api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        default="https://api.anthropic.com",
        description="Where usage is asked: https, or http to a loopback address.",
    )
    config_dir: Place | None = Field(
        default=None,
        description="Claude Code's folder; unset, CLAUDE_CONFIG_DIR counts, then ~/.claude.",
    )
    network: bool = Field(default=True, description="Ask Anthropic at all; false never sends a request.")


class PollSettings(BaseModel):
    """How often is asked."""

    model_config = ConfigDict(extra="ignore")

    interval: int = Field(default=300, ge=120, le=3600, description="Seconds between two readings, 120 to 3600.")


class IconSettings(BaseModel):
    """How the icon looks."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True, validate_default=True)

    style: IconStyle = Field(
        default=IconStyle.DIGITS, description="ring, bar, digits, battery, or two: session and week."
    )
    scheme: IconScheme = Field(
        default=IconScheme.AUTO, description="The panel is dark or light; auto asks the desktop."
    )
    text: bool = Field(default=False, description="The percentage as text beside the icon, where the desktop has that.")
    animate: bool = Field(default=True, description="Move while a reading is under way, if the desktop allows motion.")
    window: str = Field(
        default="auto", description="The limit in the icon, such as weekly_all; auto: the most pressing."
    )
    show: IconShow = Field(default=IconShow.USED, description="Show what is used or what is remaining.")
