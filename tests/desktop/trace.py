"""What a program does to files, as the kernel sees it. This module must not know which files matter."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

_OPENS = "open,openat,openat2,creat"
_CHANGES = (
    "rename,renameat,renameat2,mkdir,mkdirat,rmdir,unlink,unlinkat,link,linkat,symlink,symlinkat,mknod,mknodat,"
    "truncate,chmod,fchmodat,chown,fchownat,lchown,utime,utimes,utimensat,futimesat,setxattr,removexattr"
)
_CALL = re.compile(r"(\w+)\((.*)")
_PATH = re.compile(r'(?:<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"')
"""A path, with the folder that it starts from, if the call names one."""
_CREATES = ("O_CREAT", "O_TRUNC")


@dataclass(frozen=True, slots=True)
class Touch:
    """One path in one call."""

    path: str
    changes: bool
    """The call can change what stands there: every one that is not an open for reading."""


class Trace:
    """A command that is run under `strace`, and what it did."""

    def __init__(self, file: Path) -> None:
        """Keep the trace in a file; skips the test where there is no strace."""
        if shutil.which("strace") is None:
            pytest.skip("not installed: strace; see packaging/debian-test-packages.txt")
        self._file = file
        self.before = ("strace", "-f", "-qq", "-y", "-s", "4096", "-e", f"trace={_OPENS},{_CHANGES}", "-o", str(file))
        """Stands before the command."""

    def touches(self) -> list[Touch]:
        """Every path that was opened or changed, by the command and all that it started."""
        found = []
        for line in self._file.read_text(errors="surrogateescape").splitlines():
            if (call := _CALL.search(line)) is None:
                continue
            reads = call[1] in _OPENS.split(",") and "O_RDONLY" in call[2]
            changes = not reads or any(flag in call[2] for flag in _CREATES)
            found += [Touch(str(Path(start, path)), changes) for start, path in _PATH.findall(call[2])]
        return found

    def changed(self) -> set[str]:
        """What was opened for writing or changed, but for devices and the kernel's own files."""
        elsewhere = ("/dev/", "/proc/", "/sys/")
        return {touch.path for touch in self.touches() if touch.changes and not touch.path.startswith(elsewhere)}
