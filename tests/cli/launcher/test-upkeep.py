"""After an upgrade the tray brings up to date what `brim launcher on` put, and puts nothing where there was nothing."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from loguru import logger

from brim import __version__
from brim.cli.launcher.upkeep import keep_up_to_date
from brim.packagefiles import SHARE
from tests.support.launcherfiles import OURS, files, launcher, record
from tests.support.shells import skip_without

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folders and programs are Linux's")

PAGE, ICON, GONE = (
    Path(name) for name in ("man/man1/brim.1", "icons/hicolor/48x48/apps/brim.png", "man/man1/brim-old.1")
)


@pytest.fixture
def log() -> Iterator[list[str]]:
    """The lines of the log from the level that the file keeps."""
    lines: list[str] = []
    sink = logger.add(lines.append, level="INFO", format="{message}")
    yield lines
    logger.remove(sink)


def keep(home: Path) -> None:
    """What the tray calls after its start."""
    keep_up_to_date(record(home).parent)


def make_old(home: Path, data: Path, *paths: Path, **changes: object) -> None:
    """Let the launcher be one that an earlier version put, which had other content in some files."""
    content = json.loads(record(home).read_text()) | {"version": "0.0.9"} | changes
    for path in paths:
        (data / path).write_text("old")
        content["files"][str(data / path)] = [hashlib.sha256(b"old").hexdigest()]
    record(home).write_text(json.dumps(content))


def everything(*folders: Path) -> dict[Path, tuple[int, bytes]]:
    """Every file below some folders, with its time and content; a lock has none, and each use may change its time."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def test_an_upgrade_brings_new_files(home: Path, data: Path, log: list[str]) -> None:
    """Old content is replaced, what is wanted no more is removed, and the record is of this version."""
    launcher("on")
    make_old(home, data, PAGE, ICON, GONE)

    keep(home)

    assert files(data) == OURS
    assert all((data / path).read_bytes() == Path(SHARE, path).read_bytes() for path in (PAGE, ICON))
    assert __version__ == json.loads(record(home).read_text())["version"]
    assert ["The launcher was brought up to date; files left alone: 0\n"] == log
    assert ["Brim"] == [line.split()[0] for line in launcher()[1].splitlines()]
    launcher("off")
    assert not data.exists()


def test_what_the_user_changed_or_made_stays(home: Path, data: Path) -> None:
    """A file that somebody changed since stays as it is, and so does one that was there before Brim."""
    page, icon = data / PAGE, data / ICON
    page.parent.mkdir(parents=True)
    page.write_text("mine")
    launcher("on")
    make_old(home, data, GONE)
    icon.write_bytes(b"changed")

    keep(home)

    assert ("mine", b"changed") == (page.read_text(), icon.read_bytes())
    assert not (data / GONE).exists()


def test_nothing_is_touched_where_all_is_well(home: Path, data: Path, log: list[str]) -> None:
    """A launcher of this version and this copy is left as it is, without a line in the log."""
    launcher("on")
    before = everything(home)
    keep(home)

    assert before == everything(home)
    assert [] == log
    assert files(data) == OURS


@pytest.mark.parametrize("removed", ["record", "launcher", "never"])
def test_it_is_never_turned_on(home: Path, data: Path, removed: str) -> None:
    """Where there was never a launcher, or it was taken away by the command or by hand, none comes back."""
    if removed != "never":
        launcher("on")
        make_old(home, data, PAGE)
    if removed == "record":
        launcher("off")
    if removed == "launcher":
        (data / "applications/brim.desktop").unlink()
    before = everything(home)

    keep(home)

    assert before == everything(home)
    assert "Brim is not in your applications menu" in launcher()[1]


def test_another_copy_keeps_its_launcher_until_it_is_gone(home: Path, data: Path, copy: Path, log: list[str]) -> None:
    """The launcher of another copy is left to that one, whatever its version; once that is gone, this copy takes it."""
    subprocess.run([copy, "-m", "brim", "launcher", "on"], check=True, timeout=60, capture_output=True)
    make_old(home, data)
    before = everything(home)
    keep(home)
    assert before == everything(home)
    assert [] == log

    copy.rename(copy.with_name("moved"))
    keep(home)

    assert str(copy) not in (data / "applications/brim.desktop").read_text()
    assert str(Path(sys.executable).parent) in (data / "applications/brim.desktop").read_text()
    assert ["Brim"] == [line.split()[0] for line in launcher()[1].splitlines()]


