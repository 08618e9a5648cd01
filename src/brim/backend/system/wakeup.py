"""The wake-up datagram: any datagram on the tray's loopback port means that a shared file changed and is to be read.

The port is written to `tray.json` in the state folder, beside the process id. A datagram carries no content and is
never answered. This module must not know which files are read.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, override

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim.backend.system.files import read_object, write_object
from brim.errors import StateError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

_LOOPBACK = "127.0.0.1"
FILE_NAME = "tray.json"


class TrayFile(BaseModel):
    """`tray.json`."""

    port: int = Field(ge=1, le=65535, description="UDP port on 127.0.0.1")
    pid: int = Field(description="process of the tray")


class WakeSocket(asyncio.DatagramProtocol):
    """Listens for wake-up datagrams."""

    def __init__(self, on_wake: Callable[[], None]) -> None:
        """Call `on_wake` for each datagram."""
        self._on_wake = on_wake

    @override
    def datagram_received(self, data: bytes, addr: tuple[object, ...]) -> None:
        """A datagram came; its content does not matter."""
        self._on_wake()


@asynccontextmanager
async def listening(state_dir: Path, on_wake: Callable[[], None]) -> AsyncIterator[int | None]:
    """Listen for the time of the block, with the port in `tray.json`; yields the port.

    Without a free port or a writable file no other process can wake the tray: that is logged, and None is yielded.
    """
    loop = asyncio.get_running_loop()
    try:
        transport, _ = await loop.create_datagram_endpoint(lambda: WakeSocket(on_wake), local_addr=(_LOOPBACK, 0))
    except OSError as error:
        logger.bind(file=FILE_NAME).warning("Other commands cannot call the tray: {}", error)
        yield None
        return
    port: int = transport.get_extra_info("sockname")[1]
    written = await asyncio.to_thread(write_tray_file, state_dir, port)
    try:
        yield port if written else None
    finally:
        transport.close()
        _remove_tray_file(state_dir / FILE_NAME, port)


def write_tray_file(state_dir: Path, port: int) -> bool:
    """Write that this process listens on a port; False when that is not possible, which is logged."""
    content = TrayFile(port=port, pid=os.getpid()).model_dump()
    try:
        write_object(state_dir / FILE_NAME, {"schema": 1} | content)
    except StateError as error:
        logger.bind(file=FILE_NAME).warning("Other commands cannot call the tray. {}", error)
        return False
    return True


def _remove_tray_file(path: Path, port: int) -> None:
    """Remove the file, unless another tray has written it since."""
    if _read_tray_file(path) == TrayFile(port=port, pid=os.getpid()):
        with suppress(OSError):
            path.unlink()


def send_wake(state_dir: Path) -> None:
    """Make the tray, if one runs, read the shared files again. Returns at once and never fails."""
    tray = _read_tray_file(state_dir / FILE_NAME)
    if tray is None:
        return
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)  # noqa: FBT003 - the name of the switch is the method's
        sender.sendto(b"", (_LOOPBACK, tray.port))


def tray_is_listening(state_dir: Path) -> bool | None:
    """Whether a process listens on the port in `tray.json`; None without a usable file. Sends no datagram."""
    port = read_port(state_dir)
    return None if port is None else port_in_use(port)


def read_port(state_dir: Path) -> int | None:
    """The port in `tray.json`; None when it names none."""
    tray = _read_tray_file(state_dir / FILE_NAME)
    return None if tray is None else tray.port


def port_in_use(port: int) -> bool:
    """Whether a process on this machine listens on a UDP port. Sends no datagram."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((_LOOPBACK, port))
        except OSError:
            return True
    return False


def _read_tray_file(path: Path) -> TrayFile | None:
    try:
        return TrayFile.model_validate(read_object(path) or {})
    except ValidationError:
        return None
