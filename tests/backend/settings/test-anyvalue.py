"""Reading the settings comes to an end, whatever any place says of any setting."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brim.backend.settings import load
from brim.backend.settings.choices import menu_options
from brim.backend.settings.documentation import manual
from brim.backend.settings.load import load_settings
from brim.backend.settings.nondefaults import overrides
from brim.backend.settings.settingnames import environment_name
from brim.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.settings.appsettings import AppSettings

ENVIRONMENT, DOTENV, CHOICES, TOML = "environment", ".env", "choices.json", "brim.toml"
KEYS = [row.name for row in manual()]
SECTIONS = sorted({key.partition(".")[0] for key in KEYS})
FOLDERS = {"config_dir", "state_dir"}
"""Settings that say where the other places are."""
MARKER = "poll.away"
"""A setting with a value of its own, which no bad value of another one may take away."""

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
type Named = tuple[str, str, object]
"""A place, a setting and the value that it has there."""
NAMED = st.tuples(
    st.sampled_from([ENVIRONMENT, DOTENV, CHOICES, TOML]),
    st.sampled_from([key for key in KEYS if key != MARKER] + SECTIONS),
    VALUES,
)


def _toml(value: object) -> str | None:
    """A value as TOML writes it; None for one that TOML does not have."""
    if isinstance(value, list):
        return f"[{', '.join(text for item in value if (text := _toml(item)) is not None)}]"
    if isinstance(value, dict):
        pairs = ((json.dumps(key), _toml(item)) for key, item in value.items())
        return f"{{{', '.join(f'{key} = {text}' for key, text in pairs if text is not None)}}}"
    if isinstance(value, float):
        return repr(value)
    return None if value is None else json.dumps(value)


def _variable(value: object) -> str | None:
    """A value as a variable has it; None for a name without a value."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _table(named: list[Named]) -> dict[str, object]:
    """The settings of one place as one table; the last value of a key counts."""
    table: dict[str, object] = {}
    for _, key, value in named:
        section, _, name = key.partition(".")
        present = table.get(section)
        table[section] = (present if isinstance(present, dict) else {}) | {name: value} if name else value
    return table


def _write(config: Path, state: Path, named: list[Named]) -> dict[str, str]:
    """Write the files that say this; returns the variables."""
    at = {place: [entry for entry in named if entry[0] == place] for place in (ENVIRONMENT, DOTENV, CHOICES, TOML)}
    lines = []
    for _, key, value in at[DOTENV]:
        text = _variable(value)
        lines.append(environment_name(key) + ("" if text is None else f"={json.dumps(text)}"))
    (config / DOTENV).write_text("\n".join(lines), encoding="utf-8", errors="replace")
    (state / CHOICES).write_text(json.dumps(_table(at[CHOICES])), encoding="utf-8")
    toml = [f"{key} = {text}\n" for key, value in _table(at[TOML]).items() if (text := _toml(value)) is not None]
    (config / TOML).write_text("".join(toml), encoding="utf-8", errors="replace")
    variables = ((environment_name(key), _variable(value)) for _, key, value in at[ENVIRONMENT])
    return {name: text.replace("\0", "") for name, text in variables if text is not None}


@contextmanager
def _places() -> Iterator[tuple[Path, Path, pytest.MonkeyPatch]]:
    """A config folder and a data folder that the environment names, and the environment itself."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        config, state = Path(folder, "config"), Path(folder, "state")
        config.mkdir()
        state.mkdir()
        patch.setenv("BRIM_CONFIG_DIR", str(config))
        patch.setenv("BRIM_STATE_DIR", str(state))
        yield config, state, patch
    load.reload_settings()


def _loaded() -> AppSettings | None:
    """The settings, read as every command and the tray do; None when they are refused."""
    try:
        settings = load_settings()
    except ConfigError:
        return None
    overrides(settings)
    menu_options(settings)
    return settings


@given(st.lists(NAMED, min_size=1, max_size=4), st.integers(min_value=600, max_value=3000))
@example([(DOTENV, "icon.style", None)], 700)
@example([(CHOICES, "icon.style", None)], 700)
@example([(CHOICES, "claude.program", None), (TOML, "claude.program", "/a")], 700)
@example([(ENVIRONMENT, "alerts.limits", {"session": None}), (TOML, "alerts.limits", {"session": [50]})], 700)
def test_any_value_in_any_place_is_used_or_reported(named: list[Named], marker: int) -> None:
    """Whatever the places say, reading ends; what cannot be used is reported, and the other settings count."""
    with _places() as (config, state, patch):
        for name, text in _write(config, state, named).items():
            patch.setenv(name, os.fsdecode(text.encode("utf-8", "replace")))
        patch.setenv("BRIM_STATE_DIR", str(state))
        patch.setenv("BRIM_CONFIG_DIR", str(config))
        patch.setenv(environment_name(MARKER), str(marker))
        settings = _loaded()

    if settings is not None:
        assert marker == settings.poll.away or "Invalid BRIM_POLL" in {error.title for error in settings.errors}


@given(st.sampled_from(sorted(FOLDERS)), st.sampled_from([ENVIRONMENT, DOTENV, TOML]), VALUES)
@example("state_dir", TOML, "\0")
@example("state_dir", TOML, "a" * 300)
@example("config_dir", ENVIRONMENT, "a" * 300)
def test_any_folder_is_used_or_reported(key: str, place: str, value: object) -> None:
    """Whatever a place says of a folder, reading ends."""
    with _places() as (config, state, patch):
        variables = _write(config, state, [(place, key, value)])
        if key == "state_dir":
            patch.delenv("BRIM_STATE_DIR")
        for name, text in variables.items():
            patch.setenv(name, os.fsdecode(text.encode("utf-8", "replace")))
        _loaded()


@given(st.sampled_from([DOTENV, CHOICES, TOML]), st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example(TOML, b"_cli_parse_args = true")
@example(TOML, b"_env_file = '/dev/zero'")
@example(CHOICES, b"[" * 1200)
@example(CHOICES, b'{"icon": ' * 1200)
@example(TOML, b"a = " + b"[" * 1200)
def test_any_content_of_a_file_is_used_or_reported(name: str, content: bytes) -> None:
    """Whatever a file holds, reading ends, and the other places count."""
    with _places() as (config, state, patch):
        ((state if name == CHOICES else config) / name).write_bytes(content)
        patch.setenv(environment_name(MARKER), "700")
        settings = _loaded()

    assert settings is None or settings.poll.away == 700
