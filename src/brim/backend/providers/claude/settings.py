"""The section `claude` of the settings: where Claude is read, and with which folders and programs.

This module must not know where a value comes from, nor what it is used for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, override

from pydantic import AfterValidator, BeforeValidator, Field

from brim.backend.settings.values.fieldtypes import ExpandedPath, expand_home, parse_json
from brim.backend.settings.values.providersection import ApiUrl, ProviderSettings
from brim.backend.settings.values.urls import valid_page_url
from brim.words import valuefaults as words
from brim.words.translation import N_


@dataclass(frozen=True, slots=True)
class LabelledFolder:
    """A folder that settings name, with an optional name for its account."""

    path: Path
    name: str | None = field(default=None, repr=False)

    @override
    def __str__(self) -> str:
        """The folder without the name, which `brim doctor` shows to nobody."""
        return str(self.path)


def _folders(value: object) -> tuple[LabelledFolder, ...]:
    """Folders from a list of them, a table of names and folders, or a text that separates them as PATH does."""
    entries: list[tuple[object, object]] = []
    value = parse_json(value)
    if isinstance(value, dict):
        entries = [(" ".join(str(name).split()) or None, path) for name, path in value.items()]
    elif isinstance(value, str | list | tuple):
        entries = [(None, path) for path in (value.split(os.pathsep) if isinstance(value, str) else value)]
    folders = []
    for name, path in entries:
        if not isinstance(path, str) or not (name is None or isinstance(name, str)):
            raise ValueError(words.not_folders())
        if path.strip():
            folders.append(LabelledFolder(expand_home(Path(path.strip())), name))
    if not folders and value not in ("", [], {}, ()):
        raise ValueError(words.not_folders())
    return tuple(folders)


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
    config_dirs: Annotated[tuple[LabelledFolder, ...], BeforeValidator(_folders)] = Field(
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
        description=N_("Anthropic's status page, in the format of Statuspage; off to never fetch it."),
    )

    @property
    def folders(self) -> tuple[LabelledFolder, ...]:
        """The folders of Claude Code that these settings name; empty when Claude Code's own variables count."""
        if self.config_dirs:
            return self.config_dirs
        return () if self.config_dir is None else (LabelledFolder(self.config_dir),)
