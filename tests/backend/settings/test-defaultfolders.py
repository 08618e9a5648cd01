"""The folders that Brim uses without a setting."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.defaultfolders import default_config_dir, default_state_dir

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own folders")
def test_a_relative_path_has_no_effect(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable moves a folder with an absolute path only, whatever platformdirs does with a relative one."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, "folder")
    assert home / ".local/state/brim" == default_state_dir()
    assert home / ".config/brim" == default_config_dir()

    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    assert home / "state/brim" == default_state_dir()
    assert home / "config/brim" == default_config_dir()
