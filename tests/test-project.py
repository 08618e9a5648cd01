"""The files that a newcomer needs exist, and agree with each other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib

import pytest

from brim import __version__
from tests import manual
from tests.rules.style import MACHINE
from tests.rules.syntax import ROOT

TOP_FOLDERS = ("assets", "packaging", "src", "tests")
PACKAGES = ("backend", "tray", "cli", "words", "model")
"""Folders of `src/brim`."""
TOP_LEVEL = {
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "pyproject.toml", "uv.lock"),
    *TOP_FOLDERS,
}


def read(name: str) -> str:
    """The text of a file of the checkout."""
    return (ROOT / name).read_text("utf-8")


def tracked() -> list[str]:
    """The files that git lists as part of the project."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    git = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    return subprocess.run(git, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split("\0")[:-1]


def targets() -> set[str]:
    """The names of the Makefile's targets."""
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


def test_top_level_has_only_the_usual_files() -> None:
    """The top level of the checkout has the usual files, and no others."""
    present = {path.split("/")[0] for path in tracked()}

    assert TOP_LEVEL == {name for name in present if not name.startswith(".")}
    assert {".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore"} == {
        name for name in present if name.startswith(".")
    }


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_make_commands_in_the_pages_exist(page: str) -> None:
    """Every make command that a page names is a target of the Makefile."""
    commands = set(re.findall(r"(?:^|`)\s*make ([a-z-]+)", read(page), re.MULTILINE))

    assert set() == commands - targets()


def test_readme_names_run_and_test() -> None:
    """README names the commands that run and test Brim, also one for a machine without make."""
    readme = read("README.md")

    assert [] == [command for command in ("make run", "make test", "uv run brim") if command not in readme]


def test_readme_table_matches_the_settings() -> None:
    """The table of settings in README is the one made from the settings model; `make settings` updates it."""
    assert manual.with_table(read("README.md")) == read("README.md")


def test_changelog_begins_with_the_current_version() -> None:
    """The newest entry of the changelog is the version of the package."""
    entries = re.findall(r"^## \[?([0-9][^\s\]]*)", read("CHANGELOG.md"), re.MULTILINE)

    assert __version__ == entries[0]


def test_contributing_is_short() -> None:
    """CONTRIBUTING has at most 150 lines, so that it is read to the end."""
    assert len(read("CONTRIBUTING.md").splitlines()) <= 150


def test_paths_in_contributing_exist() -> None:
    """Every path in backticks exists; a path that begins with a folder of the package is relative to `src/brim`."""
    paths = re.findall(rf"`((?:{'|'.join((*TOP_FOLDERS, *PACKAGES))})/[^`\s]*)`", read("CONTRIBUTING.md"))

    assert paths
    assert [] == [path for path in paths if not _exists(path)]


def _exists(path: str) -> bool:
    """Whether a path of the checkout or of the package exists; `<name>` and `*` stand for any part of a name."""
    folder = ROOT / "src" / "brim" if path.partition("/")[0] in PACKAGES else ROOT
    pattern = re.sub(r"<\w+>", "*", path.partition("::")[0]).rstrip("/")
    return any(folder.glob(pattern))


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("packaging/debian-test-packages.txt", (".ci/run", "CONTRIBUTING.md")),
        ("packaging/debian-host-packages.txt", ("tests/hosts/conftest.py", "CONTRIBUTING.md")),
    ],
)
def test_packages_for_the_desktop_tests_are_in_one_list(name: str, pages: tuple[str, ...]) -> None:
    """Each list is sorted, and the scripts and pages name it instead of repeating it."""
    packages = read(name).split()

    assert sorted(packages) == packages
    assert [] == [page for page in pages if name not in read(page)]


def test_lock_file_names_the_public_index_only() -> None:
    """uv.lock names one index and the host of its files, both by https, without a user name or a port."""
    schemes, hosts = zip(*re.findall(r"\"(\w+)://([^/\"]*)", read("uv.lock")), strict=True)

    assert {"https"} == set(schemes)
    assert len(set(hosts)) == 2
    assert not any("@" in host or ":" in host for host in hosts)


def test_no_file_names_a_path_of_one_machine() -> None:
    """No file of the project names a path or a package index of a developer's machine."""
    lines = []
    for name in tracked():
        if name == "uv.lock" or not (ROOT / name).is_file() or b"\0" in (ROOT / name).read_bytes():
            continue
        lines += [f"{name}: {line}" for line in read(name).splitlines() if MACHINE.search(line)]

    assert [] == lines


def test_scripts_are_executable() -> None:
    """Scripts that are started by their own name have the executable bit."""
    if os.name == "nt":
        pytest.skip("Windows has no executable bit")

    assert [] == [name for name in (".ci/run", "packaging/setup.sh") if not os.access(ROOT / name, os.X_OK)]


def test_uv_and_the_setup_script_agree_on_the_oldest_uv() -> None:
    """The version is in a line of the form that the setup script reads."""
    needed = tomllib.loads(read("pyproject.toml"))["tool"]["uv"]["required-version"]

    assert re.search(r'^required-version = ">=([0-9.]+)"', read("pyproject.toml"), re.MULTILINE)
    assert re.fullmatch(r">=[0-9.]+", needed)
