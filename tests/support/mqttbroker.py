"""A real MQTT broker on the loopback interface, with a password, and what a subscriber receives from it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from tests.support.shells import skip_without
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USER, PASSWORD = "brim", "EXAMPLE-MQTT-NOT-REAL"  # of a broker of this test
_SYSTEM_PATH = "/usr/sbin:/sbin"


class Broker:
    """A broker that runs."""

    def __init__(self, options: list[str]) -> None:
        """`options` are those of its clients, a line each."""
        self.options = options

    @contextmanager
    def subscriber(self, topic: str) -> Iterator[Subscriber]:
        """What comes in for a topic, first what is retained."""
        command = ["mosquitto_sub", *" ".join(self.options).split(), "-F", "%j", "-t", topic]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield Subscriber(process.stdout)
            finally:
                process.terminate()


class Subscriber:
    """Reads messages."""

    def __init__(self, output: IO[str]) -> None:
        """Of a program that prints each as JSON."""
        self._output = output

    def message(self) -> tuple[str, Any]:  # Any: the JSON of a foreign program
        """The next topic and its content, which is JSON."""
        line = self._output.readline()
        assert line, "the subscriber has ended"
        message = json.loads(line)
        return message["topic"], json.loads(message["payload"])


@contextmanager
def running_broker(folder: Path) -> Iterator[Broker]:
    """A broker for the time of the block, which lets in one user only."""
    skip_without("mosquitto_pub")
    program = shutil.which("mosquitto", path=f"{os.environ['PATH']}:{_SYSTEM_PATH}")
    if program is None:
        skip_without("mosquitto")
    passwords, settings, port = folder / "passwords", folder / "mosquitto.conf", _free_port()
    subprocess.run(["mosquitto_passwd", "-b", "-c", passwords, USER, PASSWORD], check=True, timeout=30)
    lines = [f"listener {port} 127.0.0.1", "allow_anonymous false", f"password_file {passwords}", "user root"]
    settings.write_text("\n".join([*lines, ""]))
    with subprocess.Popen([str(program), "-c", settings], stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: _answers(port), "the broker")
            yield Broker(["-h 127.0.0.1", f"-p {port}", f"-u {USER}", f"-P {PASSWORD}"])
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
