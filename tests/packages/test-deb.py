"""The Debian package in fresh systems: its two commands install it, it runs on a desktop, is upgraded and removed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.desktop.processes import kill_group
from tests.packages.root import USER, Root
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop

pytestmark = pytest.mark.timeout(1200)

_RELEASES = ("trixie", "forky")
"""Debian 13, and the testing release, whose libraries and Python are those of Ubuntu 26.04 or newer."""
_NAME = "app.brim.Tray"
_BUS = ("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetConnectionUnixProcessID")
_LAUNCHER = "/usr/share/applications/brim.desktop"
_MODULES = Path("usr/lib/brim/lib/python3/site-packages/brim")
_GONE = "onlyinolder.py"


def build(directory: Path, revision: str) -> Path:
    """The package of this checkout."""
    command = [sys.executable, "-m", "debpackage.write", "--directory", str(directory), "--revision", revision]
    subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "packaging", "PATH": "/usr/bin:/bin"}, check=True)
    [package] = directory.glob("*.deb")
    return package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of this checkout."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("not installed: dpkg")
    return build(tmp_path_factory.mktemp("package"), "2")


@pytest.fixture(params=_RELEASES)
def root(request: pytest.FixtureRequest) -> Iterator[Root]:
    """A fresh system of each release."""
    with Root(request.param) as fresh:
        yield fresh


def install(root: Root, package: Path) -> None:
    """The two commands of README, without what is only recommended."""
    shutil.copy(package, root.folder / "tmp")
    root.run("apt-get", "update")
    root.run("apt-get", "install", "--yes", "--no-install-recommends", f"/tmp/{package.name}")


def older(package: Path, folder: Path) -> Path:
    """The same package with an older version, and a module that is no more."""
    tree = folder / "older"
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(tree)], check=True)
    control = tree / "DEBIAN/control"
    control.write_text(control.read_text().replace("-2\n", "-1\n", 1))
    (tree / _MODULES / _GONE).write_text('"""Nothing."""\n')
    target = folder / package.name.replace("-2_", "-1_")
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", str(tree), str(target)], check=True)
    return target


def test_installed_used_upgraded_and_removed(
    root: Root, package: Path, tmp_path: Path, start_desktop: StartDesktop
) -> None:
    """An upgraded package is compiled, works for a user and on a desktop, and leaves nothing but the user's files."""
    install(root, older(package, tmp_path))
    root.run(
        "sh", "-c", "mkdir -p ~/.config/brim; echo '[icon]\nshow = \"remaining\"' >~/.config/brim/brim.toml", user=USER
    )
    install(root, package)
    modules = root.folder / _MODULES
    assert not list(modules.rglob(f"{Path(_GONE).stem}*"))
    assert {path.stem for path in modules.glob("*.py")} == {
        path.name.split(".")[0] for path in modules.glob("__pycache__/*.pyc")
    }
    _check_as_user(root)
    _check_on_desktop(root, start_desktop, tmp_path)
    before = root.files()
    root.run("apt-get", "purge", "--yes", "brim")
    left = {path for path in root.files() if "brim" in path}
    assert (set(), True) == (left, any("brim" in path for path in before))
    assert "remaining" in (root.folder / "home/user/.config/brim/brim.toml").read_text()


def _check_as_user(root: Root) -> None:
    """Commands of a user, who has no Python packages of the kind that pip installs seen by Brim."""
    site = root.run("python3", "-c", "import site; print(site.getusersitepackages())", user=USER).strip()
    root.run("mkdir", "-p", site, user=USER)
    (root.folder / site.lstrip("/") / "pydantic.py").write_text("raise ImportError('not the system's own')\n")
    doctor = root.run("brim", "doctor", user=USER, check=False)
    assert "Installed as a Debian package\n" in doctor
    assert "Missing" not in doctor
    launcher = root.run("brim", "launcher", "on", user=USER, SHELL="/bin/bash")
    assert f"Your installation put Brim into the applications menu: {_LAUNCHER}\n" == launcher
    assert not (root.folder / "home/user/.local/share/applications").exists()
    assert root.run("brim", "autostart", user=USER).startswith("Brim does not start at login.")
    assert not (root.folder / "etc/xdg/autostart/brim.desktop").exists()
    root.run("brim", "details", "--html", "/home/user/page.html", user=USER)
    status = root.run("/usr/lib/brim/bin/python3", "-E", "-P", "-m", "brim", "statusline", user=USER)
    assert "Traceback" not in status


def _check_on_desktop(root: Root, start_desktop: StartDesktop, tmp_path: Path) -> None:
    """The demo has its icon in a real panel and ends when it is told; the launcher starts the tray."""
    tools = ("desktop-file-utils", "libglib2.0-bin", "man-db")
    root.run("apt-get", "install", "--yes", "--no-install-recommends", *tools)
    root.run("desktop-file-validate", _LAUNCHER)
    assert "brim.toml" in root.run("man", "brim", user=USER, MANPAGER="cat")
    desktop = start_desktop(panel="xfce")
    for path in (desktop.folder, desktop.folder / "bus"):
        path.chmod(0o777)  # the user of the fresh system is another one
    with _started(root, desktop, tmp_path / "demo.log", "brim", "demo") as demo:
        desktop.wait(lambda: desktop.tray_items() != [], "the icon")
        demo.terminate()
        assert demo.wait(20) == 0
    desktop.wait(lambda: desktop.tray_items() == [], "the end of the icon")
    with _started(root, desktop, tmp_path / "launcher.log", "gio", "launch", _LAUNCHER):
        desktop.wait(lambda: desktop.has_owner(_NAME) and desktop.tray_items() != [], "the tray")
        found = re.search(r"uint32 (\d+)", desktop.call(*_BUS, f"string:{_NAME}"))
        assert found is not None
        os.kill(int(found[1]), signal.SIGTERM)
        desktop.wait(lambda: not desktop.has_owner(_NAME), "its end")


@contextlib.contextmanager
def _started(root: Root, desktop: Desktop, log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the fresh system on a desktop of this machine, ended after the block; it had no fault of its own."""
    seen = {name: desktop.env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            root.command(*command, shared=(desktop.folder,), user=USER),
            env=root.environment(seen, user=USER),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill_group(process)
        sys.stdout.write(log.read_text())  # for who reads a failure
    assert "Traceback" not in log.read_text()
