"""What is built without a network installs completions and manual where shells and man look for them."""

from __future__ import annotations

import email
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim import __version__
from sharedfiles.contents import ROOT, contents
from sharedfiles.metainfo import homepage
from tests.support import shells

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]["shared-data"]
SHARED = {
    path.relative_to(ROOT).as_posix(): f"{place}{path.as_posix().removeprefix((ROOT / kept).as_posix())}"
    for kept, place in _PLACES.items()
    for path in ((ROOT / kept).rglob("*") if (ROOT / kept).is_dir() else [ROOT / kept])
    if path.is_file()
}
"""Files of the checkout, with where a wheel installs them."""
BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")


def build(source: Path, target: str, out: Path) -> Path:
    """Build a wheel or a source distribution as `pip` does, with what is installed here and without a network."""
    offline = ["unshare", "--net"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*offline, "true"], capture_output=True, check=False, timeout=30).returncode
    ):
        offline = []  # a container that may not do it; hatchling asks for nothing either way
    code = f"from hatchling.build import build_{target}; print(build_{target}({str(out)!r}))"
    run = subprocess.run(
        [*offline, sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=False, timeout=100
    )
    assert run.returncode == 0, run.stderr
    return out / run.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A wheel that was built from a source distribution, and one for an editable installation."""
    folder = tmp_path_factory.mktemp("built")
    source = build(ROOT, "sdist", folder)
    with tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
    return {
        "wheel": build(folder / source.name.removesuffix(".tar.gz"), "wheel", folder),
        "editable": build(ROOT, "editable", tmp_path_factory.mktemp("editable")),
    }


@pytest.mark.parametrize("kind", ["wheel", "editable"])
def test_a_wheel_has_every_file(kind: str, wheels: dict[str, Path]) -> None:
    """A wheel has each file in its place below `share`, also one for an editable installation."""
    with zipfile.ZipFile(wheels[kind]) as wheel:
        for kept, place in SHARED.items():
            assert (ROOT / kept).read_bytes() == wheel.read(f"brim-{__version__}.data/data/{place}")


def test_a_wheel_has_what_the_command_prints(wheels: dict[str, Path]) -> None:
    """The scripts are in the package, too, where `brim completions` reads them; what makes them is not."""
    with zipfile.ZipFile(wheels["wheel"]) as wheel:
        names = wheel.namelist()
        for kept, text in contents().items():
            if kept.startswith("src/"):
                assert text == wheel.read(kept.removeprefix("src/")).decode()
    assert [] == [name for name in names if "sharedfiles" in name]


def test_the_page_of_the_index_shows_pictures_and_links(wheels: dict[str, Path]) -> None:
    """The index knows no file of the project: README there names each by its address, in the version that it is of."""
    with zipfile.ZipFile(wheels["wheel"]) as wheel:
        page = email.message_from_bytes(wheel.read(f"brim-{__version__}.dist-info/METADATA"))
    targets = re.findall(r"\]\((.*?)\)", str(page.get_payload()))
    address = homepage(ROOT)
    ours = [target.removeprefix(f"{address}/") for target in targets if target.startswith(address)]

    assert "text/markdown" == page["Description-Content-Type"]
    assert [] == [target for target in targets if not target.startswith("https://")]
    assert {f"raw/v{__version__}/assets/panels.png", f"blob/v{__version__}/README.md#limits"} <= {*ours}
    for target in ours:
        assert (ROOT / target.split("/", 2)[2].partition("#")[0]).is_file()


def test_no_file_is_forgotten() -> None:
    """Every kept file is installed below `share`, but the script for PowerShell, which has no such place."""
    assert contents().keys() - SHARED.keys() == {"src/brim/cli/completions/brim.ps1"}
    assert {"share/licenses/brim/LICENSE", "share/licenses/brim/uplot-LICENSE"} <= {*SHARED.values()}


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    """A folder as `/usr` is after an installation there."""
    for kept, place in SHARED.items():
        path = tmp_path / "usr" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / kept, path)
    program = tmp_path / "usr/bin/brim"  # fish completes nothing that it cannot find
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return tmp_path / "usr"


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest, prefix: Path, home: Path) -> Iterator[shells.Shell]:
    """A shell that finds programs' completions below the prefix, with no line of its user for Brim."""
    share = shlex.quote(str(prefix / "share"))
    if request.param == "fish":
        yield shells.Fish(f"set --prepend PATH {share}/../bin", home, home, data_dirs=str(prefix / "share"))
    elif request.param == "zsh":
        setup = f"fpath=({share}/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D"
        with shells.zsh(setup, home, home) as running:
            yield running
    elif BASH_COMPLETION.exists():
        with shells.bash(f"export XDG_DATA_DIRS={share}; . {BASH_COMPLETION}", home, home) as running:
            yield running
    else:
        pytest.skip("not installed: bash-completion; see packaging/debian-test-packages.txt")


def test_shells_find_the_installed_scripts(shell: shells.Shell) -> None:
    """Once Brim is installed, a new shell completes it, without a line in the user's own files."""
    assert ["alerts"] == shell.complete("brim al")
    assert ["login", "lost"] == sorted(shell.complete("brim alerts test lo"))
    assert ["model", "month"] == sorted(shell.complete("brim usage --by m"))


@pytest.mark.parametrize("page", [("brim",), ("5", "brim.toml")])
def test_man_finds_the_installed_pages(page: tuple[str, ...], prefix: Path) -> None:
    """`man brim` and `man 5 brim.toml` find their pages beside a program that is found in PATH."""
    shells.skip_without("man")
    environment = {"PATH": f"{prefix / 'bin'}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    shown = subprocess.run(
        ["man", "--pager", "cat", *page], env=environment, capture_output=True, text=True, check=False, timeout=30
    )

    assert (0, "") == (shown.returncode, shown.stderr)
    assert "NAME" in shown.stdout
