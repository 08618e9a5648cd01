"""The section `codex` of the settings. This module must not know what a value is used for."""

from __future__ import annotations

from pydantic import Field

from brim.backend.settings.values.fieldtypes import ExpandedPath
from brim.backend.settings.values.labelledfolders import LabelledFolders
from brim.backend.settings.values.providersection import ApiUrl, ProviderSettings
from brim.words.translation import N_


class CodexSettings(ProviderSettings):
    """How Codex is read."""

    api_url: ApiUrl = Field(
        default="https://chatgpt.com",
        description=N_("Server that usage is fetched from: https, or http to a loopback address."),
    )
    homes: LabelledFolders = Field(
        default=(),
        description=N_(
            "Codex's folders, one for each account: a list, or a table of names and folders; in the environment "
            "separated as in PATH. If unset, CODEX_HOME, then ~/.codex."
        ),
    )
    program: ExpandedPath | None = Field(
        default=None,
        examples=["~/.local/bin/codex"],
        description=N_("Path of the Codex CLI, which runs only when you ask for it; if unset, it is searched for."),
    )
