"""`brim launcher` among files, records and folders that are not as it put them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brim.packagefiles import SHARE
from tests.support.launcherfiles import OURS, files, launcher, record
from tests.support.sandbox import start_brim

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folders and programs are Linux's")


@pytest.fixture
def own(home: Path) -> Path:
    """A file of the user, and an empty folder beside it."""
    path = home / ".bashrc"
    path.write_text("alias ll='ls -l'\n")
    (home / "Desktop").mkdir()
    return path


def test_an_edited_record_removes_nothing_that_a_launcher_does_not_have(home: Path, data: Path, own: Path) -> None:
    """Whatever the record names, only files where a launcher has its own are removed, and the record is kept aside."""
    launcher("on")
    content = json.loads(record(home).read_text())
    digests = [subprocess.run(["sha256sum", own], capture_output=True, text=True, check=True).stdout.split()[0]]
    names = (
        str(own),
        f"{data}/applications/../../../.bashrc",
        "../.bashrc",
        "",
        "a\0b",
        f"{home}/.config/brim/brim.toml",
    )
    content["files"] |= dict.fromkeys(names, digests)
    content["folders"] += [str(home / "Desktop"), "", "."]
    edited = json.dumps(content)
    record(home).write_text(edited)

    assert (0, "") == launcher()[::2]
    assert edited == record(home).read_text()
    code, _, errors = launcher("off")

    assert (0, set()) == (code, files(data) if data.exists() else set())
    assert "6 values cannot be used" in errors
    assert (True, True) == (own.exists(), (home / "Desktop").exists())
    assert edited == record(home).with_name("launcher.json.broken").read_text()


def test_pages_that_an_installer_linked_are_as_good(data: Path) -> None:
    """Pages of this very copy that pipx has linked are not reported, and stay for pipx to remove."""
    page = data / "man/man1/brim.1"
    page.parent.mkdir(parents=True)
    page.symlink_to(Path(SHARE, "man/man1/brim.1"))
    on, off = launcher("on"), launcher("off")

    assert ((0, ""), (0, "")) == (on[::2], off[::2])
    assert "Left alone" not in on[1] + off[1]
    assert {Path("man/man1/brim.1")} == files(data)


def test_a_link_is_never_ours(home: Path, data: Path, own: Path) -> None:
    """A link in place of a file is left alone, whatever the record says of it."""
    launcher("on")
    content, page = json.loads(record(home).read_text()), data / "man/man1/brim.1"
    page.unlink()
    page.symlink_to(own)
    content["files"][str(page)] = [""]
    record(home).write_text(json.dumps(content))
    outputs = [launcher(switch)[1] for switch in ("on", "off")]

    assert all(f"  {page}\n" in out for out in outputs)
    assert (own, True) == (page.readlink(), own.exists())


def test_the_own_folder_among_those_of_the_system_is_the_own_one(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where XDG_DATA_DIRS names the user's folder, too, what Brim put there is not taken for a package's."""
    monkeypatch.setenv("XDG_DATA_DIRS", f"relative:{data}/:/none")
    command = data.parent / "bin" / "brim"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path(sys.executable).with_name("brim"))
    entry = f"Brim is in your applications menu: {data / 'applications/brim.desktop'}\n"

    assert [True, True, True] == [launcher(*words)[1].startswith(entry) for words in (("on",), ("on",), ())]
    launcher("off")
    assert not data.exists()


def test_a_huge_file_is_left_alone(data: Path) -> None:
    """A file that is larger than any of a launcher is not read as a whole."""
    page = data / "man/man1/brim.1"
    page.parent.mkdir(parents=True)
    with page.open("wb") as file:
        file.truncate(1 << 40)
    results = [launcher(switch) for switch in ("on", "off")]

    assert [(0, ""), (0, "")] == [(code, errors) for code, _, errors in results]
    assert f"  {page}\n" in results[0][1]
    assert page.exists()


def test_another_data_folder_of_the_desktop_leaves_no_folder(
    home: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put again where the desktop looks now, the launcher is gone from where it looked before, with its folders."""
    launcher("on")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "other share"))
    launcher("on")
    assert not data.exists()
    assert files(home / "other share") == OURS

    launcher("off")
    assert not (home / "other share").exists()


@pytest.mark.parametrize(("command", "size"), [("launcher", 24), ("launcher", 8), ("autostart", 0)])
def test_a_full_disk_is_one_line_and_leaves_what_off_takes_back(
    command: str, size: int, home: Path, data: Path
) -> None:
    """Where a file cannot be written as a whole it does not appear, one line says why, and off removes the others."""
    limited = f"ulimit -f {size}; exec '{sys.executable}' -m brim {command} on"
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, check=False, timeout=60)
    assert (1, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    assert "Free some disk space" in done.stderr
    shared = {path.relative_to(data) for path in data.rglob("*") if path.is_file()}
    assert shared < OURS

    launcher("off")
    assert not data.exists()
    assert not (home / ".config/autostart/brim.desktop").exists()


@pytest.mark.parametrize("name", ["loop", "n" * 300])
def test_a_path_that_cannot_be_looked_at_is_an_error(name: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can say what is there, it is not called a file of somebody else, and one line names it."""
    (home / "loop").symlink_to("loop")
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "none"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / name / "share"))
    code, out, errors = launcher("on")
    (home / "loop").unlink()

    assert (1, "", 1) == (code, out, errors.count("\n"))
    assert f"Launcher not changed. Check that you may change {home / name}" in errors


def test_a_folder_that_is_not_utf_8_is_an_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record cannot name such a folder, so nothing is put, and one line says what to do."""
    monkeypatch.setenv("XDG_DATA_HOME", os.fsdecode(b"%b/sh\xffare" % os.fsencode(home)))
    code, out, errors = launcher("on")

    assert (1, "", 1) == (code, out, errors.count("\n"))
    assert "Set XDG_DATA_HOME to another folder, then try again." in errors
    assert not list(home.glob("sh*"))


@pytest.mark.parametrize("command", ["launcher", "autostart"])
@pytest.mark.parametrize("value", ["", "relative", "~nobodyhere"])
def test_a_home_that_is_no_path_is_an_error(
    command: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is put into `/` or the folder where the command was given, and one line says what to set."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", value)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    run = [sys.executable, "-m", "brim", command, "on"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)

    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.endswith("Home folder not known. Set HOME and try again.\n")
    assert [] == list(tmp_path.rglob("*.desktop"))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("command", [("launcher", "on"), ("autostart", "on"), ("statusline", "install", "--yes")])
def test_root_puts_nothing_into_the_home_of_somebody_else(command: tuple[str, ...], home: Path) -> None:
    """With `sudo` that keeps HOME the user could not change the files later, nor Claude Code read its own settings."""
    (home / ".claude").mkdir(exist_ok=True)
    (home / ".claude/settings.json").write_text("{}")
    shutil.chown(home, 65534, 65534)
    try:
        with start_brim(*command) as process:
            out, errors = process.communicate(timeout=60)
    finally:
        shutil.chown(home, 0, 0)  # the next test gets it

    assert (1, "") == (process.returncode, out)
    assert f"You are root, and {home} belongs to another user. Try again without `sudo`." in errors
    assert [] == list(home.rglob("brim*"))
    assert "{}" == (home / ".claude/settings.json").read_text()
