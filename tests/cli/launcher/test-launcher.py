"""`brim launcher`: puts Brim into the applications menu, and takes back exactly what it put."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brim import __version__
from brim.packagefiles import SHARE
from tests.support.launcherfiles import OURS, files, launcher, record
from tests.support.sandbox import start_brim
from tests.support.shells import skip_without

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folders and programs are Linux's")


def test_it_is_shown_and_switched(data: Path) -> None:
    """Each call prints the state after it, with the file; an unknown word is refused."""
    results = [launcher(*arguments) for arguments in ((), ("on",), ("on",), (), ("off",), ("off",), ("maybe",))]

    assert [0, 0, 0, 0, 0, 0, 2] == [code for code, _, _ in results]
    entry = f"Brim is in your applications menu: {data / 'applications/brim.desktop'}\n"
    assert [False, True, True, True, False, False] == [out.startswith(entry) for _, out, _ in results[:6]]
    assert {""} == {errors for _, _, errors in results[:6]}


def test_off_leaves_no_trace_outside_the_data_folder(home: Path, data: Path) -> None:
    """On puts every file, and off removes every file and every folder that on made, and no other."""
    before = {path for path in home.rglob("*") if ".local/state" not in str(path)}
    launcher("on")
    assert files(data) == OURS
    assert all((data / path).stat().st_mode & 0o777 == 0o644 for path in OURS)

    launcher("off")

    assert before == {path for path in home.rglob("*") if ".local/state" not in str(path)}
    assert not record(home).exists()


def test_folders_of_others_stay(data: Path) -> None:
    """A folder that was there before stays, and so does one in which another program put something since."""
    (data / "man").mkdir(parents=True)
    launcher("on")
    (data / "applications" / "other.desktop").touch()
    launcher("off")

    assert {Path("applications/other.desktop")} == files(data)
    assert (data / "man").is_dir()
    assert not (data / "man" / "man1").exists()


def test_the_launcher_starts_this_copy(data: Path) -> None:
    """The entry has the absolute path of this installation, and the desktop hides it when that is gone (TryExec)."""
    launcher("on")
    lines = (data / "applications/brim.desktop").read_text().splitlines()
    started = next(line for line in lines if line.startswith("TryExec=")).removeprefix("TryExec=")
    arguments = shlex.split(next(line for line in lines if line.startswith("Exec=")).removeprefix("Exec="))

    assert Path(started).is_relative_to(Path(sys.executable).parent)
    assert (started, "--details-if-running") == (arguments[0], arguments[-1])


def test_files_of_others_are_left_alone(data: Path) -> None:
    """A file that was there before is neither replaced nor removed, also a link and one with the same content."""
    page, icon, link = (
        data / name for name in ("man/man1/brim.1", "icons/hicolor/48x48/apps/brim.png", "zsh/site-functions/_brim")
    )
    for path in (page, icon, link):
        path.parent.mkdir(parents=True)
    page.write_text("mine")
    icon.write_bytes(Path(SHARE, "icons/hicolor/48x48/apps/brim.png").read_bytes())
    link.symlink_to("nowhere")

    code, out, _ = launcher("on")
    assert 0 == code
    assert all(f"  {path}\n" in out for path in (page, icon, link))
    assert 3 == out.count("\n  /")
    launcher("off")

    assert {path.relative_to(data) for path in (page, icon, link)} == files(data)
    assert ("mine", "nowhere") == (page.read_text(), str(link.readlink()))


def test_a_launcher_of_somebody_else_stays(data: Path) -> None:
    """Where something else has the launcher's name, the command says so and fails, and off takes the rest back."""
    entry = data / "applications/brim.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_text("[Desktop Entry]\n")

    code, out, _ = launcher("on")
    assert (1, True) == (code, "not in your applications menu" in out)
    assert str(entry) in out
    launcher("off")

    assert {Path("applications/brim.desktop")} == files(data)


def test_a_file_that_was_changed_since_is_left_alone(data: Path) -> None:
    """What somebody changed is neither updated nor removed, and both commands say so."""
    launcher("on")
    entry = data / "applications/brim.desktop"
    entry.write_text(f"{entry.read_text()}X-Mine=1\n")

    again, out, _ = launcher("on")
    taken, off, _ = launcher("off")

    assert (0, 0) == (again, taken)
    assert f"  {entry}\n" in out
    assert f"  {entry}\n" in off
    assert {Path("applications/brim.desktop")} == files(data)


