"""What a click wants done on this machine: copying, showing folders, starting at login, and what is said of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from brim import app
from brim.model.command import CopyText, OpenLogs, OpenPage, Page, StartAtLogin
from brim.tray.desktop import actions, clipboard
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the programs that stand in are shell scripts of Linux")


def program(folder: Path, name: str, text: str) -> Path:
    """A program of the desktop that notes what it is given."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with programs, besides the shell's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cat", "sh"):
        (folder / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_copy(bin_folder: Path, tmp_path: Path) -> None:
    """The text goes to the first program that takes it, on its input and not among its arguments."""
    program(bin_folder, "xclip", "exit 1")
    program(bin_folder, "xsel", f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/copied')
    answer = actions.run_action(CopyText("5-hour session 41 % – ok"), app.state_dir)

    assert answer is not None
    assert ("Copied", True) == (answer.title, answer.transient)
    assert "5-hour session 41 % – ok" == (tmp_path / "copied").read_text()
    assert "--clipboard --input\n" == (tmp_path / "arguments").read_text()


@pytest.mark.usefixtures("bin_folder")
def test_nothing_copies() -> None:
    """Without such a program one notice says what to install."""
    answer = actions.run_action(CopyText("text"), app.state_dir)

    assert answer is not None
    assert "Nothing was copied" == answer.title
    assert "xclip" in answer.body
    with pytest.raises(clipboard.ClipboardError):
        clipboard.copy("text")


def test_logs(bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of logs is shown by the desktop's opener; where there is none a notice names the folder."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    failed = actions.run_action(OpenLogs(), app.state_dir)
    program(bin_folder, "xdg-open", f'echo "$@" > {tmp_path}/.shown; cat {tmp_path}/.shown > {tmp_path}/shown')
    answer = actions.run_action(OpenLogs(), app.state_dir)
    wait_for(lambda: (tmp_path / "shown").exists() and bool((tmp_path / "shown").read_text()))

    assert failed is not None
    assert "The folder cannot be opened" == failed.title
    assert answer is None
    assert (tmp_path / "shown").read_text().strip().endswith(f"state{os.sep}logs")


def test_page(bin_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The usage page goes to the desktop's browser, whose complaints reach no terminal; a failure is a notice."""
    program(bin_folder, "xdg-open", "echo no browser here >&2; exit 3")
    failed = actions.run_action(OpenPage(), app.state_dir)
    program(bin_folder, "xdg-open", f'echo "$@" > {tmp_path}/shown')
    answer = actions.run_action(OpenPage(), app.state_dir)

    assert failed is not None
    assert ("The page cannot be opened", None) == (failed.title, answer)
    assert actions.PAGES[Page.USAGE] in failed.body
    assert [actions.PAGES[Page.USAGE]] == (tmp_path / "shown").read_text().split()
    assert ("", "") == capfd.readouterr()


def test_start_at_login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The entry is written and taken out, and the menu tells which holds; a refusal is a notice."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    told = [actions.machine_state().starts_at_login]
    for on in (True, False):
        assert actions.run_action(StartAtLogin(enabled=on), app.state_dir) is None
        told.append(actions.machine_state().starts_at_login)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    refused = actions.run_action(StartAtLogin(enabled=True), app.state_dir)

    assert [False, True, False] == told
    assert refused is not None
    assert "cannot be changed" in refused.title
