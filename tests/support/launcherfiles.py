"""What `brim launcher` puts into a user's folders, and another copy of Brim."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from brim.packagefiles import SHARE
from tests.support.sandbox import start_brim

OURS = {path.relative_to(SHARE) for path in Path(SHARE).rglob("*") if path.is_file() and path.parent.name != "metainfo"}
"""The files that are put below the user's `share`."""


@pytest.fixture
def data(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own `share`, which does not exist yet."""
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "none"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "own" / "share"))
    return home / "own" / "share"


def launcher(*arguments: str) -> tuple[int, str, str]:
    """Exit code and both outputs."""
    with start_brim("launcher", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


def files(folder: Path) -> set[Path]:
    """Every file below a folder."""
    return {path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()}


def record(home: Path) -> Path:
    """Where it is written down what was put."""
    return home / ".local/state/brim/launcher.json"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The Python of another copy of Brim."""
    return make_copy(tmp_path / "other copy")


def make_copy(folder: Path) -> Path:
    """An environment with another copy of Brim; returns its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    paths = [entry for entry in sys.path if entry.endswith(("site-packages", "src"))]
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "brim.pth").write_text("\n".join(paths))
    return folder / "bin" / "python"
