"""How much Brim weighs when it is installed: its wheel and every package that it brings, without compiled files."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tests.rules.syntax import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_MB = 44.0
"""Pillow is half of it. What Python compiles afterwards is another third."""
_MB = 1e6


def brought_by(name: str) -> set[str]:
    """The names of all packages that an installation of this one brings on this system, itself included."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop().lower().replace("_", "-")
        if current not in found:
            found.add(current)
            waiting += _required_by(current)
    return found


def _required_by(name: str) -> Iterator[str]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name


def installed_bytes(name: str) -> int:
    """The size of all files of an installed package, without what Python has compiled."""
    package = distribution(name)
    files = [Path(str(package.locate_file(file))) for file in package.files or () if file.suffix != ".pyc"]
    return sum(file.stat().st_size for file in files if file.is_file())


def wheel_bytes(folder: Path) -> int:
    """The size of all files in the wheel of this checkout."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        return sum(file.file_size for file in content.infolist())


def test_an_installation_is_small(tmp_path: Path) -> None:
    """Brim's wheel and all that comes with it stay below the limit; the biggest parts are named where they do not."""
    sizes = {name: installed_bytes(name) / _MB for name in brought_by("brim") - {"brim"}}
    sizes["brim"] = wheel_bytes(tmp_path) / _MB
    biggest = sorted(sizes, key=lambda name: -sizes[name])[:8]
    parts = ", ".join(f"{name} {sizes[name]:.1f}" for name in biggest)

    assert len(sizes) > 20
    assert all(sizes.values()), sizes
    assert sum(sizes.values()) <= LIMIT_MB, f"{sum(sizes.values()):.1f} MB: {parts}"


def test_no_package_is_brought_for_nothing() -> None:
    """Every package that Brim requires is imported by Brim."""
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src/brim").rglob("*.py"))
    modules = {name: _module(name) for name in map(str.lower, _required_by("brim"))}

    assert [] == [
        name
        for name, module in modules.items()
        if f"import {module}" not in sources and f"from {module}" not in sources
    ]


def _module(name: str) -> str:
    """What a package is imported as."""
    return {"pillow": "PIL", "python-xlib": "Xlib"}.get(name, name.replace("-", "_"))
