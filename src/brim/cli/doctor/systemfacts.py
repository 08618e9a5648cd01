"""Facts about the machine in `brim doctor --json`: desktop, settings, data folder, history and versions.

This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.system.stateformat import Time
from brim.cli.doctor.redact import Redacted

_FORMAT = ConfigDict(from_attributes=True, frozen=True)


class DaemonFacts(BaseModel):
    """The notification daemon."""

    model_config = _FORMAT

    name: Redacted = Field(description="its own name")
    version: Redacted = Field(description="its own version")
    capabilities: tuple[Redacted, ...] = Field(description="what it can show, in the terms of the specification")


class DesktopFacts(BaseModel):
    """The desktop; all but `system` is known on Linux only."""

    model_config = _FORMAT

    system: str = Field(description="linux, darwin or win32")
    desktop: Redacted | None = Field(description="the session's own name")
    session: str | None = Field(description="wayland, x11, or null without a screen")
    bus: bool = Field(description="the session bus answers")
    watcher: Redacted | None = Field(description="program that lists tray icons; null without one, empty when unknown")
    host: bool = Field(description="a host draws the icons")
    hosts: int = Field(description="hosts that have a name on the bus")
    panels: tuple[Redacted, ...] = Field(description="panels whose bus names are known")
    old_tray: bool = Field(description="no host draws icons, but there is an XEmbed tray")
    items: int = Field(description="icons that are listed")
    tray: bool = Field(description="a tray of Brim owns its name on the bus")
    tray_listed: bool = Field(description="the icon of that tray is listed")
    tray_icon: str | None = Field(description="where that tray has its icon: panel, xembed, nowhere; null when unknown")
    daemon: DaemonFacts | None = Field(description="the notification daemon that runs and answers")
    daemon_starts: bool = Field(description="the bus starts a daemon when one is needed")
    daemon_silent: bool = Field(description="a daemon runs and does not answer")


class OverrideFacts(BaseModel):
    """A setting that is not at its default."""

    model_config = _FORMAT

    name: str = Field(description="as in the manual")
    value: Redacted = Field(description="the value in use")
    place: Redacted = Field(description="the environment, or the file that sets it")


class ComplaintFacts(BaseModel):
    """A setting that cannot be used."""

    model_config = _FORMAT

    title: Redacted = Field(description="what is wrong")
    message: Redacted = Field(description="what to do")
    hint: bool = Field(default=False, description="it can be used, but has no effect")


class DetourFacts(BaseModel):
    """What makes sessions of one provider's program use no plan."""

    model_config = _FORMAT

    provider: str = Field(description="the provider's name in the settings")
    names: tuple[str, ...] = Field(description="the variables")


class GapFacts(BaseModel):
    """A file or folder that the running tray checks once a minute."""

    model_config = _FORMAT

    path: Redacted = Field(description="the file or folder; empty for all")
    reason: str = Field(description="why the system may not report its changes")
    detail: Redacted = Field(description="the kind of file system, or what the system says")


class FolderFacts(BaseModel):
    """The data folder and the log in it."""

    model_config = _FORMAT

    path: Redacted = Field(description="where it is")
    exists: bool = Field(description="it exists")
    writable: bool = Field(description="Brim may write there, or create it")
    free_bytes: int | None = Field(description="free space on its disk; null when not known")
    log: Redacted = Field(description="the log file")
    log_bytes: int | None = Field(description="its size; null when there is none yet")
    tray_told: bool = Field(description="tray.json exists")
    tray_heard: bool = Field(description="a program listens on the port that it names")
    tray_version: str | None = Field(default=None, description="version of the tray in it; empty for 0.1.0")
    gaps: tuple[GapFacts, ...] | None = Field(
        default=None, description="what the running tray checks once a minute; null when no tray says so"
    )
    closed: tuple[Redacted, ...] = Field(description="what is in it and may not be written")
    broken: tuple[Redacted, ...] = Field(description="files that cannot be used, and why")


class HistoryFacts(BaseModel):
    """The history of usage."""

    model_config = _FORMAT

    bytes: int | None = Field(description="size of its file; null when there is none")
    readings: int = Field(description="how many it holds")
    limits: int = Field(description="of how many limits")
    oldest: Time | None = Field(description="when the first one was made")
    newest: Time | None = Field(description="when the last one was made")
    fault: Redacted | None = Field(description="why it cannot be used")
    next: Redacted | None = Field(description="what to do then")
    aside: tuple[Redacted, ...] = Field(description="files that could not be used and were set aside")


class MetricsFacts(BaseModel):
    """Where metrics go."""

    model_config = _FORMAT

    textfile: Redacted | None = Field(description="the file for a textfile collector; null when none is set")
    writable: bool = Field(description="its folder exists, and Brim may write there")
    written_at: Time | None = Field(description="when it was written; null when there is none yet")
    sent: bool = Field(description="a receiver is set")


class UpdateFacts(BaseModel):
    """A newer version of Brim."""

    model_config = _FORMAT

    version: str = Field(description="the newest version")
    installed_by: str = Field(description="what put this copy here: uv tool, pipx, pip, apt, flatpak or another")
    command: Redacted | None = Field(description="what brings the newer version; null where no command does")
    next: Redacted = Field(description="what to do, as a sentence")


class LauncherFacts(BaseModel):
    """Brim in the applications menu."""

    model_config = _FORMAT

    enabled: bool = Field(default=False, description="`brim launcher on` put it there, and it is there")
    installed: Redacted | None = Field(default=None, description="the launcher that came with an installation of Brim")
    version: str | None = Field(default=None, description="the version that put it there; null while not all of it is")
    complete: bool = Field(default=False, description="all that was put is there, and from this version")
    command: Redacted | None = Field(default=None, description="what it starts")
    gone: bool = Field(default=False, description="that is not there any more")
    elsewhere: bool = Field(default=False, description="that is another copy of Brim than this one")
    fault: Redacted | None = Field(default=None, description="why nothing is known about it")
    next: Redacted | None = Field(default=None, description="what to do then")


class AutostartFacts(BaseModel):
    """The start at login."""

    model_config = _FORMAT

    enabled: bool = Field(default=False, description="Brim starts at login")
    program: Redacted | None = Field(default=None, description="what the entry starts; null while there is none")
    gone: bool = Field(default=False, description="that is not there any more")
    elsewhere: bool = Field(default=False, description="that is another copy of Brim than this one")
    fault: Redacted | None = Field(default=None, description="why nothing is known about it")
    next: Redacted | None = Field(default=None, description="what to do then")


class VersionFacts(BaseModel):
    """Versions of Brim and of what it runs on."""

    model_config = _FORMAT

    brim: str = Field(description="version of Brim")
    python: str = Field(description="version of Python")
    installed_by: str = Field(description="what put this copy here: uv tool, pipx, pip, apt, flatpak or another")
    platform: Redacted = Field(description="system, release and machine")
    libraries: dict[str, str | None] = Field(description="versions of the main libraries; null when one is missing")
