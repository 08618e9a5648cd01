"""How a copy of Brim was installed, and which command brings a newer one."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from brim.backend.updates.installation import Traces, installation_of
from brim.backend.updates.traces import read_traces
from brim.model.update import InstalledBy
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PIP = Traces(
    "/venv/lib/python3.12/site-packages/brim", "/venv", "/venv/bin/python3", installer="pip", is_distribution=True
)
UV = replace(PIP, installer="uv")
FOLDER = {"url": "file:///home/robin/brim", "dir_info": {}}
EDITABLE = {"url": "file:///home/robin/brim", "dir_info": {"editable": True}}
REPOSITORY = {"url": "https://example.org/brim", "vcs_info": {"vcs": "git", "commit_id": "0" * 40}}
WHEEL = {"url": "file:///home/robin/brim-0.1.0-py3-none-any.whl", "archive_info": {}}
FROZEN = replace(
    PIP,
    executable="/opt/brim/brim",
    prefix="/opt/brim",
    package="/opt/brim/_internal/brim",
    frozen=True,
    installer="",
    is_distribution=False,
)


@pytest.mark.parametrize(
    ("traces", "by", "command"),
    [
        (replace(UV, uv_tool={}), InstalledBy.UV_TOOL, "uv tool upgrade brim"),
        (replace(UV, uv_tool={"specifier": "==0.1.0"}), InstalledBy.UV_TOOL, "uv tool install --upgrade brim"),
        (replace(UV, uv_tool={}, direct_url=WHEEL), InstalledBy.UV_TOOL, "uv tool install --upgrade brim"),
        (
            replace(UV, uv_tool={"specifier": "<1", "extras": ["socks"]}),
            InstalledBy.UV_TOOL,
            "uv tool install --upgrade 'brim[socks]'",
        ),
        (replace(PIP, pipx={}), InstalledBy.PIPX, "pipx upgrade brim"),
        (replace(PIP, pipx={"suffix": "_x"}), InstalledBy.PIPX, "pipx upgrade brim_x"),
        (replace(PIP, pipx={}, direct_url=WHEEL), InstalledBy.PIPX, "pipx install --force brim"),
        (
            replace(PIP, pipx={"suffix": "_x"}, direct_url=WHEEL),
            InstalledBy.PIPX,
            "pipx install --force --suffix _x brim",
        ),
        (replace(UV, pipx={}), InstalledBy.PIPX, "pipx upgrade brim"),
        (replace(UV, prefix="/home/robin/.cache/uv/archive-v0/Xy"), InstalledBy.UVX, "uvx brim@latest"),
        (replace(UV, prefix=r"C:\Users\A\uv\cache\environments-v3\b"), InstalledBy.UVX, "uvx brim@latest"),
        (PIP, InstalledBy.PIP, "/venv/bin/python3 -m pip install -U brim"),
        (
            replace(PIP, direct_url=REPOSITORY),
            InstalledBy.PIP,
            "/venv/bin/python3 -m pip install -U git+https://example.org/brim",
        ),
        (UV, InstalledBy.UV_PIP, "uv pip install --python /venv/bin/python3 --upgrade brim"),
        (replace(UV, uv_tool={}, direct_url=REPOSITORY), InstalledBy.UV_TOOL, "uv tool upgrade brim"),
        (
            replace(UV, uv_tool={}, direct_url=FOLDER, is_repository=True),
            InstalledBy.UV_TOOL,
            "git -C /home/robin/brim pull && uv tool install --force /home/robin/brim",
        ),
        (
            replace(PIP, pipx={}, direct_url=FOLDER),
            InstalledBy.PIPX,
            "pipx install --force /home/robin/brim",
        ),
        (
            replace(UV, direct_url=EDITABLE, is_repository=True),
            InstalledBy.FOLDER,
            "git -C /home/robin/brim pull",
        ),
        (replace(UV, direct_url=EDITABLE), InstalledBy.FOLDER, None),
        (
            replace(PIP, installer="installer", package="/usr/lib/python3.13/site-packages/brim"),
            InstalledBy.SYSTEM,
            None,
        ),
        (replace(PIP, installer=""), InstalledBy.SYSTEM, None),
        (replace(PIP, installer="", is_distribution=False), InstalledBy.FOLDER, None),
        (
            replace(PIP, is_managed=True),
            InstalledBy.PIP,
            "/venv/bin/python3 -m pip install --break-system-packages -U brim",
        ),
        (
            replace(UV, is_managed=True),
            InstalledBy.UV_PIP,
            "uv pip install --python /venv/bin/python3 --break-system-packages --upgrade brim",
        ),
        (
            replace(UV, uv_tool={"git": "https://example.org/brim?tag=v0.1.0"}, direct_url=REPOSITORY),
            InstalledBy.UV_TOOL,
            "uv tool install --upgrade brim",
        ),
        (
            replace(PIP, packaged_files=frozenset({"/venv/lib/python3.12/site-packages/brim/__init__.py"})),
            InstalledBy.APT,
            None,
        ),
        (
            replace(FROZEN, packaged_files=frozenset({"/opt/brim/brim"})),
            InstalledBy.APT,
            None,
        ),
        (
            replace(PIP, packaged_files=frozenset({"/usr/bin/brim"})),
            InstalledBy.PIP,
            "/venv/bin/python3 -m pip install -U brim",
        ),
        (FROZEN, InstalledBy.BUNDLE, None),
        (replace(FROZEN, appimage="/home/robin/Brim.AppImage"), InstalledBy.APPIMAGE, None),
        (
            replace(PIP, flatpak_id="io.github.example.brim"),
            InstalledBy.FLATPAK,
            "flatpak update io.github.example.brim",
        ),
        (
            replace(PIP, package="/opt/homebrew/Cellar/brim/0.1.0/libexec/lib/brim"),
            InstalledBy.HOMEBREW,
            "brew upgrade brim",
        ),
        (replace(FROZEN, executable="/c/scoop/apps/brim/current/brim.exe"), InstalledBy.SCOOP, "scoop update brim"),
        (
            replace(FROZEN, executable="/c/Microsoft/WinGet/Packages/Robin.Brim_winget_8wekyb3d8bbwe/brim/brim.exe"),
            InstalledBy.WINGET,
            "winget upgrade Robin.Brim",
        ),
        (replace(PIP, package="/nix/store/abc-brim-0.1.0/lib/brim"), InstalledBy.NIX, "nix profile upgrade brim"),
    ],
)
def test_each_way_of_installing_has_its_own_command(traces: Traces, by: InstalledBy, command: str | None) -> None:
    """What an installer left behind says who updates this copy; where no command does, none is named."""
    found = installation_of(traces)

    assert (by, command) == (found.by, found.command)
    assert command or found.place or by in {InstalledBy.APT, InstalledBy.SYSTEM}


def test_a_command_can_be_pasted_as_it_is() -> None:
    """Paths with spaces are quoted as the shell of their system wants it."""
    url = {"url": "file:///home/robin/my%20brim", "dir_info": {"editable": True}}
    linux = installation_of(replace(PIP, direct_url=url, is_repository=True))
    windows = installation_of(replace(PIP, executable="C:\\Program Files\\Python\\python.exe"))

    assert "git -C '/home/robin/my brim' pull" == linux.command
    assert 'cmd /c "C:\\Program Files\\Python\\python.exe" -m pip install -U brim' == windows.command


def test_a_password_in_an_address_is_not_shown() -> None:
    """Whoever installed from an address with a token does not find it in the menu."""
    secret = {"url": "https://robin:TOKEN@example.org/brim", "vcs_info": {"vcs": "git"}}

    assert "TOKEN" not in str(installation_of(replace(PIP, direct_url=secret)))


def test_the_copy_under_test_is_a_folder_of_source() -> None:
    """A checkout that `make` has set up is updated where it is."""
    found = installation_of(read_traces())

    assert InstalledBy.FOLDER is found.by
    assert str(ROOT) in (found.command or found.place)


@pytest.mark.parametrize(
    ("name", "content", "command"),
    [
        ("uv-receipt.toml", '[tool]\nrequirements = [{name = "brim"}]', "uv tool upgrade brim"),
        (
            "uv-receipt.toml",
            '[tool]\nrequirements = [{name = "six"}, {name = "brim", specifier = "<1"}]',
            "uv tool install --upgrade brim",
        ),
        ("uv-receipt.toml", "[tool]\nrequirements = [7]", "uv tool upgrade brim"),
        ("uv-receipt.toml", "x = " + "[" * 5000, "uv tool upgrade brim"),
        ("uv-receipt.toml", "tool = 7", "uv tool upgrade brim"),
        ("pipx_metadata.json", '{"main_package": {"suffix": "_x"}}', "pipx upgrade brim_x"),
        ("pipx_metadata.json", '{"main_package": []}', "pipx upgrade brim"),
        ("pipx_metadata.json", "[" * 100_000, "pipx upgrade brim"),
        ("pipx_metadata.json", "\0", "pipx upgrade brim"),
    ],
)
def test_what_uv_and_pipx_were_asked_for_is_read_from_their_files(
    name: str, content: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command fits what the tool keeps; a file that cannot be understood still says which tool it was."""
    (tmp_path / name).write_text(content)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    found = installation_of(replace(read_traces(), direct_url={}))

    assert command == found.command


def test_the_metadata_of_another_copy_say_nothing_about_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs the source while the same Python has Brim from pip, too, is told of the folder."""
    described = tmp_path / "brim-0.1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: brim\nVersion: 0.1.0\n")
    (described / "INSTALLER").write_text("pip\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    found = installation_of(read_traces())

    assert (InstalledBy.FOLDER, None, str(ROOT / "src" / "brim")) == (found.by, found.command, found.place)
