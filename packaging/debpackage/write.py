"""`make deb`: writes `dist/brim_<version>_all.deb`, the same file for the same commit.

`--revision` counts packages of one version, as Debian does; `--directory` is where the file goes; `--time` is that of
all files, in seconds as of SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from brim import __version__
from debpackage.control import control, debian_version
from debpackage.tree import FILES, lay_out
from sharedfiles.contents import ROOT
from sharedfiles.metainfo import homepage

_SCRIPTS = ("preinst", "postinst", "prerm", "postrm")
_KILOBYTE = 1024


def main() -> int:
    """Write the package and print where it is; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make deb", allow_abbrev=False)
    parser.add_argument("--revision", default="1")
    parser.add_argument("--directory", type=Path, default=ROOT / "dist")
    parser.add_argument("--time", type=int, default=_commit_time())
    arguments = parser.parse_args()
    if shutil.which("dpkg-deb") is None:
        sys.stderr.write("brim: dpkg-deb is missing, which packages for Debian need. Install dpkg, then try again.\n")
        return 1
    package = write(arguments.directory, arguments.revision, arguments.time)
    sys.stdout.write(f"{package.relative_to(Path.cwd()) if package.is_relative_to(Path.cwd()) else package}\n")
    return 0


def write(directory: Path, revision: str, seconds: int) -> Path:
    """Build the package into a folder; returns its file."""
    address, version = homepage(ROOT), debian_version(__version__, revision)
    directory.mkdir(parents=True, exist_ok=True)
    target = directory / f"brim_{version}_all.deb"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "brim"
        lay_out(ROOT, folder, address, version, datetime.fromtimestamp(seconds, UTC))
        _describe(folder, address, version)
        _settle(folder, seconds)
        build = ["dpkg-deb", "--root-owner-group", "--build", "-Zxz", str(folder), str(target)]
        command = ["env", f"SOURCE_DATE_EPOCH={seconds}", *build]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    return target


def _commit_time() -> int:
    """The time of the last commit in seconds; outside of git that of the last change that users read of."""
    git = ["git", "log", "-1", "--format=%ct"]
    found = subprocess.run(git, cwd=ROOT, check=False, capture_output=True, text=True) if shutil.which("git") else None  # noqa: S603 - our own command
    if found is not None and found.returncode == 0 and found.stdout.strip():
        return int(found.stdout)
    return int((ROOT / "CHANGELOG.md").stat().st_mtime)


def _describe(folder: Path, address: str, version: str) -> None:
    """Add what dpkg reads: the description, the sums of all files, and the scripts."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(folder)}\n"
        for path in files
    ]
    kilobytes = sum(-(-path.stat().st_size // _KILOBYTE) for path in files)
    described = folder / "DEBIAN"
    described.mkdir()
    (described / "control").write_text(control(ROOT, address, version, kilobytes), "utf-8")
    (described / "md5sums").write_text("".join(sums), "utf-8")
    for name in _SCRIPTS:
        shutil.copyfile(FILES / name, described / name)


def _settle(folder: Path, seconds: int) -> None:
    """Give everything one time and the permissions that do not depend on who builds."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.name in _SCRIPTS or os.access(path, os.X_OK)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (seconds, seconds), follow_symlinks=False)


if __name__ == "__main__":
    sys.exit(main())
