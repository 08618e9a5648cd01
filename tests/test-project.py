"""What a stranger needs is there, and says the same in every place."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib

import pytest

from brim import __version__
from tests import manual
from tests.rules.form import MACHINE
from tests.rules.syntax import ROOT

TOP_LEVEL = {
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "pyproject.toml", "uv.lock"),
    *("assets", "packaging", "src", "tests"),
}


def read(name: str) -> str:
    """Read a file of the checkout."""
    return (ROOT / name).read_text("utf-8")


def tracked() -> list[str]:
    """Ask git which files belong to the project."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    git = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    return subprocess.run(git, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split("\0")[:-1]


def targets() -> set[str]:
    """Read the names of the Makefile's targets."""
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


def test_top_level_holds_the_known_and_nothing_else() -> None:
    """Whoever opens the project sees the usual files, each where it is expected."""
    present = {path.split("/")[0] for path in tracked()}

    assert TOP_LEVEL == {name for name in present if not name.startswith(".")}
    assert {".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore"} == {
        name for name in present if name.startswith(".")
    }


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_make_command_in_the_pages_exists(page: str) -> None:
    """A command that a page names can be run."""
    commands = set(re.findall(r"(?:^|`)\s*make ([a-z-]+)", read(page), re.MULTILINE))

    assert set() == commands - targets()


def test_readme_names_the_two_commands() -> None:
    """README says how to run Brim and how to test it, also where there is no make."""
    readme = read("README.md")

    assert [] == [command for command in ("make run", "make test", "uv run brim") if command not in readme]


def test_readme_lists_the_settings_as_they_are() -> None:
    """The table of settings is the one that the settings model makes; `make settings` renews it."""
    assert manual.renewed(read("README.md")) == read("README.md")


def test_changelog_begins_with_this_version() -> None:
    """The newest entry of the changelog is the version that the package says."""
    entries = re.findall(r"^## \[?([0-9][^\s\]]*)", read("CHANGELOG.md"), re.MULTILINE)

    assert __version__ == entries[0]


def test_map_names_every_room() -> None:
    """CONTRIBUTING's map of rooms has a line for each module of the product, and for none that is gone."""
    drawing = next(block for block in read("CONTRIBUTING.md").split("```") if "src/brim/\n" in block)
    drawn = set(re.findall(r"^ +([a-z_]+)/? {2,}\S", drawing, re.MULTILINE))
    there = {path.stem for path in (ROOT / "src").rglob("*.py")} | {
        path.parent.name for path in (ROOT / "src").rglob("__init__.py")
    }

    assert there - {"__init__", "brim"} == drawn - {"__init__", "brim"}


def test_packages_for_the_desktop_tests_stand_in_one_list() -> None:
    """The list is sorted, and the scripts and pages point to it instead of repeating it."""
    name = "packaging/debian-test-packages.txt"
    packages = read(name).split()

    assert sorted(packages) == packages
    assert [] == [place for place in (".ci/run", "CONTRIBUTING.md") if name not in read(place)]


def test_lock_records_the_public_index_only() -> None:
    """uv.lock names one index and the host of its files, by plain https, with no name of a user in it and no folder."""
    schemes, hosts = zip(*re.findall(r"\"(\w+)://([^/\"]*)", read("uv.lock")), strict=True)

    assert {"https"} == set(schemes)
    assert len(set(hosts)) == 2
    assert not any("@" in host or ":" in host for host in hosts)


def test_no_file_names_a_path_or_an_index_of_one_machine() -> None:
    """Nothing that belongs to one developer's machine is in the project."""
    found = []
    for name in tracked():
        if name == "uv.lock" or not (ROOT / name).is_file() or b"\0" in (ROOT / name).read_bytes():
            continue
        found += [f"{name}: {line}" for line in read(name).splitlines() if MACHINE.search(line)]

    assert [] == found


def test_scripts_can_be_run() -> None:
    """What is started by its own name may be executed."""
    if os.name == "nt":
        pytest.skip("Windows has no such mark")

    assert [] == [name for name in (".ci/run", "packaging/setup.sh") if not os.access(ROOT / name, os.X_OK)]


def test_uv_and_the_setup_script_agree_on_the_oldest_uv() -> None:
    """The script reads the version from the one line that it expects."""
    needed = tomllib.loads(read("pyproject.toml"))["tool"]["uv"]["required-version"]

    assert re.search(r'^required-version = ">=([0-9.]+)"', read("pyproject.toml"), re.MULTILINE)
    assert re.fullmatch(r">=[0-9.]+", needed)
