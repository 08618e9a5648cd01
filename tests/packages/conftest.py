"""The packages of this checkout, each built once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from frozen.build import DIST
from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def build(directory: Path, revision: str) -> Path:
    """The Debian package of this checkout."""
    command = [sys.executable, "-m", "debpackage.write", "--directory", str(directory), "--revision", revision]
    subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "packaging", "PATH": "/usr/bin:/bin"}, check=True)
    [package] = directory.glob("*.deb")
    return package


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Debian package."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("not installed: dpkg")
    return build(tmp_path_factory.mktemp("package"), "2")


@pytest.fixture(scope="session")
def program() -> Path:
    """The program in the frozen folder, built where it is older than its sources."""
    built = DIST / "brim" / "brim"
    sources = [path for folder in ("src", "packaging/frozen") for path in (ROOT / folder).rglob("*.*")]
    newest = max(path.stat().st_mtime for path in sources if path.suffix != ".pyc")
    if not built.exists() or built.stat().st_mtime < newest:
        subprocess.run([sys.executable, "-m", "frozen.build"], cwd=ROOT / "packaging", check=True)
    return built


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as the index would have it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    [built] = folder.glob("*.whl")
    return built