def test_another_version_updates_its_files(home: Path, data: Path) -> None:
    """After an upgrade the command says what to do; then old files are replaced, and those wanted no more removed."""
    launcher("on")
    content = json.loads(record(home).read_text())
    old, page = data / "man/man1/brim-old.1", data / "man/man1/brim.1"
    for path in (old, page):
        path.write_text("0.0.9")
        content["files"][str(path)] = ["another content"]
    record(home).write_text(json.dumps(content | {"version": "0.0.9"}))
    assert "older than this version" in " ".join(launcher()[1].split())
    left = launcher("on")[1]
    assert all(str(path) in left for path in (old, page))  # their content is not one that Brim wrote

    digest = subprocess.run(["sha256sum", page], capture_output=True, text=True, check=True).stdout.split()[0]
    content["files"] |= {str(path): [digest] for path in (old, page)}
    record(home).write_text(json.dumps(content | {"version": "0.0.9"}))
    assert (0, False) == (launcher("on")[0], old.exists())
    assert Path(SHARE, "man/man1/brim.1").read_bytes() == page.read_bytes()
    assert __version__ == json.loads(record(home).read_text())["version"]
    assert ["Brim"] == [line.split()[0] for line in launcher()[1].splitlines()]


def test_two_copies_and_one_that_is_gone(copy: Path, data: Path) -> None:
    """The launcher starts the copy that was asked last; another one says which, and whether it is still there."""
    launcher("on")
    subprocess.run([copy, "-m", "brim", "launcher", "on"], check=True, timeout=60, capture_output=True)
    entry = (data / "applications/brim.desktop").read_text()
    other = launcher()[1]
    copy.rename(copy.with_name("moved"))
    gone = launcher()[1]

    assert f'Exec="{copy}" -m brim --details-if-running' in entry
    assert f"It starts another copy of Brim, {copy}" in other
    assert f"It starts {copy}" in gone
    assert "is gone. Run `brim launcher on`" in gone
    launcher("on")
    assert str(copy) not in (data / "applications/brim.desktop").read_text()
    launcher("off")
    assert set() == files(data) if data.exists() else True


def test_two_copies_with_data_folders_of_their_own(copy: Path, data: Path, tmp_path: Path) -> None:
    """A copy that does not know of the other's launcher leaves it alone."""
    launcher("on")
    before = {path: (data / path).read_bytes() for path in files(data)}
    other = {**os.environ, "BRIM_STATE_DIR": str(tmp_path / "state")}
    for switch, code in (("on", 1), ("off", 0)):
        run = [str(copy), "-m", "brim", "launcher", switch]
        assert code == subprocess.run(run, check=False, timeout=60, capture_output=True, env=other).returncode

    assert before == {path: (data / path).read_bytes() for path in files(data)}


@pytest.mark.parametrize("count", [1, 2, 3, 10, 18, 19])
def test_a_kill_leaves_nothing_that_cannot_be_taken_back(count: int, home: Path, data: Path) -> None:
    """Killed at any file, also at the record before the first and after the last, it goes on, and is taken back."""
    skip_without("strace")
    kill = ["strace", "-f", "-o", os.devnull, "-e", "trace=rename", "-e", f"inject=rename:signal=KILL:when={count}"]
    run = [*kill, sys.executable, "-m", "brim", "launcher", "on"]
    assert 0 != subprocess.run(run, check=False, timeout=60, capture_output=True).returncode

    code, out, errors = launcher("off")
    assert (0, "", False) == (code, errors, "Left alone" in out)
    assert set() == (files(data) if data.exists() else set())

    subprocess.run(run, check=False, timeout=60, capture_output=True)
    code, out, errors = launcher("on")
    assert (0, "", False) == (code, errors, "Left alone" in out)
    assert files(data) == OURS
    launcher("off")
    assert not (home / "own").exists()


def test_two_commands_at_once_wait_for_each_other(data: Path) -> None:
    """Commands that are given at the same time change the files one after the other."""
    with start_brim("launcher", "on") as first, start_brim("launcher", "on") as second:
        for process in (first, second):
            _, errors = process.communicate(timeout=60)
            assert (0, "") == (process.returncode, errors)
    assert files(data) == OURS
    launcher("off")
    assert not data.exists()


def test_a_missing_file_is_put_again(data: Path) -> None:
    """Where somebody removed a file, the state says what to do, and that puts it there again."""
    launcher("on")
    (data / "man/man1/brim.1").unlink()

    assert "Some of its files are missing" in launcher()[1]
    launcher("on")
    assert files(data) == OURS


