"""How a copy of Brim was installed, and which command brings a newer one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brim.backend.updates.installation import Traces, installation_of
from brim.backend.updates.traces import read_traces
from brim.model.update import InstalledBy
from tests.rules.syntax import ROOT

PIP = Traces("/venv/lib/python3.12/site-packages/brim", "/venv", "/venv/bin/python3", installer="pip")
UV = replace(PIP, installer="uv")
FOLDER = {"url": "file:///home/robin/brim", "dir_info": {}}
EDITABLE = {"url": "file:///home/robin/brim", "dir_info": {"editable": True}}
REPOSITORY = {"url": "https://example.org/brim", "vcs_info": {"vcs": "git", "commit_id": "0" * 40}}
FROZEN = replace(
    PIP, executable="/opt/brim/brim", prefix="/opt/brim", package="/opt/brim/_internal/brim", frozen=True, installer=""
)


@pytest.mark.parametrize(
    ("traces", "by", "command"),
    [
        (replace(UV, has_uv_receipt=True), InstalledBy.UV_TOOL, "uv tool upgrade brim"),
        (replace(PIP, has_pipx_metadata=True), InstalledBy.PIPX, "pipx upgrade brim"),
        (replace(UV, has_pipx_metadata=True), InstalledBy.PIPX, "pipx upgrade brim"),
        (replace(UV, prefix="/home/robin/.cache/uv/archive-v0/Xy"), InstalledBy.UVX, "uvx brim@latest"),
        (PIP, InstalledBy.PIP, "/venv/bin/python3 -m pip install -U brim"),
        (
            replace(PIP, direct_url=REPOSITORY),
            InstalledBy.PIP,
            "/venv/bin/python3 -m pip install -U git+https://example.org/brim",
        ),
        (UV, InstalledBy.UV_PIP, "uv pip install --python /venv/bin/python3 --upgrade brim"),
        (replace(UV, has_uv_receipt=True, direct_url=REPOSITORY), InstalledBy.UV_TOOL, "uv tool upgrade brim"),
        (
            replace(UV, has_uv_receipt=True, direct_url=FOLDER, is_repository=True),
            InstalledBy.UV_TOOL,
            "git -C /home/robin/brim pull && uv tool install --force /home/robin/brim",
        ),
        (
            replace(PIP, has_pipx_metadata=True, direct_url=FOLDER),
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
        (replace(PIP, installer=""), InstalledBy.FOLDER, None),
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
    assert '"C:\\Program Files\\Python\\python.exe" -m pip install -U brim' == windows.command


def test_a_password_in_an_address_is_not_shown() -> None:
    """Whoever installed from an address with a token does not find it in the menu."""
    secret = {"url": "https://robin:TOKEN@example.org/brim", "vcs_info": {"vcs": "git"}}

    assert "TOKEN" not in str(installation_of(replace(PIP, direct_url=secret)))


def test_the_copy_under_test_is_a_folder_of_source() -> None:
    """A checkout that `make` has set up is updated where it is."""
    found = installation_of(read_traces())

    assert InstalledBy.FOLDER is found.by
    assert str(ROOT) in (found.command or found.place)
