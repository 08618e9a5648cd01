"""The menu's actions on this machine: copy, open a folder or a page, start at login, and their notifications."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from brim import app
from brim.model.command import CopyText, DesktopAction, OpenLogs, OpenPage, OpenSettings, StartAtLogin
from brim.tray.desktop import actions, clipboard
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from brim.model.alert import Alert

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fake programs are shell scripts of Linux")


def fake_program(folder: Path, name: str, script: str) -> Path:
    """A shell script in place of a program of the desktop."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def _run(action: DesktopAction) -> Alert | None:
    """Run an action as the tray does."""
    return actions.run_action(action, app.state_dir, app.settings_file)


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the path; it holds the shell and `cat`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cat", "sh"):
        (folder / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_the_first_program_that_accepts_the_text_copies_it(bin_folder: Path, tmp_path: Path) -> None:
    """The text goes to that program's standard input and not into its arguments."""
    fake_program(bin_folder, "xclip", "exit 1")
    fake_program(bin_folder, "xsel", f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/copied')
    alert = _run(CopyText("Session 41 % – ok"))

    assert alert is not None
    assert ("Copied", True) == (alert.title, alert.transient)
    assert "Session 41 % – ok" == (tmp_path / "copied").read_text()
    assert "--clipboard --input\n" == (tmp_path / "arguments").read_text()


@pytest.mark.usefixtures("bin_folder")
def test_without_a_program_nothing_is_copied() -> None:
    """One notification says which program to install."""
    alert = _run(CopyText("text"))

    assert alert is not None
    assert "Nothing was copied" == alert.title
    assert "xclip" in alert.body
    with pytest.raises(clipboard.ClipboardError):
        clipboard.copy("text")


def test_the_folder_of_logs_is_opened(bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop's opener opens the folder; where there is no opener a notification names the folder."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    failed = _run(OpenLogs())
    fake_program(bin_folder, "xdg-open", f'echo "$@" > {tmp_path}/.shown; cat {tmp_path}/.shown > {tmp_path}/shown')
    alert = _run(OpenLogs())
    wait_for(lambda: (tmp_path / "shown").exists() and bool((tmp_path / "shown").read_text()))

    assert failed is not None
    assert "The folder cannot be opened" == failed.title
    assert alert is None
    assert (tmp_path / "shown").read_text().strip().endswith(f"state{os.sep}logs")


def test_the_settings_file_is_made_and_opened(
    bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing file is made for this user alone and opened; without an opener a notification names the file."""
    config = tmp_path / "config" / "brim"
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(config))
    failed = _run(OpenSettings())
    made = (config / "brim.toml").read_text()
    (config / "brim.toml").write_text("# mine\n")
    fake_program(bin_folder, "xdg-open", f'echo "$@" > {tmp_path}/shown')
    opened = _run(OpenSettings())

    assert failed is not None
    assert ("Settings file not opened", None) == (failed.title, opened)
    assert str(config / "brim.toml") in failed.body
    assert '#style = "number"' in made
    assert [0o700, 0o700, 0o600] == [
        path.stat().st_mode & 0o777 for path in (config.parent, config, config / "brim.toml")
    ]
    assert str(config / "brim.toml") == (tmp_path / "shown").read_text().strip()
    assert "# mine\n" == (config / "brim.toml").read_text()


def test_a_settings_file_that_cannot_be_made_is_a_notification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notification names the file and why it cannot be made."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "file" / "brim"))
    failed = _run(OpenSettings())

    assert failed is not None
    assert "Settings file not created" == failed.title
    assert str(tmp_path / "file" / "brim" / "brim.toml") in failed.body


def test_the_usage_page_is_opened(bin_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The desktop's opener gets the page and its complaints reach no terminal; a failure is a notification."""
    fake_program(bin_folder, "xdg-open", "echo no browser here >&2; exit 3")
    page = OpenPage(url="https://example.com/usage")
    failed = _run(page)
    fake_program(bin_folder, "xdg-open", f'echo "$@" > {tmp_path}/shown')
    alert = _run(page)

    assert failed is not None
    assert ("The page cannot be opened", None) == (failed.title, alert)
    assert page.url in failed.body
    assert [page.url] == (tmp_path / "shown").read_text().split()
    assert ("", "") == capfd.readouterr()


def test_start_at_login_is_switched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The entry is written and removed, and the menu shows the present state; a refusal is a notification."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    states = [actions.read_machine_state().starts_at_login]
    for enabled in (True, False):
        assert _run(StartAtLogin(enabled=enabled)) is None
        states.append(actions.read_machine_state().starts_at_login)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    refused = _run(StartAtLogin(enabled=True))

    assert [False, True, False] == states
    assert refused is not None
    assert "not changed" in refused.title
