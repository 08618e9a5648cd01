"""The package for Debian: what it depends on, what is in it, and that it is the same file each time."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from brim import __version__
from debpackage.control import BUNDLED, control, debian_version, dependencies
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_HOMEPAGE = "https://github.com/someone/brim"


def build(directory: Path, *options: str, umask: int = 0o022) -> Path:
    """Run the command of `make deb`."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("not installed: dpkg-deb, which Debian and Ubuntu have")
    command = [sys.executable, "-m", "debpackage.write", "--directory", str(directory), *options]
    environment = {"PYTHONPATH": "packaging", "PATH": os.environ["PATH"]}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, umask=umask, stdout=subprocess.DEVNULL)
    [package] = directory.glob("*.deb")
    return package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of this checkout."""
    return build(tmp_path_factory.mktemp("package"))


def content(package: Path) -> tarfile.TarFile:
    """The files that are installed."""
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], check=True, capture_output=True).stdout
    return tarfile.open(fileobj=io.BytesIO(data))


def test_every_library_comes_from_the_distribution_or_is_in_the_package() -> None:
    """Each library of pyproject.toml for Linux is a dependency with its oldest version, or in the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [Requirement(text) for text in project["dependencies"]]
    names = {one.name for one in needed if one.marker is None or one.marker.evaluate({"sys_platform": "linux"})}
    found = dependencies(ROOT)

    assert set(BUNDLED) <= names
    assert len(names - set(BUNDLED)) == sum(">= " in text for text in found) - 1
    assert {"python3 (>= 3.12)", "python3 (<< 3.15)", "python3-pil (>= 11.1)", "python3-six"} <= set(found)
    assert not any("pystray" in text or "gi" in text.split("-") for text in found)


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="not installed: dpkg")
def test_versions_are_sorted_as_they_are_released() -> None:
    """A pre-release is older than its release for dpkg, and the second package of a version is newer."""
    versions = ["0.2.0.dev1", "0.2.0a1", "0.2.0b2", "0.2.0rc1", "0.2.0", "0.2.1"]
    packages = [debian_version(version, revision) for version in versions for revision in ("1", "2")]
    pairs = zip(packages[2:], packages[4:], strict=False)

    assert ["0.2.0~rc1-1", "0.2.0-1"] == [packages[6], packages[8]]
    for older, newer in [*pairs, (packages[8], packages[9])]:
        assert 0 == subprocess.run(["dpkg", "--compare-versions", older, "lt", newer], check=False).returncode


def test_the_description_has_a_form_that_dpkg_reads() -> None:
    """No line is wider than a terminal, and the summary is no sentence."""
    text = control(ROOT, _HOMEPAGE, "0.1.0-1", 4000)
    summary = re.search(r"^Description: (.*)$", text, re.MULTILINE)

    assert summary is not None
    assert (summary[1][0].islower(), summary[1][-1]) != (False, ".")
    assert all(len(line) <= 80 for line in text.partition("Description")[2].splitlines())
    assert "Maintainer: The Brim authors <someone@users.noreply.github.com>\n" in text


def test_it_has_what_a_desktop_and_a_terminal_look_for(package: Path) -> None:
    """Launcher, icons, metainfo, manual, completions, licences and logs are where Debian has them; no more is."""
    with content(package) as archive:
        names = {member.name.removeprefix("./") for member in archive}
        rights = {member.mode & 0o7777 for member in archive if not member.issym()}
        owners = {(member.uid, member.gid, member.uname) for member in archive}
    share = {
        "applications/brim.desktop",
        "bash-completion/completions/brim",
        "doc/brim/changelog.Debian.gz",
        "doc/brim/changelog.gz",
        "doc/brim/copyright",
        "fish/vendor_completions.d/brim.fish",
        "icons/hicolor/48x48/apps/brim.png",
        "icons/hicolor/scalable/apps/brim.svg",
        "man/man1/brim.1.gz",
        "man/man5/brim.toml.5.gz",
        "zsh/vendor-completions/_brim",
    }

    assert package.name == f"brim_{debian_version(__version__, '1')}_all.deb"
    assert {f"usr/share/{name}" for name in share} | {"usr/bin/brim"} <= names
    assert any(re.fullmatch(r"usr/share/metainfo/.*\.metainfo\.xml", name) for name in names)
    assert not [name for name in names if name.startswith("etc") or name.endswith((".so", ".pyc", "RECORD"))]
    assert (rights, owners) == ({0o755, 0o644}, {(0, 0, "root")})


def test_it_says_whose_each_part_is(package: Path) -> None:
    """The licences name every library in the package, and pip learns that Debian's tools installed it."""
    with content(package) as archive:
        members = {member.name.removeprefix("./"): member for member in archive}
        files = {
            name: file.read().decode()
            for name, member in members.items()
            if name.endswith(("doc/brim/copyright", "/INSTALLER")) and (file := archive.extractfile(member))
        }
    licences = files.pop("usr/share/doc/brim/copyright")
    form = r"^Files: (?:\S*/)?(\S*?)\*?\nCopyright: \d\S* .+\n(?:Comment: .+\n)?License: (\S+)\n \S"
    named = re.findall(form, licences, re.MULTILINE)

    assert ["", "uplot", *(name.replace("-", "_") for name in BUNDLED)] == [name for name, _ in named]
    assert {"Expat", "BSD-2-clause", "BSD-3-clause", "LGPL-3+"} == {licence for _, licence in named}
    assert (len(BUNDLED) + 1, {"debian\n"}) == (len(files), set(files.values()))


def test_the_same_commit_makes_the_same_file(package: Path, tmp_path: Path) -> None:
    """Neither the time, nor the rights that new files get, nor a second build changes anything; a given time does."""
    again = build(tmp_path / "again", umask=0o077)
    dated = build(tmp_path / "dated", "--time", "1700000000")

    assert package.read_bytes() == again.read_bytes()
    assert package.read_bytes() != dated.read_bytes()
    with content(dated) as archive:
        assert {1700000000} == {int(member.mtime) for member in archive}


def test_lintian_finds_nothing(package: Path) -> None:
    """Debian's own checker has neither errors nor warnings, and every override is used."""
    if shutil.which("lintian") is None:
        pytest.skip("not installed: lintian; see packaging/debian-root-packages.txt")
    command = ["lintian", "--allow-root", "--fail-on", "error,warning", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)

    assert (0, "") == (done.returncode, done.stdout)
