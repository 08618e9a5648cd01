"""What other programs and sites may try with the server of the details page."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from brim.details import peers
from brim.details.guard import HEADERS
from tests.support.detailsserver import bearer, raw_request, request, serving
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.detailsdata import DetailsData
    from tests.support.detailsserver import DetailsServerProcess

DATA = ("status", "window", "history", "usage", "day?day=2026-11-30", "alerts", "settings", "doctor", "changes")
BURST = 1_000


@pytest.mark.parametrize("name", ["localhost:{port}", "attacker.example:{port}", "127.0.0.1", "127.0.0.1.:{port}", ""])
def test_only_the_exact_host_is_served(details: DetailsServerProcess, name: str) -> None:
    """A name that leads to this machine, as DNS rebinding makes one, gets neither the page nor data."""
    host, key = details.key()
    wrong = {"Host": name.format(port=host.rpartition(":")[2])}

    assert HTTPStatus.FORBIDDEN == request(host, "GET", "/", wrong)[0]
    assert HTTPStatus.FORBIDDEN == request(host, "GET", "/api/status", wrong | bearer(key))[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_are_refused(details: DetailsServerProcess, headers: dict[str, str]) -> None:
    """A request that another site sent is refused even with a key, and so is its change of a setting."""
    host, key = details.key()
    change = json.dumps({"name": "claude.network", "value": False})

    assert HTTPStatus.FORBIDDEN == request(host, "GET", "/api/status", headers | bearer(key))[0]
    assert HTTPStatus.FORBIDDEN == request(host, "POST", "/api/settings", headers | bearer(key), change)[0]


@pytest.mark.parametrize("path", DATA)
def test_data_needs_a_key(details: DetailsServerProcess, path: str) -> None:
    """Without a key, with a wrong one, and with a ticket in its place there is no data."""
    host, ticket = details.ticket()
    answers = [request(host, "GET", f"/api/{path}", headers)[0] for headers in ({}, bearer("x"), bearer(ticket))]

    assert [HTTPStatus.UNAUTHORIZED] * 3 == answers


def test_a_ticket_opens_one_session(details: DetailsServerProcess) -> None:
    """A used ticket, an invented one and none are refused; a new one opens a second session beside the first."""
    host, ticket = details.ticket()
    first = request(host, "POST", "/api/session", body=json.dumps({"ticket": ticket}))
    refused = [
        request(host, "POST", "/api/session", body=body)[0]
        for body in (json.dumps({"ticket": ticket}), json.dumps({"ticket": "é" * 40}), "{}", "[", "[]", "\x00")
    ]
    _, second = details.key()

    assert (200, [HTTPStatus.UNAUTHORIZED] * 6) == (first[0], refused)
    assert [200, 200] == [request(host, "GET", "/api/status", bearer(key))[0] for key in (first[1]["key"], second)]


@pytest.mark.parametrize(
    "path",
    [
        "/../status.json",
        "/%2e%2e/status.json",
        "/x/../api/status",
        "//api/status",
        "/api/../api/status",
        "/api//status",
    ],
)
def test_a_path_leads_nowhere_else(details: DetailsServerProcess, path: str) -> None:
    """Dots and slashes in a path reach no file and no data."""
    host, _ = details.key()
    status, content = request(host, "GET", path)

    assert status in {HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED}
    assert "accounts" not in str(content)


def test_bodies_and_methods_are_limited(details: DetailsServerProcess) -> None:
    """A huge body, one without a length and an unknown method are refused before they are read."""
    host, key = details.key()
    huge = bearer(key) | {"Content-Length": str(1 << 40)}

    assert HTTPStatus.REQUEST_ENTITY_TOO_LARGE == request(host, "POST", "/api/settings", huge)[0]
    assert HTTPStatus.REQUEST_ENTITY_TOO_LARGE == request(host, "POST", "/api/settings", bearer(key))[0]
    assert HTTPStatus.METHOD_NOT_ALLOWED == request(host, "DELETE", "/api/settings", bearer(key))[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hooks.command", "touch /tmp/x"),
        ("hooks.webhook", "https://attacker.example"),
        ("claude.api_url", "https://attacker.example"),
        ("claude.status_url", "https://attacker.example"),
        ("claude.program", "/bin/sh"),
        ("claude.config_dir", "/"),
        ("state_dir", "/"),
        ("__class__", "x"),
        ("alerts", "x"),
    ],
)
def test_nothing_that_starts_programs_can_be_changed(
    details: DetailsServerProcess, data: DetailsData, name: str, value: str
) -> None:
    """What starts programs, or says where data goes, is not changed even by the page itself."""
    host, key = details.key()
    status, content = request(host, "POST", "/api/settings", bearer(key), json.dumps({"name": name, "value": value}))

    assert (HTTPStatus.CONFLICT, "Not changeable here") == (status, content["error"])
    assert not (data.state / "choices.json").exists()


def test_every_answer_has_the_headers(details: DetailsServerProcess) -> None:
    """Page, data and refusals allow no other site, no cache and no script but the page's own; there is no cookie."""
    host, key = details.key()
    for path, headers in (("/", {}), ("/api/status", bearer(key)), ("/api/status", {}), ("/", {"Host": "x"})):
        answer, _ = raw_request(host, "GET", path, headers)

        assert "script-src 'self'; style-src 'self'" in answer
        assert "default-src 'none'" in answer
        assert {"cache-control: no-store", "x-frame-options: deny", "referrer-policy: no-referrer"} <= {
            *answer.split("\r\n")
        }
        assert "set-cookie" not in answer
        assert "access-control" not in answer


