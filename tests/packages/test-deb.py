"""The Debian package in fresh systems: its two commands install it, it runs on a desktop, is upgraded and removed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from tests.desktop.host import MENU, Host
from tests.packages.fresh import show_demo, show_tray, started
from tests.packages.root import USER, Root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import StartDesktop

pytestmark = pytest.mark.timeout(1200)

_RELEASES = ("trixie", "forky")
"""Debian 13, and the testing release, whose libraries and Python are those of Ubuntu 26.04 or newer."""
_LAUNCHER = "/usr/share/applications/brim.desktop"
_MODULES = Path("usr/lib/brim/lib/python3/site-packages/brim")
_GONE = "onlyinolder.py"


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


def test_nothing_of_others_is_overwritten_and_nothing_of_ours_stays(root: Root, package: Path) -> None:
    """A command put there by hand stops the installation; an interrupted one is removed with all that was compiled."""
    command = root.folder / "usr/bin/brim"
    command.write_text("#!/bin/sh\necho mine\n")
    command.chmod(0o755)
    shutil.copy(package, root.folder / "tmp")
    root.run("apt-get", "update")
    install = ("apt-get", "install", "--yes", "--no-install-recommends", f"/tmp/{package.name}")
    refused = root.run(*install, check=False)
    assert "brim: /usr/bin/brim belongs to no package. Move it away, then install this one again.\n" in refused
    assert "mine\n" == root.run("brim")
    command.unlink()

    root.run("dpkg", "--unpack", f"/tmp/{package.name}")
    root.run("apt-get", "install", "--yes", "--fix-broken", "--no-install-recommends")
    root.run("dpkg", "--unpack", f"/tmp/{package.name}")
    root.run("python3", "-m", "compileall", "-q", "/usr/lib/brim")
    (root.folder / "usr/lib/brim/mine").touch()
    root.run("dpkg", "--purge", "brim")
    assert {"usr/lib/brim", "usr/lib/brim/mine"} == {path for path in root.files() if "brim" in path}


def test_a_tray_that_runs_outlives_an_upgrade_and_a_removal(
    root: Root, package: Path, tmp_path: Path, start_desktop: StartDesktop
) -> None:
    """While its package is upgraded and purged the tray keeps its icon, answers every click, and quits when told."""
    install(root, older(package, tmp_path))
    desktop = start_desktop(panel="xfce", notify="dunst")
    with started(root, desktop, tmp_path / "tray.log", "brim") as tray:
        desktop.wait(lambda: desktop.tray_items() != [], "the icon")
        with Host(desktop, tray.pid) as host:
            for change in (("apt-get", "install", "--yes", f"/tmp/{package.name}"), ("dpkg", "--purge", "brim")):
                shutil.copy(package, root.folder / "tmp")
                root.run(*change)
                _click_all(host)
            assert desktop.tray_items() != []
            host.call(MENU, "Event", "isvu", host.row_id("Quit Brim"), "clicked", Variant("s", ""), 0)
        assert tray.wait(30) == 0
    assert not (root.folder / "usr/lib/brim").exists()


def _click_all(host: Host) -> None:
    """Click every row but the last, which quits."""
    rows = [host.layout()[1]]
    for row in rows:
        rows += row["children"]
    for row in rows:
        if row["properties"].get("label", "Quit Brim") != "Quit Brim":
            host.call(MENU, "Event", "isvu", row["id"], "clicked", Variant("s", ""), 0)


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
    show_demo(root, desktop, tmp_path / "demo.log", "brim", "demo")
    show_tray(root, desktop, tmp_path / "launcher.log", "gio", "launch", _LAUNCHER)


def test_an_older_release_refuses_it_as_a_whole(package: Path) -> None:
    """Where Python is too old, apt says so, and nothing is installed."""
    with Root("bookworm") as root:
        shutil.copy(package, root.folder / "tmp")
        root.run("apt-get", "update")
        before = root.files()
        refused = root.run("apt-get", "install", "--yes", f"/tmp/{package.name}", check=False)

        assert "brim : Depends: python3 (>= 3.12)" in refused
        assert before == root.files()
