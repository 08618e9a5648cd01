"""What lets sessions of Claude Code run without the plan: an API key, a cloud, another server.

Facts, seen in Claude Code 2.1.330: the variables below, in the environment or under `env` in its settings.json, where
`apiKeyHelper` names a program that brings a key. Only whether they are set is looked at. This module must not know what
is made of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.system.files import MAX_BYTES, read_regular_file, short_path
from brim.words.settings import setting_in_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from brim.backend.settings.load import ClaudeCodeSettings

_KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
_CLOUDS = ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY")
_SERVER = "ANTHROPIC_BASE_URL"
_HELPER = "apiKeyHelper"
_OFF = {"0", "false", "no", "off"}
_HOME = "anthropic.com"


def of_environment(variables: ClaudeCodeSettings, api_url: str) -> tuple[str, ...]:
    """The variables of this process that lead elsewhere than to the plan."""
    keys = (variables.api_key, variables.auth_token)
    clouds = (variables.use_bedrock, variables.use_vertex, variables.use_foundry)
    values: dict[str, object] = {
        name: key.get_secret_value() if key is not None else None for name, key in zip(_KEYS, keys, strict=True)
    }
    values |= zip(_CLOUDS, clouds, strict=True)
    values[_SERVER] = variables.base_url
    return tuple(_leading(values, api_url))


def of_settings(home: Path, api_url: str) -> tuple[str, ...]:
    """What in Claude Code's settings.json leads elsewhere; empty when that cannot be read."""
    path = home / "settings.json"
    try:
        found = json.loads(read_regular_file(path, MAX_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ()
    values = found.get("env") if isinstance(found, dict) else None
    named = list(_leading(values, api_url)) if isinstance(values, dict) else []
    if isinstance(found, dict) and found.get(_HELPER):
        named.append(_HELPER)
    return tuple(setting_in_file(name, short_path(path)) for name in named)


def _leading(values: Mapping[str, object], api_url: str) -> Iterator[str]:
    said = {name: str(value).strip() for name, value in values.items() if value is not None}
    yield from (name for name in _KEYS if said.get(name))
    yield from (name for name in _CLOUDS if said.get(name) and said[name].lower() not in _OFF)
    if said.get(_SERVER) and not _is_home(said[_SERVER], api_url):
        yield _SERVER


def _is_home(url: str, api_url: str) -> bool:
    """Whether a server is Anthropic's, or the one that Brim is told to ask."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    return host == _HOME or host.endswith(f".{_HOME}") or host == urlsplit(api_url).hostname
