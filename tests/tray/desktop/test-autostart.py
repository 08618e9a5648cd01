"""Start at login: the entry of each desktop, and how it is switched on and off."""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from brim.tray.desktop import autostart
from brim.tray.desktop.autostartlinux import DesktopEntry, entry_starts
from brim.tray.desktop.autostartmacos import LaunchAgent
from brim.tray.desktop.desktopentry import FILE_NAME, autostart_entry

if TYPE_CHECKING:
    from pathlib import Path

    from brim.tray.desktop.autostartstore import AutostartStore

COMMAND = (sys.executable, "-m", "brim with space")


@pytest.mark.parametrize("platform_store", [DesktopEntry, LaunchAgent])
def test_the_entry_is_written_and_removed(platform_store: type[DesktopEntry | LaunchAgent], tmp_path: Path) -> None:
    """Enabling writes one entry, disabling leaves nothing behind but what others have, and either may be repeated."""
    store: AutostartStore = platform_store(tmp_path / "not" / "there")
    states = [store.read().enabled]
    for _ in range(2):
        store.enable(COMMAND)
        states.append(store.read().enabled)
    written = list((tmp_path / "not" / "there").iterdir())
    for _ in range(2):
        store.disable()
        states.append(store.read().enabled)

    assert [False, True, True, False, False] == states
    assert [store.read().location] == [str(path) for path in written]
    assert not (tmp_path / "not" / "there").exists()
    store.enable(COMMAND)
    (tmp_path / "not" / "there" / "other.desktop").touch()
    store.disable()
    assert ["other.desktop"] == [path.name for path in (tmp_path / "not" / "there").iterdir()]


@pytest.mark.skipif(sys.platform == "win32", reason="the shell whose quoting the entry uses is not there")
def test_a_command_with_special_letters_is_quoted() -> None:
    """The desktop runs the command as it is, whatever letters its path contains."""
    command = ('/opt/a "b" $HOME `x` \\n/brim', "100%")
    line = next(line for line in autostart_entry(command).splitlines() if line.startswith("Exec="))
    exec_value = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    shell = ["sh", "-c", f"printf '%s\\n' {exec_value}"]
    arguments = subprocess.run(shell, capture_output=True, text=True, check=True).stdout

    assert list(command) == arguments.splitlines()


@pytest.mark.parametrize(
    ("entry", "starts"),
    [
        ("[Desktop Entry]\nExec=brim\n", True),
        ("[Desktop Entry]\nExec=brim\nHidden=true\n", False),
        ("[Desktop Entry]\nExec=brim\nX-GNOME-Autostart-enabled = false\n", False),
        ("[Desktop Entry]\nExec=brim\n[Desktop Action x]\nHidden=true\n", True),
        ("[Desktop Entry]\nType=Application\n", False),
        ("\x00\xff", False),
    ],
)
def test_an_entry_counts_as_the_desktop_reads_it(entry: str, starts: bool) -> None:  # noqa: FBT001 - a row of the table
    """An entry counts as the desktop reads it, also an entry that was edited by hand."""
    assert starts is entry_starts(entry)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("platform_store", [DesktopEntry, LaunchAgent])
def test_an_entry_whose_program_is_gone_starts_nothing(
    platform_store: type[DesktopEntry | LaunchAgent], tmp_path: Path
) -> None:
    """After Brim was moved or removed its entry counts as off, so that one click or command makes it right."""
    program = tmp_path / 'a 100% \\s "copy"' / "brim"
    program.parent.mkdir()
    program.touch(mode=0o755)
    store: AutostartStore = platform_store(tmp_path / "entries")
    store.enable((str(program),))
    states = [store.read().enabled]
    program.unlink()
    states.append(store.read().enabled)

    assert [True, False] == states


def test_an_entry_of_a_package_is_hidden(tmp_path: Path) -> None:
    """An entry of the system counts until the user switches it off, and again once the user switches it on."""
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / FILE_NAME).write_text(autostart_entry(COMMAND))
    store = DesktopEntry(tmp_path / "user", (tmp_path / "system",))
    states = [store.read().enabled]
    store.disable()
    states.append(store.read().enabled)
    store.enable(COMMAND)
    states.append(store.read().enabled)

    assert [True, False, True] == states


def test_the_agent_is_what_launchd_reads(tmp_path: Path) -> None:
    """The agent holds the command word by word; a broken or disabled agent starts nothing."""
    agent = LaunchAgent(tmp_path)
    agent.enable(COMMAND)
    properties = plistlib.loads(agent.path.read_bytes())
    agent.path.write_bytes(plistlib.dumps(properties | {"Disabled": True}))
    disabled = agent.read().enabled
    agent.path.write_bytes(b"<plist>")

    assert list(COMMAND) == properties["ProgramArguments"]
    assert (False, False) == (disabled, agent.read().enabled)


@pytest.mark.skipif(sys.platform != "linux", reason="the autostart folder is Linux's")
def test_the_entry_is_in_the_users_own_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry is in the user's own folder and starts this installation."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(home / "none"))
    state = autostart.set_autostart(enabled=True)

    assert state == autostart.autostart_state()
    assert state.enabled
    assert state.location.startswith(str(home))
    assert sys.executable.rsplit("/", 1)[0] in (home / state.location).read_text()
    assert not autostart.set_autostart(enabled=False).enabled


@pytest.mark.skipif(sys.platform != "linux", reason="the autostart folder is Linux's")
def test_the_own_folder_among_those_of_the_system_is_left_empty(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where XDG_CONFIG_DIRS names the user's folder, too, switching off removes the entry, and leaves no hidden one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{home / 'config'}:/none")
    entry = home / "config/autostart" / FILE_NAME
    there = []
    for enabled in (True, False):
        autostart.set_autostart(enabled=enabled)
        there.append(entry.exists())

    assert [True, False] == there


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses files in another way")
def test_a_folder_that_cannot_be_written_is_an_error_of_ours(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of the system is an AutostartError that names the path."""
    (home / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "file"))
    monkeypatch.setenv("HOME", str(home / "file"))
    with pytest.raises(autostart.AutostartError, match=str(home)):
        autostart.set_autostart(enabled=True)


def test_a_path_in_other_letters_is_the_same_copy_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows hands a program its path as it was typed: a launcher of this copy is not that of another one."""
    own = autostart.start_command()
    assert sys.platform == "win32" or not autostart.is_start_command(tuple(map(str.upper, own)))

    monkeypatch.setattr(os.path, "normcase", str.lower)

    assert autostart.is_start_command(tuple(map(str.upper, own)))
    assert not autostart.is_start_command((*own, "demo"))


@pytest.mark.parametrize(
    ("program", "title"),
    [
        (
            "/private/var/folders/x/T/AppTranslocation/3B04-98B3/d/Brim.app/Contents/MacOS/brim",
            "Brim was not moved yet",
        ),
        ("/home/a/.cache/uv/archive-v0/Xy/bin/python", "Brim is not installed"),
    ],
)
def test_a_copy_that_will_be_gone_is_not_started_at_login(
    home: Path, program: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No entry is written for a path that macOS or uvx made for this start; the reason says what to do."""
    monkeypatch.setattr(sys, "executable", program)

    with pytest.raises(autostart.TemporaryCopyError) as caught:
        autostart.set_autostart(enabled=True)

    assert title == caught.value.title
    assert not [path for path in home.rglob("*") if path.is_file()]
