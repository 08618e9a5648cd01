"""The sections of the settings: what can be set, and what a value must look like.

This module must not know where a value comes from, nor what it leads to.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, override
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from brim.backend.settings import workhours
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.words import settings as words

if TYPE_CHECKING:
    from brim.backend.forecast.calendar import Calendar


def _api_url(value: str) -> str:
    """A URL that a token may be sent to: https, or http that does not leave this machine."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError when it is no number
    except ValueError:
        raise ValueError(words.MUST_BE_URL) from None
    host = parts.hostname or ""
    if not re.fullmatch(r"[A-Za-z0-9.:_%\-]+", host) or re.search(r"[\s?#@]", value):
        raise ValueError(words.MUST_BE_URL)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ValueError(words.MUST_BE_HTTPS)
    return value.rstrip("/")


def _page_url(value: str) -> str:
    """The same rule for a page that is asked without any token; `off` stands for none."""
    return "" if value in {"", "off"} else _api_url(value)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine, judged without asking a name server."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _plain(value: object) -> object:
    """A list or a table that a variable gives as JSON."""
    if not isinstance(value, str) or value.lstrip()[:1] not in {"[", "{"}:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError(words.MUST_BE_JSON) from None  # what could not be parsed may hold a secret


def _home(value: Path) -> Path:
    try:
        return value.expanduser()
    except RuntimeError as error:
        raise ValueError(words.HAS_UNKNOWN_HOME) from error


type Place = Annotated[Path, AfterValidator(_home)]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that settings name, perhaps with a name for what it holds."""

    path: Path
    name: str | None = None

    @override
    def __str__(self) -> str:
        """As settings say it."""
        return str(self.path) if self.name is None else f"{self.name} = {self.path}"


def _folders(value: object) -> tuple[Folder, ...]:
    """Folders out of a list of them, a table of name and folder, or a text that separates them as PATH does."""
    named: list[tuple[object, object]] = []
    value = _plain(value)
    if isinstance(value, dict):
        named = [(" ".join(str(name).split()) or None, place) for name, place in value.items()]
    elif isinstance(value, str | list | tuple):
        named = [(None, place) for place in (value.split(os.pathsep) if isinstance(value, str) else value)]
    made = []
    for name, place in named:
        if not isinstance(place, str) or not (name is None or isinstance(name, str)):
            raise ValueError(words.MUST_BE_FOLDERS)
        if place.strip():
            made.append(Folder(_home(Path(place.strip())), name))
    if not made and value not in ("", [], {}, ()):
        raise ValueError(words.MUST_BE_FOLDERS)
    return tuple(made)


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
    config_dirs: Annotated[tuple[Folder, ...], BeforeValidator(_folders)] = Field(
        default=(),
        description="Several of these folders, an account each: a list, or a table of names and folders; in the "
        "environment separated as in PATH.",
    )
    program: Place | None = Field(
        default=None,
        description="The claude program, asked on request only; unset, it is looked for where it is usually installed.",
    )
    status_url: Annotated[str, AfterValidator(_page_url)] = Field(
        default="https://status.claude.com/api/v2/summary.json",
        description="Where Anthropic reports incidents, in the form of Statuspage; off: never looked at.",
    )
    network: bool = Field(default=True, description="Ask Anthropic at all; false never sends a request.")

    @property
    def folders(self) -> tuple[Folder, ...]:
        """The folders of Claude Code that these settings name; empty when Claude Code's own variables count."""
        if self.config_dirs:
            return self.config_dirs
        return () if self.config_dir is None else (Folder(self.config_dir),)


class PollSettings(BaseModel):
    """How often is asked."""

    model_config = ConfigDict(extra="ignore")

    interval: int = Field(
        default=300, ge=120, le=3600, description="Seconds between two readings while Claude Code works, 120 to 3600."
    )
    quiet: int = Field(
        default=900, ge=120, le=3600, description="The same while it does not; never less than while it works."
    )
    away: int = Field(
        default=1800, ge=120, le=3600, description="The same while the screen is locked or nobody is there."
    )


_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
_HOURS = re.compile(rf"{_CLOCK}\s*-\s*{_CLOCK}")


def _numbers(value: object) -> object:
    """Numbers as a list, or in one text between commas or spaces, as a variable gives them."""
    value = _plain(value)
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _quiet(value: str) -> str:
    if value and not _HOURS.fullmatch(value.strip()):
        raise ValueError(words.MUST_BE_QUIET_HOURS)
    return value.strip()


def _webhook(value: SecretStr) -> SecretStr:
    """A URL that events may be sent to. It may hold a secret, so no complaint repeats it."""
    try:
        parts = urlsplit(value.get_secret_value())
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or (parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host))):
        raise ValueError(words.MUST_BE_WEBHOOK_HTTPS)
    return value


