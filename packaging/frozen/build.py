"""`make frozen`: builds the folder for the system that it runs on, proves that it starts, and packs it for a release.

An environment of its own has exactly what uv.lock says and no tool of developers, so that nothing else gets in.
`--portable` takes uv's own Python, which asks for less of the system than the Python of a new distribution, and fails
where the folder would not start on Debian 12. This module must not know what goes into the folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".cache" / "frozen"
DIST = ROOT / "dist"
LIMIT_MB = 60.0
"""Of the folder on Linux."""
OLDEST_GLIBC = (2, 36)
"""The C library of Debian 12. One that is newer than a system's own keeps a program from starting there."""
_GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)")
_ELF = b"\x7fELF"
_MB = 1e6


def main() -> int:
    """Build, check and pack; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make frozen", allow_abbrev=False)
    parser.add_argument("--portable", action="store_true")
    portable = parser.parse_args().portable
    environment = WORK / "venv"
    _sync(environment, portable=portable)
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    WORK.joinpath("build").mkdir(parents=True, exist_ok=True)
    _run(
        *(str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
        *("--workpath", str(WORK / "build"), "--distpath", str(DIST), str(ROOT / "packaging/frozen/brim.spec")),
    )
    folder = DIST / "brim"
    program = folder / ("brim.exe" if sys.platform == "win32" else "brim")
    _run(str(program), "--check-modules", variables={"PYSTRAY_BACKEND": "dummy"})
    version = _output(str(program), "--version").split()[-1]
    size = folder_bytes(folder) / _MB
    archive = _packed(folder, f"brim-{version}-{_system()}")
    sys.stdout.write(f"{folder}: {size:.1f} MB; {archive.name}: {archive.stat().st_size / _MB:.1f} MB\n")
    return 0 if sys.platform != "linux" or (_is_portable(folder, demanded=portable) and size <= LIMIT_MB) else 1


def folder_bytes(folder: Path) -> int:
    """The size of all files; links count once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def needed_glibc(folder: Path) -> tuple[tuple[int, int], Path]:
    """The newest version of the C library that a file in the folder asks for, and that file."""
    needs = [((0, 0), folder)]
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        if content.startswith(_ELF):
            needs += [((int(major), int(minor)), path) for major, minor in _GLIBC.findall(content)]
    return max(needs)


def _is_portable(folder: Path, *, demanded: bool) -> bool:
    """Say which C library is needed; False where a release would not start on the oldest system that it is for."""
    version, path = needed_glibc(folder)
    needed, oldest = (".".join(map(str, one)) for one in (version, OLDEST_GLIBC))
    sys.stdout.write(f"It starts where glibc is {needed} or later.\n")
    if demanded and version > OLDEST_GLIBC:
        sys.stderr.write(f"brim: {path.name} needs glibc {needed}, and Debian 12 has {oldest}.\n")
    return not demanded or version <= OLDEST_GLIBC


def _sync(environment: Path, *, portable: bool) -> None:
    known = ROOT / ".tools" / "uv-path"
    uv = known.read_text("utf-8").strip() if known.exists() else "uv"
    sync = (uv, "sync", "--quiet", "--locked", "--no-default-groups", "--group", "frozen", "--no-editable")
    variables = {"UV_PROJECT_ENVIRONMENT": str(environment)}
    own = ("--managed-python", "--python", ".".join(map(str, sys.version_info[:2])))
    python = own if portable else ("--python", sys.executable)
    _run(*sync, "--reinstall-package", "brim", *python, variables=variables)


def _packed(folder: Path, name: str) -> Path:
    """The folder as one file: on macOS the application, by the system's own program, which keeps its signature."""
    if sys.platform == "darwin":
        archive = DIST / f"{name}.zip"
        _run("ditto", "-c", "-k", "--keepParent", str(DIST / "Brim.app"), str(archive))
        return archive
    elif sys.platform == "win32":  # noqa: RET505 - mypy knows platforms by branches
        return Path(shutil.make_archive(str(DIST / name), "zip", folder.parent, folder.name))
    else:
        archive = DIST / f"{name}.tar.gz"
        with tarfile.open(archive, "w:gz") as packed:
            packed.add(folder, folder.name, filter=_nobodys)
        return archive


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The same file without the account and group that built it."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def _system() -> str:
    """Such as linux-x86_64; one word for one processor, on all systems."""
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine().lower())
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    return f"{system}-{machine}"


def _run(*command: str, variables: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=ROOT, env=os.environ | (variables or {}), check=True)


def _output(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
