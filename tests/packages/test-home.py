"""What needs no system package, in fresh systems: two commands install it, it runs, and is removed without a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.packages.fresh import HOME, PATH, files_at_home, show_demo, show_tray
from tests.packages.root import USER, Root
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.desktop.fixtures import StartDesktop

pytestmark = pytest.mark.timeout(1200)

_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_RELEASE = "/srv/release"
_PASSED_ON = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "UV_DEFAULT_INDEX", "PIP_INDEX_URL")
"""By which this machine reaches the index."""
_APT = ("apt-get", "install", "--yes", "--no-install-recommends")


class _Installed:
    """A fresh system in which a user has Brim; `remove` is what README says, after what `brim help files` says."""

    def __init__(self, root: Root, way: str, program: str, remove: tuple[str, ...]) -> None:
        self.root, self.way, self.program, self._remove = root, way, program, remove

    def run(self, *command: str) -> str:
        """Run a command as the user, after a new login."""
        variables = _index(self.root) | {"PATH": PATH, "SHELL": "/bin/bash"}
        return self.root.run(*command, user=USER, check=True, **variables)

    def remove(self) -> None:
        """Uninstall it."""
        self.run(*self._remove)


def _index(root: Root) -> dict[str, str]:
    """What brings packages into the fresh system as into this one: certificates, proxies, and the wheel."""
    found = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if _CERTIFICATES.exists():
        target = root.folder / "srv" / "certificates.crt"
        shutil.copyfile(_CERTIFICATES, target)
        found |= dict.fromkeys(("SSL_CERT_FILE", "PIP_CERT"), "/srv/certificates.crt")
    return found | {"UV_FIND_LINKS": _RELEASE, "PIP_FIND_LINKS": _RELEASE}


def _with_uv(root: Root, request: pytest.FixtureRequest) -> _Installed:
    """`uv tool install brim`, with the Python of the system."""
    known = ROOT / ".tools" / "uv-path"
    uv = shutil.which(known.read_text("utf-8").strip() if known.exists() else "uv")
    if uv is None:
        pytest.skip("not installed: uv")
    _offer(root, request)
    root.run(*_APT, "python3")
    shutil.copy(uv, root.folder / "usr/local/bin/uv")
    tools = f"{HOME}/.local/share/uv/tools/brim/bin/brim"
    installed = _Installed(root, "Installed with uv tool", tools, ("uv", "tool", "uninstall", "brim"))
    installed.run("uv", "tool", "install", "brim")
    return installed


def _with_pipx(root: Root, request: pytest.FixtureRequest) -> _Installed:
    """`pipx install brim`."""
    _offer(root, request)
    root.run(*_APT, "pipx")
    tools = f"{HOME}/.local/share/pipx/venvs/brim/bin/brim"
    installed = _Installed(root, "Installed with pipx", tools, ("pipx", "uninstall", "brim"))
    installed.run("pipx", "install", "brim")
    return installed


def _unpacked(root: Root, request: pytest.FixtureRequest) -> _Installed:
    """The frozen folder, where no Python is."""
    program: Path = request.getfixturevalue("program")
    folder = root.folder / HOME.lstrip("/") / "apps" / "brim"
    shutil.copytree(program.parent, folder, symlinks=True)
    subprocess.run(["chown", "--recursive", f"{USER}:{USER}", folder.parent], check=True)
    started = f"{HOME}/apps/brim/brim"
    installed = _Installed(root, "Run from an unpacked folder", started, ("rm", "--recursive", f"{HOME}/apps"))
    assert "not found" in root.run("sh", "-c", "python3 --version || true", user=USER)
    return installed


def _offer(root: Root, request: pytest.FixtureRequest) -> None:
    """Put the wheel where the installers find it; the index has no Brim of this version."""
    (root.folder / _RELEASE.lstrip("/")).mkdir(parents=True)
    shutil.copy(request.getfixturevalue("wheel"), root.folder / _RELEASE.lstrip("/"))
    root.run("apt-get", "update")


@pytest.mark.parametrize(
    ("release", "install"),
    [("trixie", _with_uv), ("trixie", _with_pipx), ("trixie", _unpacked), ("bookworm", _unpacked)],
)
def test_installed_used_and_removed(
    release: str,
    install: Callable[[Root, pytest.FixtureRequest], _Installed],
    request: pytest.FixtureRequest,
    start_desktop: StartDesktop,
    tmp_path: Path,
) -> None:
    """A terminal and the desktop find Brim, it starts at login, and after its removal only the user's data is left."""
    with Root(release) as root:
        before = files_at_home(root)
        installed = install(root, request)
        put = installed.run(installed.program, "launcher", "on")
        assert put.startswith(f"Brim is in your applications menu: {HOME}/.local/share/applications/brim.desktop\n")
        assert "Left alone" not in put
        assert installed.run("brim", "autostart", "on").startswith("Brim starts at login: ")
        doctor = installed.run("sh", "-c", "brim doctor || true")
        assert {f"[+] ok       {text}" for text in (installed.way, "Starts at login")} <= set(doctor.splitlines())
        assert "Missing" not in doctor
        _check_on_desktop(installed, start_desktop, tmp_path)

        help_page = installed.run("brim", "help", "files")
        steps = help_page[help_page.index("To remove Brim") : help_page.index("Then delete")]
        commands = [line.split() for line in steps.splitlines() if line.startswith("    brim ")]
        assert {"autostart", "launcher", "statusline"} == {command[1] for command in commands}
        for command in commands:
            installed.run(*command)
        installed.remove()
        left = {path for path in files_at_home(root) - before if "brim" in path}
        assert {path for path in left if not path.startswith(".local/state/brim/")} == set()


def _check_on_desktop(installed: _Installed, start_desktop: StartDesktop, tmp_path: Path) -> None:
    """The demo, the launcher and the start at login have their icon in a real panel."""
    root, desktop = installed.root, start_desktop(panel="xfce")
    show_demo(root, desktop, tmp_path / "demo.log", installed.program, "demo")
    for entry in (".local/share/applications/brim.desktop", ".config/autostart/brim.desktop"):
        lines = (root.folder / HOME.lstrip("/") / entry).read_text().splitlines()
        started = next(line.removeprefix("Exec=") for line in lines if line.startswith("Exec="))
        assert started.split()[0] == installed.program
        show_tray(root, desktop, tmp_path / "tray.log", "sh", "-c", started)
