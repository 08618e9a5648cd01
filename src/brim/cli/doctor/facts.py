"""What `brim doctor --json` prints: the facts of a check-up, and what is made of each.

Every text passes through `redact` on its way in, so that the whole may be shown in public. This module must not know
how a fact is found or judged.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from brim.backend.system.stateformat import Time
from brim.cli.doctor.redact import public
from brim.model.account import Health
from brim.model.usage import Source

_SHAPE = ConfigDict(
    from_attributes=True, populate_by_name=True, serialize_by_alias=True, use_enum_values=True, frozen=True
)
type Public = Annotated[str, AfterValidator(public)]


class Severity(StrEnum):
    """What is made of a fact."""

    OK = "ok"
    LOOK = "look"
    """Worth a look; nothing has to be done."""
    PROBLEM = "problem"


class ReportLine(BaseModel):
    """One line of the page."""

    model_config = _SHAPE

    topic: Public = Field(description="what it belongs to, for example login")
    verdict: Severity = Field(description="ok, look or problem")
    text: Public = Field(description="what was found")
    next: Public | None = Field(default=None, description="what to do; there for every problem")


class DaemonFacts(BaseModel):
    """The notification daemon."""

    model_config = _SHAPE

    name: Public = Field(description="its own name")
    version: Public = Field(description="its own version")
    capabilities: tuple[Public, ...] = Field(description="what it can show, in the specification's words")


class DesktopFacts(BaseModel):
    """What the desktop offers; but for `system` only known on Linux."""

    model_config = _SHAPE

    system: str = Field(description="linux, darwin or win32")
    desktop: Public | None = Field(description="what the session calls itself")
    session: str | None = Field(description="wayland, x11, or null without a screen")
    bus: bool = Field(description="the session bus answers")
    watcher: Public | None = Field(description="program that lists tray icons; null without one, empty when unknown")
    host: bool = Field(description="somebody draws the icons")
    hosts: int = Field(description="hosts that have a name on the bus")
    panels: tuple[Public, ...] = Field(description="panels whose bus names are known")
    old_tray: bool = Field(description="nobody draws icons, but there is a tray of the old kind (XEmbed)")
    items: int = Field(description="icons that are listed")
    tray: bool = Field(description="a tray of Brim owns its name on the bus")
    daemon: DaemonFacts | None = Field(description="the notification daemon that runs and answers")
    daemon_starts: bool = Field(description="the bus starts a daemon when one is needed")
    daemon_silent: bool = Field(description="a daemon runs and does not answer")


class LoginFacts(BaseModel):
    """The login, without any part of it that is secret or names a person."""

    model_config = _SHAPE

    origin: str = Field(description="file, keychain or environment")
    place: Public = Field(description="where it was found, or looked for")
    state: str = Field(description="usable, expired, no_scope, absent or unreadable")
    why: Public | None = Field(description="why it is unreadable")
    title: Public | None = Field(default=None, description="what is wrong with it")
    message: Public | None = Field(default=None, description="what to do about that")
    scopes: tuple[Public, ...] | None = Field(description="what it allows; null when it does not say")
    expires_at: Time | None = Field(description="end of the access that is renewed by Claude Code; null lasts")
    ends_at: Time | None = Field(description="from then on it cannot be renewed; null when it does not say")
    plan: Public | None = Field(description="for example Max 5x")


class RequestFacts(BaseModel):
    """What is known of earlier attempts, and when the next one is."""

    model_config = _SHAPE

    tried_at: Time | None = Field(description="the last attempt")
    asked_at: Time | None = Field(description="the last request sent")
    health: Health | None = Field(description="how the last attempt ended; null before the first")
    failures: int = Field(description="failures of this kind in a row")
    title: Public | None = Field(description="what went wrong")
    message: Public | None = Field(description="what to do about it")
    blocked_until: Time | None = Field(description="the server asked to wait until then")
    requests_today: int = Field(description="requests sent since 0:00 UTC")
    requests_total: int = Field(description="requests sent ever")
    next_read_at: Time | None = Field(description="when it is read next; null when it is not")
    next_read_reason: Public = Field(description="why then")
    unsaved: bool = Field(description="the state could not be written")


class AttemptFacts(BaseModel):
    """One of the last attempts."""

    model_config = _SHAPE

    at: Time = Field(description="when it began")
    health: Health = Field(description="how it ended")
    seconds: float | None = Field(description="until its outcome; null when no request was sent")


class CliProbeFacts(BaseModel):
    """The claude program, which is asked on request only."""

    model_config = _SHAPE

    path: Public | None = Field(description="where it is; null when it was not found")
    at: Time | None = Field(description="when it was asked last; null for never")
    health: Health | None = Field(description="how that ended; null while it is under way, and for never")
    title: Public | None = Field(description="what went wrong")
    total: int = Field(description="how often it was asked")


class IncidentFacts(BaseModel):
    """What the status page said when it was looked at last."""

    model_config = _SHAPE

    looked_at: Time | None = Field(description="when; null for never")
    title: Public | None = Field(description="the incident; null when none was reported")


class WindowFacts(BaseModel):
    """Where the figure of one limit comes from."""

    model_config = _SHAPE

    label: Public = Field(description="for a person")
    source: Source = Field(description="where the figure came from")
    read_at: Time = Field(description="when it was true")
    age_seconds: int = Field(description="how long ago that was")
    resets_at: Time | None = Field(description="when the window starts anew")
    known: bool = Field(description="there is a percentage")
    confirmed: bool = Field(description="false while a doubtful figure waits for a second reading")
    doubt: Public | None = Field(description="why it waits, in words; null when it does not")


class StatuslineFacts(BaseModel):
    """`brim statusline` in the settings of Claude Code."""

    model_config = _SHAPE

    settings: Public = Field(description="Claude Code's settings")
    fault: Public | None = Field(description="why they cannot be read")
    installed: bool = Field(description="the status line is Brim's")
    runs: bool = Field(description="the program that it names is there")
    chained: bool = Field(description="it runs the status line from before")
    same_state: bool = Field(description="it keeps the limits in the present state folder")
    told_at: Time | None = Field(description="when Claude Code last told limits; null when it never did")


class AccountFacts(BaseModel):
    """One account."""

    model_config = _SHAPE

    id: str = Field(description="16 hex digits; its folder among the files of state")
    folder: Public = Field(description="Claude Code's folder")
    read_as: Public | None = Field(default=None, description="the folder of the same account that is read instead")
    login: LoginFacts = Field(description="the login")
    gate: RequestFacts = Field(description="attempts")
    reads: tuple[AttemptFacts, ...] = Field(description="the last attempts, newest first")
    program: CliProbeFacts = Field(description="the claude program")
    incidents: IncidentFacts = Field(description="the status page")
    stale: bool = Field(description="the figures are not those of a fresh, successful attempt")
    windows: tuple[WindowFacts, ...] = Field(description="where each figure comes from")
    why: Public = Field(description="why the icon has its colour, in one sentence")
    statusline: StatuslineFacts = Field(description="the tap of the status line")
    detours: tuple[Public, ...] = Field(default=(), description="what Claude Code's settings use instead of the plan")


class OverrideFacts(BaseModel):
    """A setting that is not at its default."""

    model_config = _SHAPE

    name: str = Field(description="as in the manual")
    value: Public = Field(description="what is used")
    place: Public = Field(description="the environment, or the file that says so")


class ComplaintFacts(BaseModel):
    """Something in the settings that cannot be used."""

    model_config = _SHAPE

    title: Public = Field(description="what")
    message: Public = Field(description="what to do")


class FolderFacts(BaseModel):
    """The state folder and the log in it."""

    model_config = _SHAPE

    path: Public = Field(description="where it is")
    exists: bool = Field(description="it is there")
    writable: bool = Field(description="Brim may write there, or make it")
    free_bytes: int | None = Field(description="room on its disk; null when not known")
    log: Public = Field(description="the log file")
    log_bytes: int | None = Field(description="its size; null when there is none yet")
    tray_told: bool = Field(description="tray.json is there")
    tray_heard: bool = Field(description="somebody listens on the port that it names")
    broken: tuple[Public, ...] = Field(description="files that cannot be used, and why")


class HistoryFacts(BaseModel):
    """The history of readings."""

    model_config = _SHAPE

    bytes: int | None = Field(description="of its file; null when there is none")
    readings: int = Field(description="how many it holds")
    limits: int = Field(description="of how many limits")
    oldest: Time | None = Field(description="when the first one was made")
    newest: Time | None = Field(description="when the last one was made")
    fault: Public | None = Field(description="why it cannot be used")
    next: Public | None = Field(description="what to do then")
    aside: tuple[Public, ...] = Field(description="files that could not be used and were set aside")


class VersionFacts(BaseModel):
    """What runs here."""

    model_config = _SHAPE

    brim: str = Field(description="of Brim")
    python: str = Field(description="of Python")
    platform: Public = Field(description="system, release and machine")
    libraries: dict[str, str | None] = Field(description="of the libraries that matter; null when one is missing")


class Facts(BaseModel):
    """All that was found. What needs usable settings is null without them."""

    model_config = _SHAPE

    schema_: int = Field(default=1, alias="schema", description="changes only when a field must")
    made_at: Time = Field(description="when this was found")
    desktop: DesktopFacts = Field(description="the desktop")
    network: bool | None = Field(default=None, description="asking Anthropic is switched on")
    settings: tuple[OverrideFacts, ...] = Field(default=(), description="settings that are not at their defaults")
    complaints: tuple[ComplaintFacts, ...] = Field(default=(), description="settings that cannot be used")
    folder: FolderFacts | None = Field(default=None, description="the state folder")
    history: HistoryFacts | None = Field(default=None, description="the history of readings")
    accounts: tuple[AccountFacts, ...] = Field(default=(), description="every account")
    detours: tuple[str, ...] = Field(default=(), description="variables that lead sessions elsewhere than to a plan")
    versions: VersionFacts = Field(description="what runs here")


class DoctorReport(Facts):
    """The whole object."""

    verdict: Severity = Field(description="the worst of the lines")
    lines: tuple[ReportLine, ...] = Field(description="the page, line by line")
