"""Finds what makes sessions of Claude Code run without the plan: an API key, a cloud, another server.

Facts, seen in Claude Code 2.1.330: the variables below, in the environment or under `env` in its settings.json, where
`apiKeyHelper` names a program that supplies a key. Only whether they are set is checked. In 2.1.332 the program asks
nobody for usage where CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC has any value, even 0.
This module must not know what follows from it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.system.files import MAX_BYTES, read_regular_file, short_path
from brim.words.settings import environment as the_environment
from brim.words.settings import setting_in_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from brim.backend.providers.claude.variables import ClaudeCodeSettings

_KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
_CLOUDS = ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY")
_SERVER = "ANTHROPIC_BASE_URL"
_HELPER = "apiKeyHelper"
_NO_TRAFFIC = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
_SWITCHED_OFF = {"0", "false", "no", "off"}
_ANTHROPIC = "anthropic.com"


def from_environment(variables: ClaudeCodeSettings, api_url: str) -> tuple[str, ...]:
    """The variables of this process that make sessions use another backend than the plan."""
    keys = (variables.api_key, variables.auth_token)
    clouds = (variables.use_bedrock, variables.use_vertex, variables.use_foundry)
    values: dict[str, object] = {
        name: key.get_secret_value() if key is not None else None for name, key in zip(_KEYS, keys, strict=True)
    }
    values |= zip(_CLOUDS, clouds, strict=True)
    values[_SERVER] = variables.base_url
    return tuple(_other_backends(values, api_url))


def from_settings(config_dir: Path, api_url: str) -> tuple[str, ...]:
    """What in Claude Code's settings.json selects another backend; empty when the file cannot be read."""
    settings, file_name = _settings(config_dir)
    names = list(_other_backends(_variables(settings), api_url))
    if settings.get(_HELPER):
        names.append(_HELPER)
    return tuple(setting_in_file(name, file_name) for name in names)


def prevents_reading(environment: Mapping[str, str], config_dir: Path) -> str | None:
    """What keeps the program from asking for usage, with the place where it is set; None when nothing does."""
    if environment.get(_NO_TRAFFIC):
        return setting_in_file(_NO_TRAFFIC, the_environment())
    settings, file_name = _settings(config_dir)
    return setting_in_file(_NO_TRAFFIC, file_name) if _variables(settings).get(_NO_TRAFFIC) else None


def _settings(config_dir: Path) -> tuple[Mapping[str, object], str]:
    """The content of Claude Code's settings.json, empty when it cannot be read, and its name."""
    path = config_dir / "settings.json"
    try:
        settings = json.loads(read_regular_file(path, MAX_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        settings = None
    return settings if isinstance(settings, dict) else {}, short_path(path)


def _variables(settings: Mapping[str, object]) -> Mapping[str, object]:
    """The variables that the settings set."""
    values = settings.get("env")
    return values if isinstance(values, dict) else {}


def _other_backends(values: Mapping[str, object], api_url: str) -> Iterator[str]:
    texts = {name: str(value).strip() for name, value in values.items() if value is not None}
    yield from (name for name in _KEYS if texts.get(name))
    yield from (name for name in _CLOUDS if texts.get(name) and texts[name].lower() not in _SWITCHED_OFF)
    if texts.get(_SERVER) and not _is_plan_server(texts[_SERVER], api_url):
        yield _SERVER


def _is_plan_server(url: str, api_url: str) -> bool:
    """Whether a server is Anthropic's, or the one in Brim's settings."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    return host == _ANTHROPIC or host.endswith(f".{_ANTHROPIC}") or host == urlsplit(api_url).hostname
