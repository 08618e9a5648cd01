"""The frozen folder, built by `make frozen` and run without any Python of this machine."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from frozen.build import LIMIT_MB, folder_bytes
from tests.desktop.host import MENU, Host
from tests.desktop.processes import kill_group
from tests.support import usageserver as servers
from tests.support.detailsserver import request
from tests.support.sandbox import served_sandbox
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="the private desktop is a Linux one"),
]
_LOADER = ("LD_LIBRARY_PATH=", "_PYI", "APPIMAGE=", "APPDIR=")


@pytest.fixture
def sandbox(home: Path, tmp_path: Path) -> Iterator[Sandbox]:
    """A login, and a usage server for it."""
    with served_sandbox(home, tmp_path) as machine:
        machine.server.answers = [servers.future_usage_answer("usage-max")]
        yield machine


def run(command: list[str], sandbox: Sandbox, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the frozen program, which finds no Python on its path."""
    environment = os.environ | sandbox.environment | {"PATH": "/usr/bin:/bin"} | variables
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_it_is_small_and_whole(program: Path, sandbox: Sandbox) -> None:
    """The folder is below its limit, and every module of Brim can be imported in it."""
    done = run([str(program), "--check-modules"], sandbox, PYSTRAY_BACKEND="dummy")
    modules = int(done.stdout.split()[-2])

    assert (0, 1) == (done.returncode, len(done.stdout.splitlines())), done.stdout
    assert modules > 600
    assert folder_bytes(program.parent) / 1e6 <= LIMIT_MB


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("doctor",), "pydantic"),
        (("status",), "78% used"),
        (("usage",), "Usage by day"),
        (("completions", "zsh"), "#compdef brim"),
        (("help", "settings"), "brim.toml"),
        (("demo", "--help"), "demo"),
        (("status", "--format", "plain"), "\n"),
        (("metrics", "--example", "grafana"), "panels"),
    ],
)
def test_commands_find_their_files(program: Path, sandbox: Sandbox, arguments: tuple[str, ...], shown: str) -> None:
    """Commands print what they print elsewhere: libraries, versions and files are in the folder."""
    done = run([str(program), *arguments], sandbox)

    assert shown in done.stdout
    assert "Traceback" not in done.stderr


def test_the_tray_shows_usage_and_opens_its_page(
    program: Path, sandbox: Sandbox, start_desktop: StartDesktop, tmp_path: Path
) -> None:
    """In a panel the icon shows usage, Details opens the page in a browser as the user would, and Quit ends all."""
    desktop, opened = start_desktop(notify="dunst"), tmp_path / "opened"
    folder = tmp_path / "bin"
    folder.mkdir()
    browser = folder / "xdg-open"
    browser.write_text(f'#!/bin/sh\nenv > {tmp_path}/got\necho "$1" > {tmp_path}/part\nmv {tmp_path}/part {opened}\n')
    browser.chmod(0o755)
    brim = subprocess.Popen(
        [program],
        env=desktop.env | sandbox.environment | {"PATH": f"{folder}:/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
        with Host(desktop, brim.pid) as host:
            wait_until(lambda: "78% used" in host.property("Title"), "the figures", 60)
            host.call(MENU, "Event", "isvu", host.row_id("Details"), "clicked", Variant("s", ""), 0)
            wait_until(opened.exists, "the address", 30)
            address = opened.read_text().removeprefix("http://").partition("/")[0]
            assert 200 == request(address, "GET", "/")[0]
            host.call(MENU, "Event", "isvu", host.row_id("Quit Brim"), "clicked", Variant("s", ""), 0)
            printed = brim.communicate(timeout=30)
    finally:
        kill_group(brim)
        for pipe in filter(None, (brim.stdout, brim.stderr)):
            pipe.close()

    assert (0, ("", "")) == (brim.returncode, printed)
    assert [] == [line for line in (tmp_path / "got").read_text().splitlines() if line.startswith(_LOADER)]


@pytest.mark.parametrize("change", ["moved", "removed", "replaced"])
def test_a_folder_that_changes_does_not_end_what_runs(
    program: Path, sandbox: Sandbox, start_desktop: StartDesktop, tmp_path: Path, *, change: str
) -> None:
    """Who moves, removes or replaces the folder keeps the icon until Quit; what is said about it is no trace."""
    folder, log = tmp_path / "brim", tmp_path / "log"
    shutil.copytree(program.parent, folder, symlinks=True)
    desktop = start_desktop(notify="dunst")
    with log.open("w") as output:
        brim = subprocess.Popen(
            [folder / "brim"],
            env=desktop.env | sandbox.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
        with Host(desktop, brim.pid) as host:
            wait_until(lambda: "78% used" in host.property("Title"), "the figures", 60)
            folder.rename(tmp_path / "moved")
            if change == "removed":
                shutil.rmtree(tmp_path / "moved")
            elif change == "replaced":
                folder.mkdir()
                (folder / "brim").write_bytes(b"another version")
            for label in ("Get usage from the Claude CLI", "Open settings file", "Copy details", "Details"):
                host.call(MENU, "Event", "isvu", host.row_id(label), "clicked", Variant("s", ""), 0)
            wait_until((sandbox.config / "brim.toml").exists, "the settings file", 30)
            assert "78% used" in host.property("Title")
            host.call(MENU, "Event", "isvu", host.row_id("Quit Brim"), "clicked", Variant("s", ""), 0)
            assert 0 == brim.wait(30)
    finally:
        kill_group(brim)
    assert [] == [line for line in log.read_text().splitlines() if not line.startswith("brim: ")]


@pytest.mark.parametrize("in_image", [False, True])
def test_entries_name_what_can_be_started_tomorrow(
    program: Path, sandbox: Sandbox, home: Path, tmp_path: Path, *, in_image: bool
) -> None:
    """Start at login, launcher and status line name the program of the folder, or the AppImage that it runs from."""
    (home / ".claude").mkdir(exist_ok=True)
    image = tmp_path / "Brim-x86_64.AppImage"
    image.write_text(f'#!/bin/sh\nexec "{program}" "$@"\n')
    image.chmod(0o755)
    variables = {"APPIMAGE": str(image), "APPDIR": str(program.parent)} if in_image else {}
    variables |= {"XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".local/share")}
    started = str(image if in_image else program)
    for command in (("autostart", "on"), ("launcher", "on"), ("statusline", "install", "--yes")):
        done = run([str(program), *command], sandbox, **variables)
        assert 0 == done.returncode, done.stderr
    entries = [home / ".config/autostart/brim.desktop", home / ".local/share/applications/brim.desktop"]
    settings = json.loads((sandbox.claude / "settings.json").read_text())
    line = settings["statusLine"]["command"]

    assert all(started in entry.read_text() for entry in entries)
    assert [started, "statusline"] == shlex.split(line)[:2]
    assert 0 == subprocess.run(["sh", "-c", line], stdin=subprocess.DEVNULL, env={}, check=False, timeout=60).returncode
    again = run([str(program), "statusline", "install", "--yes"], sandbox, **variables)
    removed = run([str(program), "statusline", "uninstall", "--yes"], sandbox, **variables)
    assert "already" in again.stdout
    assert 0 == removed.returncode
    assert not (sandbox.claude / "settings.json").exists()