@pytest.mark.parametrize("wrong", [b"\x16\x03\x01\x00\n\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"])
def test_what_is_no_http_gets_the_headers_too(details: DetailsServerProcess, wrong: bytes) -> None:
    """A malformed request gets 400 with the headers of every answer, each once, and the connection ends."""
    host, _ = details.key()
    with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=30) as connection:
        connection.sendall(wrong)
        head = connection.makefile("rb").read().decode().lower().partition("\r\n\r\n")[0]

    assert head.startswith("http/1.1 400 bad request\r\n")
    assert [1] * len(HEADERS) == [head.count(f"\r\n{name}: {value.lower()}") for name, value in HEADERS.items()]


def test_turned_away_for_too_many_has_the_headers_too(details: DetailsServerProcess) -> None:
    """Where too many connections are open, the refusal has the same headers, each once."""
    host, _ = details.key()
    port = int(host.rpartition(":")[2])
    open_ones = [socket.create_connection(("127.0.0.1", port)) for _ in range(130)]
    try:
        answer, _ = raw_request(host, "GET", "/")
    finally:
        for connection in open_ones:
            connection.close()

    assert "503" in answer.split("\r\n")[0]
    assert (1, 1) == (answer.count("cache-control: no-store"), answer.count("default-src 'none'"))


def test_odd_requests_are_no_news(data: DetailsData) -> None:
    """A client that leaves in the middle of a body, or sends what is no request, leaves no word in the terminal."""
    with serving(os.environ | data.environment, stderr=subprocess.PIPE) as server:
        host, _ = server.key()
        port = int(host.rpartition(":")[2])
        body = f"POST /api/session HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\n{{"
        upgrade = f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        for sent in (body, "x\r\n\r\n", upgrade):
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(sent.encode())
                connection.shutdown(socket.SHUT_WR)
                connection.recv(1 << 16)
        server.end()
        assert server.process.stderr is not None

        assert "" == server.process.stderr.read()


@pytest.mark.parametrize(
    "accounts", [[1], [{"windows": 5}], [{"account": {"id": "a", "label": "b"}, "windows": [{}]}], 5]
)
def test_a_damaged_status_is_nobody(details: DetailsServerProcess, data: DetailsData, accounts: object) -> None:
    """What is no account in the file that the tray shares is left out, and every part of the page is served."""
    host, key = details.key()
    (data.state / "status.json").write_text(json.dumps({"accounts": accounts, "roots": 5}))

    assert [] == request(host, "GET", "/api/status", bearer(key))[1]["accounts"]
    assert HTTPStatus.OK == request(host, "GET", "/api/window", bearer(key))[0]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-13-01", "", "%00"])
def test_a_day_that_is_none_is_not_understood(details: DetailsServerProcess, day: str) -> None:
    """A day at the end of time, or none at all, is refused as one."""
    host, key = details.key()

    assert HTTPStatus.BAD_REQUEST == request(host, "GET", f"/api/day?day={day}", bearer(key))[0]


def test_a_ticket_of_half_a_character_is_refused(details: DetailsServerProcess) -> None:
    """A ticket that is no text is as wrong as any other, also while another one is open."""
    host, _ = details.ticket()

    assert HTTPStatus.UNAUTHORIZED == request(host, "POST", "/api/session", body='{"ticket": "\\ud800"}')[0]


