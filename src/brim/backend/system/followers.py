"""The programs that follow the shared files: each has a loopback port of its own, and a datagram means a change.

A follower's port stands in `followers/<process id>.json` of the data folder. As for the tray, a datagram carries no
content and is never answered. Standard library only: the status line sends them, too. This module must not know which
files are followed.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager, suppress

from brim.privatefiles import make_folder, open_plain, read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "followers"
_ENDING = ".json"
_LOOPBACK = "127.0.0.1"
_MOST_FILES = 4096
"""Many more than can be: of so many that were killed, the next change forgets all."""
_MAX_BYTES = 4096
_MAX_PORT = 65_535
_LARGEST_DATAGRAM = 65_536
_MOST_DRAINED = 64


@contextmanager
def following(state_dir: str) -> Iterator[socket.socket]:
    """A socket that becomes readable when a shared file changed, for the time of the block; raises OSError."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.settimeout(0)
        listener.bind((_LOOPBACK, 0))
        path = _path(state_dir)
        try:
            with suppress(OSError, ValueError):
                _write_port(path, listener)
            yield listener
        finally:
            with suppress(OSError, ValueError):
                os.unlink(path)


def announce(state_dir: str, listener: socket.socket) -> bool:
    """Write again where this process listens, if that is not written; False then, as changes may have been missed.

    The disk may have been full, or a person has deleted the data folder.
    """
    if os.path.lexists(path := _path(state_dir)):
        return True
    with suppress(OSError, ValueError):
        _write_port(path, listener)
    return False


def _write_port(path: str, listener: socket.socket) -> None:
    """The file appears whole, so that nobody takes it for a broken one; raises OSError."""
    make_folder(os.path.dirname(path))
    content = json.dumps({"schema": 1, "port": listener.getsockname()[1], "pid": os.getpid()}).encode()
    draft = f"{path}.draft"
    try:
        with open(draft, "wb", opener=open_plain) as file:
            file.write(content)
        os.replace(draft, path)
    except OSError:
        with suppress(OSError):
            os.unlink(draft)
        raise


def drain(listener: socket.socket) -> bool:
    """Take what has come; says whether anything had. A flood costs no more than this."""
    taken = False
    with suppress(OSError):
        for _ in range(_MOST_DRAINED):
            listener.recv(_LARGEST_DATAGRAM)
            taken = True
    return taken


def wake_followers(state_dir: str) -> None:
    """Tell each follower that a shared file changed. Never waits and never fails; who has gone is forgotten.

    A person may have chosen a folder that holds other files: only what a follower wrote is ever removed.
    """
    folder = os.path.join(state_dir, FOLDER)
    try:
        names = [name for name in os.listdir(folder) if name.endswith(_ENDING)]
    except (OSError, ValueError):
        return
    for name in names[:_MOST_FILES]:
        path = os.path.join(folder, name)
        port = port_in(path, name.removesuffix(_ENDING))
        if port is None:
            continue
        with suppress(OSError):
            if not port_in_use(port):
                os.unlink(path)
                continue
            send_datagram(port)


def send_datagram(port: int) -> None:
    """Wake the process that listens on a port, a follower or the tray. Never waits; raises OSError."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.settimeout(0)
        sender.sendto(b"", (_LOOPBACK, port))


def port_in_use(port: int) -> bool:
    """Whether a process on this machine listens on a UDP port. Sends no datagram."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((_LOOPBACK, port))
        except OSError:
            return True
    return False


def _path(state_dir: str) -> str:
    return os.path.join(state_dir, FOLDER, f"{os.getpid()}{_ENDING}")


def port_in(path: str, process: str | None = None) -> int | None:
    """The port that a file names, of a follower or of the tray; None when it names none, or that of another process."""
    try:
        content = json.loads(read_plain(path, _MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or process not in {None, str(content.get("pid"))}:
        return None
    port = content.get("port")
    return port if isinstance(port, int) and not isinstance(port, bool) and 0 < port <= _MAX_PORT else None
