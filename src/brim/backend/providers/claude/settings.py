"""The section `claude` of the settings: where Claude is read, and with which folders and programs.

This module must not know where a value comes from, nor what it is used for.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from brim.backend.settings.values.fieldtypes import ExpandedPath
from brim.backend.settings.values.labelledfolders import LabelledFolder, LabelledFolders
from brim.backend.settings.values.providersection import ApiUrl, ProviderSettings
from brim.backend.settings.values.urls import valid_page_url
from brim.words.translation import N_


class ClaudeSettings(ProviderSettings):
    """How Claude is read."""

    api_url: ApiUrl = Field(
        default="https://api.anthropic.com",
        description=N_("Server that usage is fetched from: https, or http to a loopback address."),
    )
    config_dir: ExpandedPath | None = Field(
        default=None,
        examples=["~/.claude"],
        description=N_("Claude Code's folder; if unset, CLAUDE_CONFIG_DIR, then ~/.claude."),
    )
    config_dirs: LabelledFolders = Field(
        default=(),
        description=N_(
            "Several such folders, one for each account: a list, or a table of names and folders; in the "
            "environment separated as in PATH."
        ),
    )
    program: ExpandedPath | None = Field(
        default=None,
        examples=["~/.local/bin/claude"],
        description=N_("Path of the Claude CLI, which runs only when you ask for it; if unset, it is searched for."),
    )
    status_url: Annotated[str, AfterValidator(valid_page_url)] = Field(
        default="https://status.claude.com/api/v2/summary.json",
        description=N_(
            "Anthropic's status page, in the format of Statuspage; off to never fetch it. If unset, it is not fetched "
            "for another server in api_url either."
        ),
    )

    @property
    def incidents_url(self) -> str:
        """The status page that is read; empty for none: another server takes the place of each host that is not set."""
        is_another = self.api_url != type(self).model_fields["api_url"].default
        return "" if is_another and "status_url" not in self.model_fields_set else self.status_url

    @property
    def folders(self) -> tuple[LabelledFolder, ...]:
        """The folders of Claude Code that these settings name; empty when Claude Code's own variables count."""
        if self.config_dirs:
            return self.config_dirs
        return () if self.config_dir is None else (LabelledFolder(self.config_dir),)