def test_many_requests_at_once(details: DetailsServerProcess) -> None:
    """After a thousand requests at once, answered or turned away, the page is served as before."""
    host, key = details.key()

    def ask(_: int) -> int:
        try:
            return request(host, "GET", "/api/status", bearer(key))[0]
        except OSError:
            return 0

    with ThreadPoolExecutor(100) as pool:
        answers = set(pool.map(ask, range(BURST)))

    assert answers <= {0, HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    assert HTTPStatus.OK == request(host, "GET", "/api/status", bearer(key))[0]


def test_waiting_connections_do_not_hold_the_page_up(details: DetailsServerProcess) -> None:
    """Pages that follow the changes leave room for requests, however many there are."""
    host, key = details.key()
    port = int(host.rpartition(":")[2])
    sent = f"GET /api/changes HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    open_ones = [socket.create_connection(("127.0.0.1", port)) for _ in range(90)]
    try:
        for connection in open_ones:
            connection.sendall(sent)
        statuses = [connection.recv(12) for connection in open_ones]
        assert HTTPStatus.OK == request(host, "GET", "/api/status", bearer(key))[0]
    finally:
        for connection in open_ones:
            connection.close()

    assert {b"HTTP/1.1 200", b"HTTP/1.1 503"} == set(statuses)


@pytest.mark.parametrize(
    "begin",
    [
        "",
        "GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ",
        "GET /style.css HTTP/1.1\r\nHost: {host}\r\n\r\nGET / HTTP/1.1\r\n",
        "POST /api/session HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\n{{",
    ],
)
def test_half_requests_do_not_hold_the_page_up(details: DetailsServerProcess, begin: str) -> None:
    """Connections that never finish a request are left, so that the page is served again within seconds."""
    host, _ = details.key()
    port = int(host.rpartition(":")[2])
    slow_ones = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    try:
        for connection in slow_ones:
            connection.sendall(begin.format(host=host).encode())
        wait_until(lambda: request(host, "GET", "/")[0] == HTTPStatus.OK, "the page", seconds=30)
        for connection in slow_ones:
            connection.settimeout(30)
            with contextlib.suppress(ConnectionResetError):
                while connection.recv(65_536):
                    pass
    finally:
        for connection in slow_ones:
            connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whose a connection is")
@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="another user's program can be started by root only"
)
def test_another_user_is_refused(details: DetailsServerProcess) -> None:
    """A program of another user of this machine gets nothing, although it reaches the port and knows the key."""
    host, key = details.key()
    sent = f"GET /api/status HTTP/1.1\\r\\nHost: {host}\\r\\nAuthorization: Bearer {key}\\r\\n\\r\\n"
    code = (
        f"import os, socket; os.setuid(65534); c = socket.socket(); "
        f"c.connect(('127.0.0.1', {host.rpartition(':')[2]}));"
        f"c.sendall(b'{sent}'); print(c.recv(12).decode())"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], stdout=subprocess.PIPE, text=True, check=True)

    assert "HTTP/1.1 403" == done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whose a connection is")
def test_an_unknown_connection_is_nobody_elses() -> None:
    """A connection that the system does not list is not taken for another user's."""
    assert not peers.is_other_user(1, 2)


def test_it_ends_with_its_tray(details: DetailsServerProcess) -> None:
    """The end of its input, which comes with any end of a tray, ends it, also while a page follows the changes."""
    host, key = details.key()
    with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2]))) as connection:
        connection.sendall(f"GET /api/changes HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
        assert connection.recv(12).startswith(b"HTTP/1.1 200")

        assert 0 == details.end()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_it_opens_no_login(data: DetailsData, tmp_path: Path) -> None:
    """Whatever the page asks for, the file of the login is not opened, and nobody is connected to."""
    (data.claude / ".credentials.json").write_text("{}")
    trace = tmp_path / "trace"
    environment = os.environ | data.environment
    with serving(environment, ("strace", "-f", "-qq", "-e", "trace=open,openat,connect", "-o", str(trace))) as server:
        host, key = server.key()
        for path in DATA[:-1]:
            assert HTTPStatus.OK == request(host, "GET", f"/api/{path}", bearer(key))[0]
        wait_until(lambda: "-project-0" in trace.read_text(errors="replace"), "the transcripts are read")
        server.end()
    calls = trace.read_text(errors="replace")

    assert "status.json" in calls
    assert ".credentials.json" not in calls
    assert "AF_INET" not in calls.replace("bind", "")
