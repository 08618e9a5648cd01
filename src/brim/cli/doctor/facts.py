"""The JSON of `brim doctor --json`: the facts, the lines of the report, and the verdict.

Every text is redacted when it is set, so that all of it may be shown in public. This module must not know how a fact is
collected or evaluated.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.system.stateformat import Time
from brim.cli.doctor.accountfacts import AccountFacts
from brim.cli.doctor.redact import Redacted
from brim.cli.doctor.systemfacts import (
    AutostartFacts,
    ComplaintFacts,
    DesktopFacts,
    DetourFacts,
    FolderFacts,
    HistoryFacts,
    LauncherFacts,
    MetricsFacts,
    OverrideFacts,
    UpdateFacts,
    VersionFacts,
)

_FORMAT = ConfigDict(from_attributes=True, populate_by_name=True, use_enum_values=True, frozen=True)


class Severity(StrEnum):
    """The verdict on a fact."""

    OK = "ok"
    WARNING = "look"
    """Something to know; nothing has to be done."""
    PROBLEM = "problem"


class ReportLine(BaseModel):
    """One line of the report."""

    model_config = _FORMAT

    topic: Redacted = Field(description="the topic, for example login")
    verdict: Severity = Field(description="ok, look or problem")
    text: Redacted = Field(description="the fact in words")
    next: Redacted | None = Field(default=None, description="what to do; always there for a problem")


class DoctorFacts(BaseModel):
    """All facts. A fact that needs usable settings is null without them."""

    model_config = _FORMAT

    schema_: int = Field(default=1, alias="schema", description="changes only for an incompatible change")
    made_at: Time = Field(description="when the facts were collected")
    desktop: DesktopFacts = Field(description="the desktop")
    network: bool | None = Field(default=None, description="requests to any provider are switched on")
    settings: tuple[OverrideFacts, ...] = Field(default=(), description="settings that are not at their defaults")
    complaints: tuple[ComplaintFacts, ...] = Field(default=(), description="settings that cannot be used")
    folder: FolderFacts | None = Field(default=None, description="the data folder")
    history: HistoryFacts | None = Field(default=None, description="the history of usage")
    metrics: MetricsFacts | None = Field(default=None, description="where metrics go; null when nowhere")
    accounts: tuple[AccountFacts, ...] = Field(default=(), description="every account")
    detours: tuple[str, ...] = Field(default=(), description="variables by which sessions use no plan")
    detours_by_provider: tuple[DetourFacts, ...] = Field(default=(), description="the same, by provider")
    update: UpdateFacts | None = Field(default=None, description="a newer version; null while none is known")
    launcher: LauncherFacts | None = Field(default=None, description="Brim in the applications menu")
    autostart: AutostartFacts | None = Field(default=None, description="the start at login")
    versions: VersionFacts = Field(description="versions of Brim and of what it runs on")


class DoctorReport(DoctorFacts):
    """The whole JSON object."""

    verdict: Severity = Field(description="the worst verdict of the lines")
    lines: tuple[ReportLine, ...] = Field(description="the report, line by line")
