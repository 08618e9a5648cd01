"""What a program does to files, whom it connects to and what it starts, traced at its system calls.

This module must not know which of these matter.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

_OPEN_CALLS = "open,openat,openat2,creat"
_CHANGE_CALLS = (
    "rename,renameat,renameat2,mkdir,mkdirat,rmdir,unlink,unlinkat,link,linkat,symlink,symlinkat,mknod,mknodat,"
    "truncate,chmod,fchmodat,chown,fchownat,lchown,utime,utimes,utimensat,futimesat,setxattr,removexattr"
)
_CALL = re.compile(r"(\w+)\((.*)")
_PATH = re.compile(r'(?:<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"')
"""A path, with the folder that it is relative to, if the call names one."""
_CREATE_FLAGS = ("O_CREAT", "O_TRUNC")
_ADDRESS = re.compile(r'sa_family=AF_INET6?, .*?"([0-9a-f.:]+)"')


@dataclass(frozen=True, slots=True)
class FileAccess:
    """One path in one system call."""

    path: str
    changes: bool
    """Whether the call can change the file: every call that is not an open for reading."""


class Trace:
    """A command that is run under `strace`, and the files that it accessed."""

    def __init__(self, file: Path) -> None:
        """Write the trace to a file; skips the test where strace is not installed."""
        if shutil.which("strace") is None:
            pytest.skip("not installed: strace; see packaging/debian-test-packages.txt")
        self._file = file
        self.before = (
            "strace",
            "-f",
            "-qq",
            "-y",
            "-v",
            "-s",
            "4096",
            "-e",
            f"trace={_OPEN_CALLS},{_CHANGE_CALLS},connect,execve",
            "-o",
            str(file),
        )
        """What to put before the command."""

    def accesses(self) -> list[FileAccess]:
        """Every path that was opened or changed, by the command and its child processes."""
        accesses = []
        for line in self._lines():
            if (call := _CALL.search(line)) is None or call[1] in {"connect", "execve"}:
                continue
            reads = call[1] in _OPEN_CALLS.split(",") and "O_RDONLY" in call[2]
            changes = not reads or any(flag in call[2] for flag in _CREATE_FLAGS)
            accesses += [FileAccess(str(Path(start, path)), changes) for start, path in _PATH.findall(call[2])]
        return accesses

    def changed(self) -> set[str]:
        """Paths that were opened for writing or changed, except devices and the kernel's own files."""
        not_files = ("/dev/", "/proc/", "/sys/")
        return {access.path for access in self.accesses() if access.changes and not access.path.startswith(not_files)}

    def addresses(self) -> set[str]:
        """The addresses in other sockets than those of this machine's files to which it connected."""
        return {found[1] for line in self._lines() if "connect(" in line and (found := _ADDRESS.search(line))}

    def started(self) -> list[str]:
        """The arguments and the environment of each program that it started, the first being itself."""
        return [line for line in self._lines() if "execve(" in line]

    def _lines(self) -> list[str]:
        return self._file.read_text(errors="surrogateescape").splitlines()