def test_a_program_that_moved_is_followed_in_the_same_version(home: Path, data: Path) -> None:
    """Where a folder with Brim was moved, its launcher starts it at the new place after the next start of the tray."""
    launcher("on")
    make_old(home, data, version=__version__, command=["/nowhere/brim"])
    keep(home)

    assert "/nowhere/brim" != json.loads(record(home).read_text())["command"][0]
    assert ["Brim"] == [line.split()[0] for line in launcher()[1].splitlines()]


def test_a_package_with_a_launcher_of_its_own_takes_the_other_one_back(
    home: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this copy came with a launcher and an earlier copy is gone, the user's folders are left empty."""
    launcher("on")
    make_old(home, data, command=["/nowhere/brim"])
    usr = home / "usr"
    (usr / "share" / "applications").mkdir(parents=True)
    (usr / "bin").mkdir()
    (usr / "share" / "applications" / "brim.desktop").write_text("[Desktop Entry]\n")
    (usr / "bin" / "brim").symlink_to(Path(sys.executable).with_name("brim"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(usr / "share"))

    keep(home)

    assert not data.exists()
    assert not record(home).exists()


def test_a_failure_is_one_line_in_the_log(home: Path, data: Path, log: list[str]) -> None:
    """A file in the way of a folder changes nothing else: one line names it, and the next start tries again."""
    launcher("on")
    make_old(home, data, PAGE)
    content = json.loads(record(home).read_text())
    del content["files"][str(data / ICON)]
    record(home).write_text(json.dumps(content))
    (data / ICON).unlink()
    (data / ICON).parent.rmdir()
    (data / ICON).parent.touch()

    keep(home)

    assert 1 == len(log)
    assert log[0].startswith("The launcher was not brought up to date: Launcher not changed. Check that you may change")
    (data / ICON).parent.unlink()
    keep(home)
    assert files(data) == OURS


def test_a_folder_that_cannot_be_locked_is_one_line_in_the_log(
    home: Path, data: Path, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older versions of filelock raise an error of their own on a file system without locks."""

    def fail(*_: object, **__: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    launcher("on")
    make_old(home, data, PAGE)
    monkeypatch.setattr(FileLock, "acquire", fail)

    keep(home)

    assert "old" == (data / PAGE).read_text()
    assert 1 == len(log)
    assert f"Check that you may change {record(home).parent} (FileSystem does not appear to support flock)" in log[0]


def test_a_damaged_record_is_no_failure(home: Path, data: Path) -> None:
    """A record that cannot be read is set aside, as everywhere; nothing is put."""
    launcher("on")
    (data / PAGE).write_text("old")
    record(home).write_text("{")

    keep(home)

    assert "old" == (data / PAGE).read_text()
    assert record(home).with_name("launcher.json.broken").exists()


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_kill_in_the_middle_is_made_good_at_the_next_start(count: int, home: Path, data: Path) -> None:
    """Killed at any file the record still names the old version, so that the next start goes on."""
    skip_without("strace")
    launcher("on")
    make_old(home, data, PAGE, ICON, GONE)
    kill = ["strace", "-f", "-o", "/dev/null", "-e", "trace=rename", "-e", f"inject=rename:signal=KILL:when={count}"]
    program = (
        "from pathlib import Path; from brim.cli.launcher.upkeep import keep_up_to_date; "
        f"keep_up_to_date(Path({str(record(home).parent)!r}))"
    )
    run = subprocess.run([*kill, sys.executable, "-c", program], check=False, timeout=60, capture_output=True)
    assert 0 != run.returncode
    assert "0.0.9" == json.loads(record(home).read_text())["version"]

    keep(home)

    assert files(data) == OURS
    assert (data / PAGE).read_bytes() == Path(SHARE, PAGE).read_bytes()
    assert __version__ == json.loads(record(home).read_text())["version"]


def test_nothing_is_imported_where_nothing_is_to_be_done(home: Path, data: Path) -> None:
    """A tray whose launcher is up to date loads nothing that puts files, and without a record no file is opened."""
    launcher("on")
    program = (
        "import sys; from pathlib import Path; from brim.cli.launcher.upkeep import keep_up_to_date; "
        f"keep_up_to_date(Path({str(record(home).parent)!r})); print(*sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True, text=True)
    loaded = {name for name in out.stdout.split() if name.startswith("brim.cli.launcher.")}

    assert {"brim.cli.launcher.upkeep", "brim.cli.launcher.manifest"} == loaded
    assert files(data) == OURS