type Event = Literal["limit", "pace", "reset", "spend", "login", "lost", "back", "all"]
type Webhook = Annotated[SecretStr, AfterValidator(_webhook)]
type Percents = Annotated[tuple[Annotated[float, Field(gt=0, le=1000)], ...], BeforeValidator(_numbers)]
type Amounts = Annotated[tuple[Annotated[Decimal, Field(gt=0)], ...], BeforeValidator(_numbers)]
type Days = Annotated[tuple[Annotated[float, Field(gt=0, le=30)], ...], BeforeValidator(_numbers)]


class AlertSettings(BaseModel):
    """What is told, and when."""

    model_config = ConfigDict(extra="ignore")

    limit: bool = Field(default=True, description="Tell when a limit reaches a threshold.")
    pace: bool = Field(default=True, description="Tell when the present pace reaches a limit before its reset.")
    reset: bool = Field(default=True, description="Tell when a window that had mattered starts anew.")
    spend: bool = Field(default=True, description="Tell when extra usage begins to be spent or passes an amount.")
    login: bool = Field(default=True, description="Tell when the login ends soon.")
    lost: bool = Field(default=True, description="Tell when nothing could be read for long.")
    back: bool = Field(default=True, description="Tell when readings come back after that.")
    thresholds: Percents = Field(default=(75, 90, 100), description="Percent at which a limit is told.")
    limits: Annotated[dict[str, Percents], BeforeValidator(_plain)] = Field(
        default_factory=dict,
        description='Other thresholds by limit, * for any letters: `"weekly_*" = [50, 90]`; an empty list is silent.',
    )
    pace_chance: float = Field(default=0.8, gt=0, le=1, description="How sure a run-out must be to be told, 0 to 1.")
    pace_from: float = Field(default=20, ge=0, le=100, description="Percent from which the pace is told.")
    reset_from: float = Field(default=90, ge=0, le=100, description="Percent from which a window's reset is told.")
    spend_amounts: Amounts = Field(default=(), description="Amounts of extra usage that are told, in its currency.")
    login_days: Days = Field(default=(3, 1), description="So many days ahead the end of a login is told.")
    lost_minutes: float = Field(default=90, ge=5, le=10080, description="So long without a reading is told.")
    quiet_hours: Annotated[str, AfterValidator(_quiet)] = Field(
        default="",
        description="Between these times nothing is told, such as 22:00-07:00; what still holds comes after.",
    )
    full_screen: bool = Field(default=False, description="Tell also while a window fills the screen.")


class HookSettings(BaseModel):
    """What is started or called for an event: limit, pace, reset, spend, login, lost, back, or all."""

    model_config = ConfigDict(extra="ignore")

    command: Annotated[dict[Event, str], BeforeValidator(_plain)] = Field(
        default_factory=dict, description="By event, a command line; the event comes as JSON on its input."
    )
    webhook: Annotated[dict[Event, Webhook], BeforeValidator(_plain)] = Field(
        default_factory=dict, description="By event, a URL that gets the event as JSON in a POST."
    )
    seconds: float = Field(default=10, ge=1, le=120, description="Time limit of one try, in seconds.")


def _work_days(value: str) -> str:
    workhours.week_days(value)
    return value.strip()


def _work_hours(value: str) -> str:
    workhours.hours(value)
    return value.strip()


def _holidays(value: object) -> object:
    """Days as a list, also of TOML's own dates, or in one text between commas or spaces, as a variable gives them."""
    value = _plain(value)
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [str(one) for one in value] if isinstance(value, list | tuple) else value


def _valid_holidays(value: tuple[str, ...]) -> tuple[str, ...]:
    for one in value:
        workhours.holiday(one)
    return value


class CalendarSettings(BaseModel):
    """When work is done: forecasts, the pace and a day's share of a week go by it."""

    model_config = ConfigDict(extra="ignore")

    days: Annotated[str, AfterValidator(_work_days)] = Field(
        default="", description="Days of work, such as mon-fri or mon, wed, sat; unset, every day."
    )
    hours: Annotated[str, AfterValidator(_work_hours)] = Field(
        default="", description="Hours of work on such days, such as 09:00-18:00 or 20:00-02:00; unset, all day."
    )
    off: Annotated[tuple[str, ...], BeforeValidator(_holidays), AfterValidator(_valid_holidays)] = Field(
        default=(), description="Days off, such as 2026-12-24 or 2026-12-24..2027-01-02."
    )

    def calendar(self) -> Calendar:
        """What forecasts reckon with."""
        return workhours.calendar(self.days, self.hours, self.off)


class IconSettings(BaseModel):
    """How the icon looks."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True, validate_default=True)

    style: IconStyle = Field(
        default=IconStyle.DIGITS, description="ring, bar, digits, battery, or two: session and week."
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
