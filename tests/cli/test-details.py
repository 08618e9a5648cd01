"""`brim details` on the command line: its address, its end, and the page as a file."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.support.detailsserver import request
from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which Brim never ran."""
    for name in ("state", "config"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(f"BRIM_{name.upper()}_DIR", str(tmp_path / name))
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIR", str(tmp_path / "claude"))


def test_an_address_is_printed_and_served() -> None:
    """With --no-open the address is printed; it is on this machine alone, and Ctrl+C ends it without a word."""
    command = [sys.executable, "-m", "brim", "details", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = urlsplit(line.split()[-1])
        status, content = request(address.netloc, "GET", "/")
        process.terminate()
        rest = process.communicate(timeout=20)

    assert line.startswith("Open this address within a minute, once: http://127.0.0.1:")
    assert (200, ("", "")) == (status, rest)
    assert "<!doctype html>" in content


def test_the_page_is_written_for_its_owner(tmp_path: Path) -> None:
    """The file is named, may be read by its owner alone, and holds what was asked for."""
    path = tmp_path / "usage.html"
    with start_brim("details", "--html", str(path)) as process:
        out, errors = process.communicate(timeout=30)

    assert (0, "") == (process.returncode, errors)
    assert str(path) in out.replace("\n", "")
    assert 0o600 == stat.S_IMODE(path.stat().st_mode) or sys.platform == "win32"
    assert b"Content-Security-Policy" in path.read_bytes()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder that is not there: the error says so, and to choose another file."""
    with start_brim("details", "--html", str(tmp_path / "nowhere" / "usage.html")) as process:
        _, errors = process.communicate(timeout=30)

    assert 0 != process.returncode
    assert "Page not written" in errors
    assert "Choose another file" in errors