def test_a_lost_record_is_found_again(home: Path, data: Path) -> None:
    """Who empties the data folder can still take the launcher back: its entry names this copy, so it is ours."""
    launcher("on")
    record(home).unlink()

    assert "is in your applications menu" in launcher()[1]
    launcher("off")
    assert set() == files(data)


def test_a_damaged_record_is_kept_aside(home: Path, data: Path) -> None:
    """A record that cannot be read counts as lost, and stays beside it."""
    launcher("on")
    record(home).write_text('{"schema": 1, "files": 7}')

    assert 0 == launcher("off")[0]
    assert set() == files(data)
    assert record(home).with_name("launcher.json.broken").exists()


def test_a_read_only_home_is_an_error(data: Path) -> None:
    """Where the user may not write, nothing is changed, and one line names the folder and the next step."""
    data.parent.mkdir()
    data.parent.chmod(0o500)
    try:
        code, out, errors = launcher("on")
        assert (1, "") == (code, out)
        assert 1 == errors.count("\n")
        assert f"Launcher not changed. Check that you may change {data}" in errors
    finally:
        data.parent.chmod(0o700)
    assert 0 == launcher("off")[0]


def test_a_launcher_that_cannot_be_removed_can_be_removed_later(data: Path) -> None:
    """A refusal in the middle names the file; a second try removes the rest."""
    launcher("on")
    folder = data / "man" / "man1"
    folder.chmod(0o500)
    try:
        code, _, errors = launcher("off")
        assert (1, True) == (code, str(folder) in errors)
    finally:
        folder.chmod(0o700)
    assert (0, set()) == (launcher("off")[0], files(data) if data.exists() else set())


def test_the_launcher_of_a_package_is_named(home: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a package has a launcher, the state says that nothing has to be done."""
    packaged = home / "usr" / "applications" / "brim.desktop"
    packaged.parent.mkdir(parents=True)
    packaged.write_bytes(Path(SHARE, "applications/brim.desktop").read_bytes())
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "usr"))

    assert f"Your installation put Brim into the applications menu: {packaged}\n" == launcher()[1]
    assert not data.exists()


def test_the_launcher_of_this_very_package_stays_the_only_one(
    home: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this copy came with a launcher, on puts none, and takes back one that another copy had put."""
    packaged = home / "usr" / "share" / "applications" / "brim.desktop"
    packaged.parent.mkdir(parents=True)
    packaged.write_bytes(Path(SHARE, "applications/brim.desktop").read_bytes())
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "usr" / "share"))
    assert 0 == launcher("on")[0]
    assert (data / "applications/brim.desktop").exists()
    (home / "usr" / "bin").mkdir()
    (home / "usr" / "bin" / "brim").symlink_to(Path(sys.executable).with_name("brim"))

    assert (0, f"Your installation put Brim into the applications menu: {packaged}\n", "") == launcher("on")
    assert not data.exists()


def test_what_pip_installed_for_the_user_is_left_to_pip(data: Path) -> None:
    """`pip install --user` puts all of it into the same folders: on says so, and off leaves it there."""
    shutil.copytree(SHARE, data)
    before = {path: (data / path).read_bytes() for path in files(data)}
    results = [launcher(*arguments) for arguments in ((), ("on",), ("off",))]

    assert [0, 0, 0] == [code for code, _, _ in results]
    assert all(out.startswith("Your installation put Brim into the applications menu: ") for _, out, _ in results)
    assert before == {path: (data / path).read_bytes() for path in files(data)}


def test_zsh_is_told_its_line(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who uses zsh learns the line that zsh needs; others do not."""
    outputs = []
    for shell in ("/usr/bin/zsh", "/bin/bash"):
        monkeypatch.setenv("SHELL", shell)
        outputs.append(launcher("on")[1])

    assert [True, False] == [f"fpath=({data}/zsh/site-functions $fpath)" in out for out in outputs]


def test_the_state_as_json(data: Path) -> None:
    """The JSON says what is there, what it starts, and which files were put or left alone."""
    (data / "man/man1").mkdir(parents=True)
    (data / "man/man1/brim.1").touch()
    on, off = (json.loads(launcher(switch, "--json")[1]) for switch in ("on", "off"))

    assert ["schema", "enabled", "location", "command", "complete", "files", "left_alone", "installed"] == list(on)
    assert [True, False] == [on["enabled"], off["enabled"]]
    assert {str(data / path) for path in OURS - {Path("man/man1/brim.1")}} == {*on["files"]}
    assert [str(data / "man/man1/brim.1")] == on["left_alone"]
    assert ([], [], []) == (off["files"], off["command"], off["left_alone"])
