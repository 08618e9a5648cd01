"""How the tray hears at once that a shared file changed: any datagram on a loopback port means `read them again`.

The port stands in `tray.json` in the state folder, beside the process id. A datagram carries nothing and is never
answered. This module must not know what is read again.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, override

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim.backend.system.files import read_object, write_object
from brim.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LOOPBACK = "127.0.0.1"
FILE_NAME = "tray.json"


class TrayFile(BaseModel):
    """`tray.json`."""

    port: int = Field(ge=1, le=65535, description="UDP port on 127.0.0.1")
    pid: int = Field(description="process of the tray")


class WakeSocket(asyncio.DatagramProtocol):
    """Listens for datagrams."""

    def __init__(self, rung: Callable[[], None]) -> None:
        """Call `rung` for each datagram."""
        self._rung = rung

    @override
    def datagram_received(self, data: bytes, addr: tuple[object, ...]) -> None:
        """Somebody rang; what was sent does not matter."""
        self._rung()

    @classmethod
    async def hang(cls, state_dir: Path, rung: Callable[[], None]) -> Callable[[], None]:
        """Listen, and tell the port; returns what ends it. Without a port or a file nobody can ring."""
        loop = asyncio.get_running_loop()
        try:
            transport, _ = await loop.create_datagram_endpoint(lambda: cls(rung), local_addr=(_LOOPBACK, 0))
        except OSError as error:
            logger.bind(file=FILE_NAME).warning("Other commands cannot call the tray: {}", error)
            return lambda: None
        told = TrayFile(port=transport.get_extra_info("sockname")[1], pid=os.getpid())
        path = state_dir / FILE_NAME
        try:
            await asyncio.to_thread(write_object, path, {"schema": 1} | told.model_dump())
        except StateError as error:
            logger.bind(file=FILE_NAME).warning("Other commands cannot call the tray. {}", error)

        def close() -> None:
            transport.close()
            if _told(path) == told:
                with suppress(OSError):
                    path.unlink()

        return close


def send_wake(state_dir: Path) -> None:
    """Tell the tray, if one runs, to read the shared files again. Returns at once and never fails."""
    told = _told(state_dir / FILE_NAME)
    if told is None:
        return
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
        bell.setblocking(False)  # noqa: FBT003 - the name of the switch is the method's
        bell.sendto(b"", (_LOOPBACK, told.port))


def tray_is_listening(state_dir: Path) -> bool | None:
    """Whether somebody listens where `tray.json` says; None when it says nothing. Nobody is rung."""
    port = read_port(state_dir)
    return None if port is None else port_in_use(port)


def read_port(state_dir: Path) -> int | None:
    """The port that `tray.json` tells; None when it tells none."""
    told = _told(state_dir / FILE_NAME)
    return None if told is None else told.port


def port_in_use(port: int) -> bool:
    """Whether somebody on this machine listens there. Nobody is rung."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((_LOOPBACK, port))
        except OSError:
            return True
    return False


def _told(path: Path) -> TrayFile | None:
    try:
        return TrayFile.model_validate(read_object(path) or {})
    except ValidationError:
        return None
