"""Recipes of other package managers: made from one release, they name its version, hashes and dependencies."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from brim import __version__
from recipes.release import LINUX, SOURCE, WINDOWS, release
from recipes.requirements import requirement_names
from recipes.write import FORMS, write_recipes
from sharedfiles.contents import ROOT
from tests.support.releasefiles import write_release
from tests.support.shells import skip_without

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from recipes.release import Release

HASHES = {pattern: sha256(pattern.encode()).hexdigest() for pattern in (SOURCE, LINUX, WINDOWS)}


@pytest.fixture
def current(tmp_path: Path) -> Release:
    """A release with invented files."""
    write_release(tmp_path)
    return release(tmp_path)


@pytest.fixture
def recipes(current: Release) -> Mapping[str, str]:
    """All recipes of it, by their paths."""
    return {name: text for form in FORMS for name, text in form(current).items()}


def recipe(recipes: Mapping[str, str], end: str) -> str:
    """The one recipe whose path ends so."""
    [text] = [text for name, text in recipes.items() if name.endswith(end)]
    return text


@pytest.mark.parametrize(
    ("end", "pattern"),
    [
        ("PKGBUILD", SOURCE),
        (".SRCINFO", SOURCE),
        ("brim.rb", SOURCE),
        ("brim.json", WINDOWS),
        ("installer.yaml", WINDOWS),
        ("brim.yml", LINUX),
    ],
)
def test_version_and_hash_are_those_of_the_file(recipes: Mapping[str, str], end: str, pattern: str) -> None:
    """Each recipe downloads a file of this version, and names its hash."""
    text = recipe(recipes, end)

    assert __version__ in text
    assert HASHES[pattern] in text.lower()
    assert [] == [other for other in HASHES.values() if other != HASHES[pattern] and other in text.lower()]


def test_nix_has_the_hash_in_its_own_form(current: Release, recipes: Mapping[str, str]) -> None:
    """The flake names version and hash, in the form that Nix reads."""
    text = recipe(recipes, "flake.nix")

    assert f'version = "{__version__}"' in text
    assert f'hash = "{current.files[SOURCE].sri}"' in text
    assert re.fullmatch(r"sha256-[A-Za-z0-9+/]{43}=", current.files[SOURCE].sri)


def test_each_says_what_was_run(recipes: Mapping[str, str]) -> None:
    """A recipe that people read says at its head what was checked, and what was not run."""
    heads = {name: text[:500] for name, text in recipes.items() if not name.endswith(".SRCINFO")}

    assert 8 == len(heads)
    assert [] == [name for name, head in heads.items() if "Checked" not in head or "Not run" not in head]


def test_all_that_is_required_is_named(current: Release, recipes: Mapping[str, str]) -> None:
    """Arch and Nix name every library that pyproject.toml requires there, and no other; on macOS none of Linux."""
    words = set(recipe(recipes, "PKGBUILD").replace("'", " ").replace(")", " ").split())
    nix = recipe(recipes, "flake.nix").split("dependencies =")[1].split("pythonRelaxDeps")[0]
    everywhere, linux, darwin = (
        set(re.findall(r"^ +([\w-]+)$", part, re.MULTILINE)) for part in nix.split("optionals")
    )
    required = {system: set(requirement_names(current, system)) for system in ("linux", "darwin")}

    assert {name for name in required["linux"] if not {name, f"python-{name}"} & words} == set()
    assert required == {"linux": everywhere | linux, "darwin": everywhere | darwin}
    assert {"dbus-fast", "python-xlib"} <= linux
    assert {"watchdog"} == darwin


def test_the_formula_has_what_uv_locks(recipes: Mapping[str, str]) -> None:
    """Every resource of the formula has the version and the hash of uv.lock; the rest are formulae of their own."""
    text = recipe(recipes, "brim.rb")
    lock = {one["name"]: one for one in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}
    found = re.findall(r'resource "(.+)" do\n +url "(.+)"\n +sha256 "(.+)"', text)
    names = {name for name, _, _ in found}
    files = {file["hash"] for name in names for file in (lock[name].get("sdist"), *lock[name]["wheels"]) if file}

    assert {"httpx", "httpcore", "uvicorn", "h11", "pystray", "dbus-fast"} <= names
    assert not {"pytest", "mypy", "pyinstaller", "brim"} & names
    assert all(f"sha256:{digest}" in files and lock[name]["version"] in url for name, url, digest in found)


def test_scoop_and_winget_start_the_tray_without_a_terminal(recipes: Mapping[str, str]) -> None:
    """The Start menu gets brim-tray.exe, the terminal brim; the three manifests of winget are of one package."""
    manifest = json.loads(recipe(recipes, "brim.json"))
    winget = [text for name, text in recipes.items() if name.startswith("winget/")]

    assert "brim.exe" == manifest["bin"]
    assert ["brim-tray.exe", "Brim"] == manifest["shortcuts"][0][:2]
    assert "$version" in manifest["autoupdate"]["architecture"]["64bit"]["url"]
    assert 3 == len(winget)
    assert 1 == len({tuple(re.findall(r"^Package(?:Identifier|Version): .*$", text, re.MULTILINE)) for text in winget})
    assert "RelativeFilePath: brim\\brim-tray.exe" in recipe(recipes, "installer.yaml")


def test_a_flatpak_looks_for_logins_where_the_user_has_them(recipes: Mapping[str, str]) -> None:
    """Brim's own files stay in the folders of the application, and it may only read each folder with a login."""
    skip_without("printenv")
    manifest = recipe(recipes, "brim.yml")
    script = "\n".join(re.findall(r"^          - (.*)$", manifest.split("commands:\n")[-1], re.MULTILINE))
    inside = {"HOME": "/home/me", "XDG_CONFIG_HOME": "/app-config", "XDG_DATA_HOME": "/app-data"}
    names = ("BRIM_CONFIG_DIR", "BRIM_STATE_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    shown = []
    for host in ({}, {"HOST_XDG_CONFIG_HOME": "/mine", "HOST_XDG_DATA_HOME": "/data"}):
        start = ["sh", "-c", script.replace('exec /app/lib/brim/brim "$@"', f"printenv {' '.join(names)}")]
        run = subprocess.run(start, env=os.environ | inside | host, capture_output=True, text=True, check=True)
        shown.append(run.stdout.split())

    assert ["/app-config/brim", "/app-data/brim", "/home/me/.config", "/home/me/.local/share"] == shown[0]
    assert ["/app-config/brim", "/app-data/brim", "/mine", "/data"] == shown[1]
    granted = re.findall(r"--filesystem=(.*)", manifest)
    logins = {"~/.claude", "~/.claude.json", "~/.codex", "~/.copilot", "xdg-data/opencode"}
    logins |= {f"xdg-config/{name}" for name in ("gh", "github-copilot", "Cursor", "cursor")}
    assert {f"{folder}:ro" for folder in logins} == {*granted}


def test_what_was_not_built_has_no_recipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the folder for Windows its two recipes are left out, which is said, and the others are written."""
    write_release(tmp_path)
    windows = tmp_path / WINDOWS.format(version=__version__)
    windows.unlink()

    assert 1 == write_recipes(tmp_path)
    assert windows.name in capsys.readouterr().err
    assert {"aur", "homebrew", "nix", "flatpak"} == {path.name for path in (tmp_path / "recipes").iterdir()}


@pytest.mark.parametrize(
    ("program", "arguments", "end"),
    [
        ("bash", ("-n",), "PKGBUILD"),
        ("shellcheck", ("--shell=bash", "--exclude=SC2034,SC2154"), "PKGBUILD"),
        ("ruby", ("-c",), "brim.rb"),
        ("nix-instantiate", ("--parse",), "flake.nix"),
        ("flatpak-builder", ("--show-manifest",), "brim.yml"),
    ],
)
def test_programs_can_read_them(
    recipes: Mapping[str, str], tmp_path: Path, program: str, arguments: tuple[str, ...], end: str
) -> None:
    """What reads a recipe on its own system finds no mistake in it."""
    skip_without(program)
    path = tmp_path / end
    path.write_text(recipe(recipes, end))
    command = [str(shutil.which(program)), *arguments, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)

    assert 0 == done.returncode, done.stdout + done.stderr


def test_the_aur_reads_what_the_package_says(recipes: Mapping[str, str], tmp_path: Path) -> None:
    """`.SRCINFO`, by which the AUR shows a package, is what makepkg makes of the PKGBUILD, to the letter."""
    skip_without("makepkg")
    (tmp_path / "PKGBUILD").write_text(recipe(recipes, "PKGBUILD"))
    print_it = ["makepkg", "--printsrcinfo"]
    if sys.platform != "win32" and os.geteuid() == 0:
        print_it = ["unshare", "--user", *print_it]  # makepkg refuses root
    done = subprocess.run(print_it, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)

    assert (done.stdout.strip(), 0) == (recipe(recipes, ".SRCINFO").strip(), done.returncode), done.stderr
