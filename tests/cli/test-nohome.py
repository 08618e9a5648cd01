"""Brim where nobody can say where the home folder is, as in a container whose user has no name and no HOME."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMANDS = (
    *("status", "doctor", "config", "usage", "history", "forecast", "metrics", "gate", "statusline", "autostart"),
    *("alerts", "launcher", "launcher on", "autostart on", "statusline install --yes", "help files"),
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows the home folder of every user")
@pytest.mark.parametrize("own_folders", [True, False])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_home_folder_is_a_sentence(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, *, own_folders: bool
) -> None:
    """Whether Brim was given folders of its own or not, each command does its work or says what to do."""
    monkeypatch.setenv("HOME", "~nobody-has-this-name")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "CLAUDE_CONFIG_DIR", "BRIM_CLAUDE__CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("BRIM_STATE_DIR", "BRIM_CONFIG_DIR"):
        if own_folders:
            monkeypatch.setenv(name, str(tmp_path_factory.mktemp("own")))
        else:
            monkeypatch.delenv(name, raising=False)
    folder = tmp_path_factory.mktemp("empty")
    run = [sys.executable, "-m", "brim", *command.split()]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False, timeout=60)

    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr.startswith("brim: ")
    assert not list(folder.iterdir())
