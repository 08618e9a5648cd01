"""Folders that are found without the settings are those that the settings name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.costs.roots import all_roots
from brim.backend.providerlist.transcripts import usual_roots
from brim.backend.settings.load import load_settings
from brim.backend.settings.quickfolders import quick_folders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without any variable of Brim or Claude Code."""
    for name in ("BRIM_STATE_DIR", "BRIM_CONFIG_DIR", "CLAUDE_CONFIG_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def _put(home: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


QUICK = {
    "nothing is set": ({}, {}),
    "folders in variables": ({"BRIM_STATE_DIR": "{home}/s", "BRIM_CONFIG_DIR": "{home}/c"}, {}),
    "variables in small letters": ({"brim_state_dir": "{home}/s"}, {}),
    "empty variables": ({"BRIM_STATE_DIR": "", "CLAUDE_CONFIG_DIR": ""}, {}),
    "a folder of Claude Code": ({"CLAUDE_CONFIG_DIR": "{home}/work"}, {}),
    "several folders of Claude Code": ({"CLAUDE_CONFIG_DIR": "~/work, {home}/home"}, {}),
    "choices that name no folder": ({"BRIM_STATE_DIR": "{home}/s"}, {"s/choices.json": '{"icon": {"style": "ring"}}'}),
}


@pytest.mark.parametrize(("variables", "files"), QUICK.values(), ids=QUICK)
def test_quick_folders_are_those_of_the_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], files: dict[str, str]
) -> None:
    """Where folders are found without the settings, the settings name the same ones."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(home=home))
    _put(home, files)
    quick, settings = quick_folders(), load_settings()

    assert quick is not None
    assert (settings.state_dir, settings.config_dir) == (quick.state_dir, quick.config_dir)
    assert all_roots(settings) == usual_roots(quick.variables)


FOLDERS = json.dumps({"claude": {"config_dirs": {"work": "/work"}}})
SLOW = {
    "another variable": ({"BRIM_CLAUDE__CONFIG_DIRS": "work"}, {}),
    "another variable in small letters": ({"brim_claude__config_dirs": "work"}, {}),
    "a folder below a home folder": ({"BRIM_STATE_DIR": "~/s"}, {}),
    "a folder that is relative": ({"BRIM_CONFIG_DIR": "c"}, {}),
    "settings": ({"BRIM_CONFIG_DIR": "{home}/c"}, {"c/brim.toml": ""}),
    "variables in a file": ({"BRIM_CONFIG_DIR": "{home}/c"}, {"c/.env": ""}),
    "choices that name folders": ({"BRIM_STATE_DIR": "{home}/s"}, {"s/choices.json": FOLDERS}),
    "choices that cannot be read": ({"BRIM_STATE_DIR": "{home}/s"}, {"s/choices.json": "{"}),
    "choices that are no object": ({"BRIM_STATE_DIR": "{home}/s"}, {"s/choices.json": "[]"}),
}


@pytest.mark.parametrize(("variables", "files"), SLOW.values(), ids=SLOW)
def test_the_settings_are_asked_wherever_they_may_name_a_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], files: dict[str, str]
) -> None:
    """Whatever may name a folder, or cannot be understood, is left to the settings."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(home=home))
    _put(home, files)

    assert quick_folders() is None
