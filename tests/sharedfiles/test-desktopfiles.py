"""The launcher's desktop entry and the AppStream metainfo: correct for their validators, and true."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from brim.cli.parser import build_parser
from brim.packagefiles import SHARE
from brim.tray.desktop.desktopentry import (
    UnusablePathError,
    autostart_entry,
    can_start,
    launcher_entry,
    values_of,
)
from sharedfiles.contents import ROOT
from sharedfiles.metainfo import application_id, homepage, metainfo
from tests.support.shells import skip_without

ENTRY = Path(SHARE, "applications", "brim.desktop")
CHANGELOG = "# Changelog\n\n## 0.3.0 - unreleased\n\n## 0.2.0 - 2027-01-31\n\n## 0.1.0 - 2026-12-01\n"


def complaints(*command: str) -> str:
    """What a validator prints about a file that it does not accept; skips where it is not installed."""
    skip_without(command[0])
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return checked.stdout + checked.stderr if checked.returncode else ""


def test_the_launcher_is_valid() -> None:
    """`desktop-file-validate` has nothing to say, not even a hint."""
    skip_without("desktop-file-validate")
    checked = subprocess.run(["desktop-file-validate", ENTRY], capture_output=True, text=True, check=False, timeout=30)

    assert (0, "", "") == (checked.returncode, checked.stdout, checked.stderr)


def test_the_autostart_entry_is_valid(tmp_path: Path) -> None:
    """An entry for an installation in a folder with unusual letters is valid, too."""
    path = tmp_path / "brim.desktop"
    path.write_text(autostart_entry(("/opt/it's 100% \\$/bin/brim",)))

    assert "" == complaints("desktop-file-validate", str(path))


@pytest.mark.parametrize(
    "folder",
    [
        "sp ace",
        'it\'s "q"',
        "100%u",
        "a=b",
        "$HOME `id`",
        "back\\slash\\n",
        "new\nline\ttab\rreturn",
        "ä\u2028\x85 \U0001f600",
    ],
)
def test_a_program_in_a_folder_with_any_name_is_started(folder: str, tmp_path: Path) -> None:
    """The entry is valid, GLib starts just that program with its option, and Brim itself finds it in the entry."""
    skip_without("gio")
    program, said, path = (tmp_path / name for name in (f"{folder}/brim", "said", "brim.desktop"))
    program.parent.mkdir()
    subprocess.run(["mkfifo", said], check=True, timeout=30)
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$0" "$@" > {said}\n')
    program.chmod(0o755)
    path.write_bytes(launcher_entry((str(program),)).encode())

    assert "" == complaints("desktop-file-validate", str(path))
    assert can_start(values_of(path.read_bytes().decode()))
    with subprocess.Popen(["timeout", "30", "cat", said], stdout=subprocess.PIPE) as reader:
        subprocess.run(["gio", "launch", path], check=True, timeout=30)
        assert os.fsencode(f"{program}|--details-if-running|") == reader.communicate()[0]


@pytest.mark.parametrize("folder", [b"sh\xffare", b"esc\x1b[31m", b"bell\x07"])
def test_a_path_that_no_entry_can_hold_is_an_error(folder: bytes) -> None:
    """Where a menu could not read the entry, it is not written, and the error says what to do."""
    for entry in (launcher_entry, autostart_entry):
        with pytest.raises(UnusablePathError, match="Move Brim to a folder with another name"):
            entry((os.fsdecode(b"/opt/%b/brim" % folder),))


def test_the_launcher_starts_commands_that_exist() -> None:
    """Every command of the launcher and its actions can be given."""
    lines = ENTRY.read_text("utf-8").splitlines()
    commands = [line.removeprefix("Exec=").split() for line in lines if line.startswith("Exec=")]

    assert [["brim", "--details-if-running"], ["brim", "details"]] == commands
    for command in commands:
        build_parser().parse_args(command[1:])


def test_the_metainfo_is_valid() -> None:
    """`appstreamcli validate --no-net` accepts the kept file, and one with releases."""
    kept = list(Path(SHARE, "metainfo").iterdir())

    assert [f"{application_id(homepage(ROOT))}.metainfo.xml"] == [path.name for path in kept]
    assert "" == complaints("appstreamcli", "validate", "--no-net", str(kept[0]))


def test_the_metainfo_with_releases_is_valid(tmp_path: Path) -> None:
    """Versions with a date are releases; the one that has none yet is not."""
    path = tmp_path / "io.github.some_one.brim.metainfo.xml"
    path.write_text(metainfo("https://github.com/some-one/brim", CHANGELOG))
    root = ET.fromstring(path.read_text())  # our own file

    assert "" == complaints("appstreamcli", "validate", "--no-net", str(path))
    assert [("0.2.0", "2027-01-31"), ("0.1.0", "2026-12-01")] == [
        (release.get("version"), release.get("date")) for release in root.iter("release")
    ]


def test_the_metainfo_belongs_to_the_launcher() -> None:
    """A software centre starts the launcher that is installed, and finds its icon and categories there."""
    root = ET.fromstring(next(Path(SHARE, "metainfo").iterdir()).read_text("utf-8"))  # our own file
    values = values_of(ENTRY.read_text("utf-8"))

    assert ENTRY.name == root.findtext("launchable")
    assert values["Icon"] == root.findtext("icon")
    assert [f"{category.text};" for category in root.iter("category")] == [values["Categories"]]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://github.com/Some-One/brim", "io.github.some_one.brim"),
        ("https://github.com/OWNER/brim", "io.github.owner.brim"),
    ],
)
def test_the_id_is_that_of_the_owner(address: str, name: str) -> None:
    """The application's id follows from the address of the project, which stands in one place."""
    assert name == application_id(address)
    assert f"<id>{name}</id>" in metainfo(address, CHANGELOG)
