"""A stand-in for Anthropic's own address, for the real Claude CLI: a proxy that leads every host to it.

Its certificate is made for each test; the program trusts it through NODE_EXTRA_CA_CERTS.
"""

from __future__ import annotations

import shutil
import ssl
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.tlsserver import http_proxy, listening

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

OPENSSL = shutil.which("openssl")
_HOST = "api.anthropic.com"
USAGE, PROFILE = "/api/oauth/usage", "/api/oauth/profile"


@contextmanager
def anthropic(folder: Path, answers: Mapping[str, tuple[int, bytes]]) -> Iterator[dict[str, str]]:
    """The variables with which programs reach a stand-in with these answers, by path; any other path is not there."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    _make_certificate(certificate, key)
    with (
        listening(_answering(certificate, key, answers)) as port,
        listening(http_proxy(port, [])) as proxy,
    ):
        yield {"HTTPS_PROXY": f"http://127.0.0.1:{proxy}", "NODE_EXTRA_CA_CERTS": str(certificate)}


def _make_certificate(certificate: Path, key: Path) -> None:
    """Make a certificate for the host that is valid for a day."""
    files = ("-keyout", str(key), "-out", str(certificate))
    names = ("-subj", f"/CN={_HOST}", "-addext", f"subjectAltName=DNS:{_HOST}")
    kind = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1")
    subprocess.run([str(OPENSSL), "req", *kind, *files, *names], check=True, capture_output=True, timeout=60)


def _answering(
    certificate: Path, key: Path, answers: Mapping[str, tuple[int, bytes]]
) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            path = secured.recv(65_536).split(b" ", 2)[1].decode()
            code, content = answers.get(path, (404, b"{}"))
            head = f"HTTP/1.1 {code} x\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n"
            secured.sendall(f"{head}connection: close\r\n\r\n".encode() + content)

    return handle
