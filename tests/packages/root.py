"""A fresh installation of Debian in a folder, without build tools, in which packages are installed and run as root.

A release is brought once, into `.cache/roots`; each test gets a copy. Every command has mounts of its own, which end
with it. This module must not know Brim.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

_CACHE = Path(".cache/roots")
_MIRROR = "http://deb.debian.org/debian"
_SCRIPTS = Path("/usr/share/debootstrap/scripts")
_NEWEST = "sid"
"""The script of debootstrap that suits releases which it does not know yet."""
_SHARED = ("/tmp/.X11-unix",)
"""Where X servers are found."""
_ENTER = """
root=$1 user=$2; shift 2
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
while [ "$1" != -- ]; do
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    shift
done
shift
exec chroot --userspec="$user:$user" "$root" "$@"
"""
USER = 1000
"""A user of the fresh system; its home is /home/user."""


class Root:
    """Owner of the folder of one installation."""

    def __init__(self, release: str) -> None:
        """Prepare a copy of a release, such as trixie."""
        self.release = release
        self.folder = Path()

    def __enter__(self) -> Self:
        """Copy it; skips the test where it cannot be had."""
        base = _base(self.release)
        self.folder = Path(tempfile.mkdtemp(prefix=f"{self.release}-", dir=_CACHE.resolve()))
        self.folder.chmod(0o755)
        subprocess.run(["cp", "--archive", "--reflink=auto", f"{base}/.", str(self.folder)], check=True)
        shutil.copyfile("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        (self.folder / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")  # no service is started here
        (self.folder / "usr/sbin/policy-rc.d").chmod(0o755)
        (self.folder / "etc/apt/apt.conf.d/90mirror").write_text('Acquire::Check-Valid-Until "false";\n')
        self.run("useradd", "--create-home", "--uid", str(USER), "user")
        return self

    def __exit__(self, *_error: object) -> None:
        """Remove it; no mount is left in it."""
        shutil.rmtree(self.folder)

    def command(self, *command: str, shared: tuple[Path, ...] = (), user: int = 0) -> list[str]:
        """The command line that runs a command in it, which sees these folders of the machine, too."""
        places = [*(path for path in _SHARED if Path(path).is_dir()), *map(str, shared)]
        enter = ["unshare", "--mount", "sh", "-euc", _ENTER, "enter", str(self.folder), str(user)]
        return [*enter, *places, "--", *command]

    def run(self, *command: str, user: int = 0, check: bool = True, **environment: str) -> str:
        """Run a command in it and return both outputs; fails with these where the command does."""
        done = subprocess.run(
            self.command(*command, user=user),
            env=self.environment(environment, user=user),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=600,
        )
        assert not check or done.returncode == 0, f"{command}: {done.stdout[-3000:]}"
        return done.stdout

    def environment(self, more: Mapping[str, str], user: int = 0) -> dict[str, str]:
        """The variables of a login in it, and some more."""
        return {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/home/user" if user else "/root",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "DEBIAN_FRONTEND": "noninteractive",
            **more,
        }

    def files(self) -> set[str]:
        """Every path in it, without what apt and the users keep."""
        left_out = ("home", "root", "tmp", "var/cache", "var/log", "var/lib/apt", "proc", "dev")
        return {
            path.as_posix()
            for folder, folders, names in os.walk(self.folder)
            for name in (*folders, *names)
            if not (path := Path(folder, name).relative_to(self.folder)).as_posix().startswith(left_out)
        }


def _base(release: str) -> Path:
    """The release as debootstrap brings it, once for all tests."""
    if not os.access("/usr", os.W_OK):
        pytest.skip("only root can make a fresh system")
    if missing := [program for program in ("debootstrap", "unshare", "dpkg-deb") if shutil.which(program) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}; see packaging/debian-root-packages.txt")
    base = (_CACHE / release).resolve()
    if " " in str(base):
        pytest.skip("debootstrap makes no system below a folder with a space in its name")
    if not base.exists():
        part = base.with_name(f"{release}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.parent.mkdir(parents=True, exist_ok=True)
        script = _SCRIPTS / (release if (_SCRIPTS / release).exists() else _NEWEST)
        command = ["debootstrap", "--variant=minbase", release, str(part), _MIRROR, str(script)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"debootstrap cannot bring {release}: {done.stdout[-300:]}")
        part.rename(base)
    return base
