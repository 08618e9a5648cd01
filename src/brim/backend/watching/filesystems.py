r"""Whether a folder is on a file system that other machines can change: the system reports their changes to nobody.

Facts: Linux lists mounts in /proc/self/mountinfo (proc(5)); macOS marks local file systems with MNT_LOCAL in
statfs(2); Windows says DRIVE_REMOTE for a mapped drive, and `\\server\share` is never local. This module must not
know what is in a folder.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.privatefiles import is_there

if TYPE_CHECKING:
    from collections.abc import Iterable

_NETWORK = frozenset(
    {
        *(
            "9p",
            "acfs",
            "afpfs",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "drvfs",
            "fuse",
            "gfs2",
            "glusterfs",
        ),
        *(
            "gpfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
            "orangefs",
            "prl_fs",
            "smb3",
            "smbfs",
            "vboxsf",
            "virtiofs",
        ),
        *("vmhgfs", "webdav"),
    }
)
"""File systems that a server, a host or another machine writes to."""
_LOCAL_FUSE = re.compile(r"fuse\.(bindfs|cryfs|encfs|fuse-overlayfs|gocryptfs|mergerfs|ntfs|ntfs-3g|portal|securefs)\b")
"""File systems in FUSE that only this machine writes to; all others count as network."""
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MOUNTS = Path("/proc/self/mountinfo")
_MNT_LOCAL = 0x1000
_STATFS_BYTES, _STATFS_OFFSET, _STATFS_PART = 4096, 64, struct.Struct("I4x16s")
"""Room for macOS's `struct statfs` with 64-bit inodes, and where its flags and the name of the kind are in it."""
_DRIVE_REMOTE = 4
_WSL = re.compile(r"\\\\(wsl\$|wsl\.localhost)\\", re.IGNORECASE)


def is_network(kind: str) -> bool:
    """Whether a file system of that kind is shared with other machines."""
    return kind in _NETWORK or (kind.startswith("fuse.") and _LOCAL_FUSE.match(kind) is None)


def kind_of(folder: str, mounts: Iterable[str]) -> str:
    """The kind of file system that a folder with no links in its path is on, by the lines of /proc/self/mountinfo.

    Empty when no line is about it. A later mount at the same place hides an earlier one.
    """
    kind, longest = "", -1
    for line in mounts:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:  # noqa: PLR2004 - the mount point is the fifth field
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:
            kind, longest = after.split(" ", 1)[0], len(point)
    return kind


def is_in_wsl(path: str) -> bool:
    """Whether a path of Windows leads into WSL."""
    return _WSL.match(path) is not None


def network_kind(folder: Path) -> str | None:
    """The kind of network file system that a folder, or the nearest one that exists, is on; None when it is local.

    May block while a server does not answer.
    """
    return _network_kind(os.path.realpath(folder))


if sys.platform == "win32":

    def _network_kind(folder: str) -> str | None:
        import ctypes

        drive = os.path.splitdrive(folder)[0]
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
        return "SMB" if remote else None

elif sys.platform == "darwin":

    def _network_kind(folder: str) -> str | None:
        import ctypes

        while not is_there(folder) and folder != os.sep:
            folder = os.path.dirname(folder)
        library, found = ctypes.CDLL(None), ctypes.create_string_buffer(_STATFS_BYTES)
        statfs = getattr(library, "statfs$INODE64", library.statfs)
        if statfs(os.fsencode(folder), found) != 0:
            return None
        flags, kind = _STATFS_PART.unpack_from(found.raw, _STATFS_OFFSET)
        return None if flags & _MNT_LOCAL else str(kind.rstrip(b"\0").decode(errors="replace"))

else:

    def _network_kind(folder: str) -> str | None:
        try:
            with _MOUNTS.open(encoding="utf-8", errors="surrogateescape") as mounts:
                kind = kind_of(folder, mounts)
        except OSError:
            return None
        return kind if is_network(kind) else None
