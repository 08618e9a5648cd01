"""Mocks of programs that a test desktop lacks, by python-dbusmock: login manager, network, battery, portal.

Each mock is a process of Debian's own Python on the desktop's bus, which is also its system bus.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.desktop.host import PROPERTIES, ErrorReplyError, unwrap

if TYPE_CHECKING:
    from dbus_fast import Variant

    from tests.desktop.harness import Desktop

PYTHON = "/usr/bin/python3"
INSTALLED = Path("/usr/lib/python3/dist-packages/dbusmock/__init__.py")
MOCK = "org.freedesktop.DBus.Mock"
_SECONDS = 10.0
type Value = Any  # what a D-Bus message holds is known at run time only


class Mock:
    """One mocked program."""

    def __init__(self, desktop: Desktop, name: str, path: str, template: str = "", **parameters: str) -> None:
        """Start it and wait until it owns its bus name.

        `template` is one of dbusmock's, or empty for a program without any method.
        """
        self.desktop, self.name, self.path = desktop, name, path
        arguments = ["--template", template] if template else [name, path, name]
        if parameters:
            arguments += [
                "--parameters",
                "{" + ", ".join(f'"{key}": {value}' for key, value in parameters.items()) + "}",
            ]
        bus = "--session" if not template or template == "gnome_screensaver" else "--system"
        self._log_path = desktop.folder / f"mock-{name}.log"
        self._log = self._log_path.open("ab")
        self._process = subprocess.Popen(
            [PYTHON, "-m", "dbusmock", bus, *arguments],
            env=desktop.env,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            cwd=desktop.folder,
        )
        desktop.wait(lambda: desktop.has_owner(name), name)

    def __enter__(self) -> Self:
        """The mock runs already."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        self.stop()

    def stop(self) -> None:
        """End it with SIGKILL, as in a crash."""
        self._process.kill()
        self._process.wait()
        self._log.close()
        self.desktop.wait(lambda: not self.desktop.has_owner(self.name), f"the end of {self.name}")

    def log(self) -> str:
        """The calls that it received and the signals that it sent."""
        return self._log_path.read_text()

    def call(self, interface: str, member: str, signature: str = "", *values: object, path: str = "") -> Value:
        """Call a method of the mock; `path` names another of its objects. Returns the values of the reply."""
        return asyncio.run(self._call(path or self.path, interface, member, signature, values))

    def add_method(self, interface: str, name: str, signatures: tuple[str, str], code: str, path: str = "") -> None:
        """Give it a method; `signatures` are those of arguments and reply, `code` is Python that sets `ret`."""
        self.call(MOCK, "AddMethod", "sssss", interface, name, *signatures, code, path=path)

    def emit(self, interface: str, name: str, *values: Variant, path: str = "") -> None:
        """Send a signal with any values."""
        signature = "".join(value.signature for value in values)
        self.call(MOCK, "EmitSignal", "sssav", interface, name, signature, list(values), path=path)

    def change(self, interface: str, path: str = "", **values: Variant) -> None:
        """Change properties and send the signal for it."""
        self.call(MOCK, "UpdateProperties", "sa{sv}", interface, values, path=path)

    def set(self, interface: str, name: str, value: Variant, path: str = "") -> None:
        """Set one property, as a client does."""
        self.call(PROPERTIES, "Set", "ssv", interface, name, value, path=path)

    async def _call(self, path: str, interface: str, member: str, signature: str, values: tuple[object, ...]) -> Value:
        async with asyncio.timeout(_SECONDS):
            bus = await MessageBus(self.desktop.env["DBUS_SESSION_BUS_ADDRESS"]).connect()
            message = Message(self.name, path, interface, member, signature=signature, body=list(values))
            reply = await bus.call(message)
            bus.disconnect()
            with contextlib.suppress(EOFError):
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call] # dbus-fast
        if reply.message_type is MessageType.ERROR:
            raise ErrorReplyError(reply.error_name, reply.body)
        return unwrap(reply.body)
