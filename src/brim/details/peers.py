"""Whether the other end of a loopback connection is a program of the same user, where the system tells.

Linux lists the owner of each socket in /proc/net/tcp (proc(5)); on other systems it is not known. This module must not
know HTTP.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOCAL, _REMOTE, _OWNER = 1, 2, 7


def is_other_user(client_port: int, server_port: int) -> bool:
    """Whether another user's program has the socket; False where that is not known."""
    if sys.platform.startswith("linux"):
        for table in _TABLES:
            try:
                lines = table.read_text("ascii").splitlines()[1:]
            except (OSError, ValueError):
                continue
            for line in lines:
                fields = line.split()
                ports = (_port(fields[_LOCAL]), _port(fields[_REMOTE])) if len(fields) > _OWNER else None
                if ports == (client_port, server_port):
                    return fields[_OWNER] not in {str(os.getuid()), "0"}
    return False


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)
