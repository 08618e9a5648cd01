"""The wake-up datagram: any datagram on the tray's loopback port means that a shared file changed and is to be read.

The port is written to `tray.json` in the data folder, beside the process id. A datagram carries no content and is
never answered. This module must not know which files are read.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim import __version__
from brim.backend.system.files import read_object, write_object
from brim.backend.system.followers import port_in_use, send_datagram
from brim.errors import StateError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

_LOOPBACK = "127.0.0.1"
FILE_NAME = "tray.json"
_REST_SECONDS = 0.25
"""Between two wake-ups: the first of a burst is served at once, the rest of it together."""
_BUFFER_BYTES = 4096
_LARGEST_DATAGRAM = 65_536
_MOST_DRAINED = 64
"""More datagrams than the buffer holds."""


class TrayFile(BaseModel):
    """`tray.json`."""

    port: int = Field(ge=1, le=65535, description="UDP port on 127.0.0.1")
    pid: int = Field(description="process of the tray")
    version: str = Field(default="", description="its version of Brim; empty for 0.1.0, which does not say it")


@asynccontextmanager
async def listening(state_dir: Path, on_wake: Callable[[], None]) -> AsyncIterator[int | None]:
    """Listen for the time of the block, with the port in `tray.json`; yields the port.

    `on_wake` is called at once for the first datagram, and then at most four times a second, however many come.
    Without a free port or a writable file no other process can wake the tray: that is logged, and None is yielded.
    """
    try:
        wake_socket = _open_socket()
    except OSError as error:
        logger.bind(file=FILE_NAME).warning("Other commands cannot call the tray: {}", error)
        yield None
        return
    with wake_socket:
        port: int = wake_socket.getsockname()[1]
        written = await asyncio.to_thread(write_tray_file, state_dir, port)
        listener = asyncio.create_task(_listen(wake_socket, on_wake))
        try:
            yield port if written else None
        finally:
            listener.cancel()
            await asyncio.wait((listener,))
            _remove_tray_file(state_dir / FILE_NAME, port)


def _open_socket() -> socket.socket:
    wake_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        wake_socket.settimeout(0)  # without waiting, as the loop needs it
        wake_socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        wake_socket.bind((_LOOPBACK, 0))
    except OSError:
        wake_socket.close()
        raise
    return wake_socket


async def _listen(wake_socket: socket.socket, on_wake: Callable[[], None]) -> None:
    """Call `on_wake` for datagrams; while it rests the system keeps a few of them and drops the others.

    Every user of this machine may send them, so a flood must cost next to nothing. One that comes during a rest counts
    after it.
    """
    loop = asyncio.get_running_loop()
    while True:
        try:
            await loop.sock_recv(wake_socket, _LARGEST_DATAGRAM)
        except OSError as error:
            logger.bind(file=FILE_NAME).warning("Other commands can no longer call the tray: {}", error)
            return
        with suppress(OSError):  # there is none left
            for _ in range(_MOST_DRAINED):
                wake_socket.recv(_LARGEST_DATAGRAM)
        on_wake()
        await asyncio.sleep(_REST_SECONDS)


def write_tray_file(state_dir: Path, port: int) -> bool:
    """Write that this process listens on a port; False when that is not possible, which is logged."""
    content = TrayFile(port=port, pid=os.getpid(), version=__version__).model_dump()
    try:
        write_object(state_dir / FILE_NAME, {"schema": 1} | content)
    except StateError as error:
        logger.bind(file=FILE_NAME).warning("Other commands cannot call the tray. {}", error)
        return False
    return True


def _remove_tray_file(path: Path, port: int) -> None:
    """Remove the file, unless another tray has written it since."""
    tray = _read_tray_file(path)
    if tray is not None and (tray.port, tray.pid) == (port, os.getpid()):
        with suppress(OSError):
            path.unlink()


def send_wake(state_dir: Path) -> None:
    """Make the tray, if one runs, read the shared files again. Returns at once and never fails."""
    tray = _read_tray_file(state_dir / FILE_NAME)
    if tray is None:
        return
    with suppress(OSError):
        send_datagram(tray.port)


def tray_is_listening(state_dir: Path) -> bool | None:
    """Whether a process listens on the port in `tray.json`; None without a usable file. Sends no datagram."""
    port = read_port(state_dir)
    return None if port is None else port_in_use(port)


def tray_version(state_dir: Path) -> str | None:
    """The version of Brim in `tray.json`; empty for 0.1.0, and None without a usable file."""
    tray = _read_tray_file(state_dir / FILE_NAME)
    return None if tray is None else tray.version


def read_port(state_dir: Path) -> int | None:
    """The port in `tray.json`; None when it names none."""
    tray = _read_tray_file(state_dir / FILE_NAME)
    return None if tray is None else tray.port


def _read_tray_file(path: Path) -> TrayFile | None:
    try:
        return TrayFile.model_validate(read_object(path) or {})
    except ValidationError:
        return None
