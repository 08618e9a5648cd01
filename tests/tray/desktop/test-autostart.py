"""Start at login: the entry of each desktop, and how it is switched on and off."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from brim.tray.desktop import autostart
from brim.tray.desktop.autostart import DesktopEntry, LaunchAgent, desktop_entry, starts

if TYPE_CHECKING:
    from pathlib import Path

    from brim.tray.desktop.autostart import Store

COMMAND = ("/opt/with space/bin/python", "-m", "brim")


@pytest.mark.parametrize("kind", [DesktopEntry, LaunchAgent])
def test_on_and_off(kind: type[DesktopEntry | LaunchAgent], tmp_path: Path) -> None:
    """On writes one entry, off leaves nothing behind, and either may be repeated."""
    store: Store = kind(tmp_path / "not" / "there")
    seen = [store.find().on]
    for _ in range(2):
        store.put(COMMAND)
        seen.append(store.find().on)
    written = list((tmp_path / "not" / "there").iterdir())
    for _ in range(2):
        store.drop()
        seen.append(store.find().on)

    assert [False, True, True, False, False] == seen
    assert [store.find().place] == [str(path) for path in written]
    assert [] == list((tmp_path / "not" / "there").iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="the shell whose quotes the entry has is not there")
def test_command_with_odd_letters() -> None:
    """What the desktop would run is the command as it is, whatever letters stand in its path."""
    odd = ('/opt/a "b" $HOME `x` 100% \\n/brim', "--debug")
    line = next(line for line in desktop_entry(odd).splitlines() if line.startswith("Exec="))
    told = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    words = subprocess.run(["sh", "-c", f"printf '%s\\n' {told}"], capture_output=True, text=True, check=True).stdout

    assert list(odd) == words.splitlines()


@pytest.mark.parametrize(
    ("entry", "on"),
    [
        ("[Desktop Entry]\nExec=brim\n", True),
        ("[Desktop Entry]\nExec=brim\nHidden=true\n", False),
        ("[Desktop Entry]\nExec=brim\nX-GNOME-Autostart-enabled = false\n", False),
        ("[Desktop Entry]\nExec=brim\n[Desktop Action x]\nHidden=true\n", True),
        ("[Desktop Entry]\nType=Application\n", False),
        ("\x00\xff", False),
    ],
)
def test_entries_of_others(entry: str, on: bool) -> None:  # noqa: FBT001 - a row of the table
    """An entry counts as the desktop would take it, also one that somebody has edited."""
    assert on is starts(entry)


def test_a_package_put_one_there(tmp_path: Path) -> None:
    """An entry of the system counts until the user switches it off, and comes back with on."""
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / autostart.NAME).write_text(desktop_entry(COMMAND))
    store = DesktopEntry(tmp_path / "user", (tmp_path / "system",))
    seen = [store.find().on]
    store.drop()
    seen.append(store.find().on)
    store.put(COMMAND)
    seen.append(store.find().on)

    assert [True, False, True] == seen


def test_agent_is_what_launchd_reads(tmp_path: Path) -> None:
    """The agent names the command word by word; a broken or disabled one starts nothing."""
    agent = LaunchAgent(tmp_path)
    agent.put(COMMAND)
    told = plistlib.loads(agent.path.read_bytes())
    agent.path.write_bytes(plistlib.dumps(told | {"Disabled": True}))
    disabled = agent.find().on
    agent.path.write_bytes(b"<plist>")

    assert list(COMMAND) == told["ProgramArguments"]
    assert (False, False) == (disabled, agent.find().on)


@pytest.mark.skipif(sys.platform != "linux", reason="the autostart folder is Linux's")
def test_places_of_this_user(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry lies in the user's own folder and starts this installation."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(home / "none"))
    found = autostart.switch(on=True)

    assert found == autostart.current()
    assert found.on
    assert found.place.startswith(str(home))
    assert sys.executable.rsplit("/", 1)[0] in (home / found.place).read_text()
    assert not autostart.switch(on=False).on


@pytest.mark.skipif(sys.platform == "win32", reason="files say no in another way there")
def test_folder_that_cannot_be_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of the system is one of our errors, with the place in it."""
    (home / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "file"))
    monkeypatch.setenv("HOME", str(home / "file"))
    with pytest.raises(autostart.AutostartError, match=str(home)):
        autostart.switch(on=True)
