"""Lays out the files of the package in a folder as they are installed. What they are is in `debpackage`.

This module must not know what dpkg is told about them.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from debpackage.control import BUNDLED, PYTHONS
from debpackage.documents import Part, changelog, licence_of, licences

if TYPE_CHECKING:
    from datetime import datetime

FILES = Path(__file__).parent / "files"
_PROGRAM = Path("usr", "lib", "brim")
_MODULES = _PROGRAM / "lib" / "python3" / "site-packages"
_DOCUMENTS = Path("usr", "share", "doc", "brim")
_INTERPRETER = "../../../bin/python3"
"""The system's, from the folder of the program."""
_DISTRIBUTION = "/usr/lib/python3/dist-packages"
"""Where Debian and Ubuntu put Python's libraries."""
_SHARED = {"zsh/site-functions": "zsh/vendor-completions"}
"""Folders of `share` that have another name in Debian."""
_COMPRESSED = ("man",)
_LEFT_OUT_SUFFIXES = frozenset({".so", ".pxd", ".pyc"})
"""What was compiled for one Python and one processor, and what it was compiled from."""
_LEFT_OUT_NAMES = frozenset({"RECORD", "REQUESTED", "INSTALLER", "WHEEL", "entry_points.txt", "direct_url.json"})
_LEFT_OUT = frozenset({"httpx/_main.py"})
_INSTALLER = "debian"
"""What Debian's own packages have as the program that installed them; pip then leaves them alone."""
_START = f"""#!/{_PROGRAM.as_posix()}/bin/python3 -I
import sys

from brim.__main__ import main

sys.exit(main())
"""
_LICENCES = {"dbus-fast": "Expat", "httpx": "BSD-3-clause", "inotify-simple": "BSD-2-clause", "pystray": "LGPL-3+"}
_CHANGED = {"dbus-fast": "without its compiled modules", "httpx": "without its command line"}
_FILE_MODE, _RUN_MODE = 0o644, 0o755


def lay_out(root: Path, folder: Path, homepage: str, version: str, date: datetime) -> None:
    """Put all files below a folder: of the checkout at `root`, and of the parts that are installed beside it."""
    modules = folder / _MODULES
    modules.mkdir(parents=True)
    _add_brim(root, modules)
    for name in BUNDLED:
        _add_bundled(name, modules)
    _add_environment(folder)
    _add_shared(root, folder / "usr" / "share")
    _add_documents(root, folder, homepage, version, date)
    update = folder / "usr" / "share" / "python3" / "runtime.d" / "brim.rtupdate"
    _write(update, (FILES / update.name).read_bytes(), _RUN_MODE)
    _write(folder / "usr" / "share" / "lintian" / "overrides" / "brim", (FILES / "lintian-overrides").read_bytes())


def _add_brim(root: Path, modules: Path) -> None:
    """The modules as the wheel has them."""
    wheels = modules.parent / "wheels"
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)]
    subprocess.run(build, cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    [wheel] = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        for name in content.namelist():
            path = Path(name)
            if (
                not path.parts[0].endswith(".data")
                and path.name not in _LEFT_OUT_NAMES
                and "licenses" not in path.parts
            ):
                _write(modules / path, content.read(name))
        [described] = {Path(name).parts[0] for name in content.namelist() if ".dist-info/" in name}
    _write(modules / described / "INSTALLER", f"{_INSTALLER}\n".encode())
    shutil.rmtree(wheels)


def _add_bundled(name: str, modules: Path) -> None:
    """A package that `make` has installed for this checkout, as uv.lock has it."""
    package = distribution(name)
    for file in package.files or ():
        inside = not file.is_absolute() and ".." not in file.parts
        described = file.parts[0].endswith(".dist-info")
        left_out = file.suffix in _LEFT_OUT_SUFFIXES or file.as_posix() in _LEFT_OUT
        if inside and not left_out and not (described and file.name != "METADATA"):
            _write(modules / file, Path(str(package.locate_file(file))).read_bytes())
        if described and file.name == "METADATA":
            _write((modules / file).with_name("INSTALLER"), f"{_INSTALLER}\n".encode())


def _add_environment(folder: Path) -> None:
    """The environment of the system's Python, whichever of the versions that is, and the command."""
    program = folder / _PROGRAM
    _write(program / "pyvenv.cfg", b"home = /usr/bin\ninclude-system-site-packages = false\n")
    _write(folder / _MODULES / "distribution.pth", f"{_DISTRIBUTION}\n".encode())
    _write(program / "bin" / "brim", _START.encode(), _RUN_MODE)
    (program / "bin" / "python3").symlink_to(_INTERPRETER)
    for version in PYTHONS:
        (program / "lib" / f"python{version}").symlink_to("python3")
    command = folder / "usr" / "bin" / "brim"
    command.parent.mkdir(parents=True)
    command.symlink_to("../lib/brim/bin/brim")


def _add_shared(root: Path, share: Path) -> None:
    """Launcher, icons, manual and completions."""
    source = root / "src" / "brim" / "share"
    for path in sorted(source.rglob("*")):
        if path.is_file():
            below = path.relative_to(source)
            named = Path(_SHARED.get(below.parent.as_posix(), below.parent.as_posix())) / below.name
            if below.parts[0] in _COMPRESSED:
                _write_compressed(share / named, path.read_bytes())
            else:
                _write(share / named, path.read_bytes())


def _add_documents(root: Path, folder: Path, homepage: str, version: str, date: datetime) -> None:
    """What users find in /usr/share/doc/brim."""
    documents, modules = folder / _DOCUMENTS, _MODULES.as_posix()
    page = root / "src" / "brim" / "details" / "page" / "uplot-LICENSE"
    parts = [
        Part("*", "Expat", (root / "LICENSE").read_text("utf-8")),
        Part(f"{modules}/brim/details/page/uplot*", "Expat", page.read_text("utf-8")),
    ]
    parts += (
        Part(f"{modules}/{name.replace('-', '_')}*", _LICENCES[name], licence_of(name), _CHANGED.get(name, ""))
        for name in BUNDLED
    )
    _write(documents / "copyright", licences(homepage, parts).encode())
    _write_compressed(documents / "changelog", (root / "CHANGELOG.md").read_bytes())
    _write_compressed(documents / "changelog.Debian", changelog(homepage, version, date).encode())


def _write(path: Path, content: bytes, mode: int = _FILE_MODE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def _write_compressed(path: Path, content: bytes) -> None:
    """As Debian has manual and logs; without a time, so that the same content is the same file."""
    _write(path.with_name(f"{path.name}.gz"), gzip.compress(content, 9, mtime=0))
