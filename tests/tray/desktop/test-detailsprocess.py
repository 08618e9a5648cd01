"""The process of the details page, as clicks in the tray start and use it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from brim.errors import BrimError
from brim.model.command import OpenDetails
from brim.tray.desktop import actions
from brim.tray.desktop.detailsprocess import DetailsProcess
from tests.support.detailsserver import request
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fake browser is a shell script of Linux")
SECRET = "SECRET-OF-THE-TEST"
_KILL = 9
"""The signal that no program can handle."""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the addresses that a browser was started with."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "xdg-open"
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/opened\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "opened"


@pytest.fixture
def details() -> Iterator[DetailsProcess]:
    """No process yet; one that was started ends with the test."""
    process = DetailsProcess()
    yield process
    process.close()


def test_a_second_click_opens_the_same_process(opened: Path, details: DetailsProcess) -> None:
    """Each click opens a new address, which works once, of one process."""
    details.open()
    details.open()
    first, second = map(urlsplit, opened.read_text().split())

    assert first.netloc == second.netloc
    assert first.fragment != second.fragment
    assert [200] * 2 == [_session(first.netloc, one.fragment) for one in (first, second)]


def test_it_ends_with_the_tray(opened: Path, details: DetailsProcess) -> None:
    """After the tray closed it nobody is served, and no click starts it again."""
    details.open()
    address = urlsplit(opened.read_text().strip())
    details.close()
    wait_until(lambda: not _answers(address.netloc), "its end")

    with pytest.raises(BrimError):
        details.open()


def test_one_that_ended_is_started_again(opened: Path, details: DetailsProcess) -> None:
    """A click after its end, by itself or by a fault, opens a new one."""
    details.open()
    first = urlsplit(opened.read_text().strip())
    os.kill(_pid_on(first.port), _KILL)
    details.open()
    second = urlsplit(opened.read_text().split()[1])

    assert 200 == _session(second.netloc, second.fragment)


def test_it_has_the_settings_and_no_secret(
    opened: Path, details: DetailsProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its environment has the variables of settings, and none with a token, a key or a hook."""
    for name in ("CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_API_KEY", "BRIM_HOOKS__COMMAND", "BRIM_HOOKS__WEBHOOK"):
        monkeypatch.setenv(name, SECRET)
    monkeypatch.setenv("BRIM_ICON__SHOW", "remaining")
    details.open()
    pid = _pid_on(urlsplit(opened.read_text().strip()).port)
    environment = Path(f"/proc/{pid}/environ").read_bytes()

    assert b"BRIM_ICON__SHOW=remaining" in environment
    assert SECRET.encode() not in environment


def test_one_that_cannot_start_is_said() -> None:
    """Where nothing answers, the notification names the command that says why."""
    alert = actions.run_action(OpenDetails(), _nothing, _nothing, DetailsProcess((sys.executable, "-c", "")))

    assert alert is not None
    assert ("Details not opened", True) == (alert.title, "`brim details`" in alert.body)


def test_the_demo_says_that_it_has_none(opened: Path) -> None:
    """The demo opens no page, and says why."""
    alert = actions.run_action(OpenDetails(demo=True), _nothing, _nothing)

    assert alert is not None
    assert "No details in the demo" == alert.title
    assert not opened.exists()


def _nothing() -> Path:
    raise AssertionError


def _session(host: str, ticket: str) -> int:
    return request(host, "POST", "/api/session", body=f'{{"ticket": "{ticket}"}}')[0]


def _answers(host: str) -> bool:
    try:
        return request(host, "GET", "/")[0] > 0
    except OSError:
        return False


def _pid_on(port: int | None) -> int:
    """The process that listens on a port, by its open files."""
    assert port is not None
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()
    wanted = {f"socket:[{line.split()[9]}]" for line in lines if line.split()[1].endswith(f":{port:04X}")}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted & {str(link.readlink()) for link in (folder / "fd").iterdir()}:
                return int(folder.name)
    raise AssertionError(port)
