"""`make frozen`: builds the folder for the system that it runs on, proves that it starts, and packs it for a release.

An environment of its own has exactly what uv.lock says and no tool of developers, so that nothing else gets in. This
module must not know what goes into the folder.
"""

from __future__ import annotations

import os
import platform
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
_MB = 1e6


def main() -> int:
    """Build, check and pack; returns the exit code."""
    environment = WORK / "venv"
    _sync(environment)
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
    return 0 if size <= LIMIT_MB or sys.platform != "linux" else 1


def folder_bytes(folder: Path) -> int:
    """The size of all files; links count once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _sync(environment: Path) -> None:
    known = ROOT / ".tools" / "uv-path"
    uv = known.read_text("utf-8").strip() if known.exists() else "uv"
    sync = (uv, "sync", "--quiet", "--locked", "--no-default-groups", "--group", "frozen", "--no-editable")
    variables = {"UV_PROJECT_ENVIRONMENT": str(environment)}
    _run(*sync, "--reinstall-package", "brim", "--python", sys.executable, variables=variables)


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
