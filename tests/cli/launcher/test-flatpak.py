"""Inside a Flatpak, whose menu entry came with it and whose files no desktop reads, Brim promises nothing false."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.shells import skip_without

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Flatpak is Linux's")
NAME = "io.github.someone.brim"

type Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(home: Path) -> Run:
    """Runs Brim from `/app` with the file that each Flatpak has, and returns its exit code and all that it prints."""
    skip_without("bwrap")
    places = [option for top in Path("/").iterdir() for option in _as_it_is(top)]
    sandbox = [str(shutil.which("bwrap")), *places, "--dev-bind", "/dev", "/dev", "--proc", "/proc"]
    sandbox += ["--ro-bind", sys.prefix, "/app/brim"]
    if subprocess.run([*sandbox, "true"], check=False, capture_output=True, timeout=30).returncode:
        pytest.skip("this machine allows no sandbox to bwrap")

    def brim(*arguments: str, marked: bool = True) -> tuple[int, str]:
        mark = ["--ro-bind", "/etc/passwd", "/.flatpak-info"] if marked else []
        command = [*sandbox, *mark, "/app/brim/bin/python", "-m", "brim", *arguments]
        environment = os.environ | {"FLATPAK_ID": NAME, "HOME": str(home)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    return brim


def _as_it_is(top: Path) -> list[str]:
    if top.is_symlink():
        return ["--symlink", str(top.readlink()), str(top)]
    return ["--bind", str(top), str(top)] if top.is_dir() and top.name not in {"app", "dev", "proc"} else []


def test_the_launcher_is_the_one_that_came_with_it(run: Run, home: Path) -> None:
    """`brim launcher` names the entry of the Flatpak, and `on` puts nothing where no desktop looks."""
    expected = 0, f"Your installation put Brim into the applications menu: /app/share/applications/{NAME}.desktop"

    assert [expected, expected] == [run("launcher", "on"), run("launcher")]
    assert not (home / ".local/share/applications").exists()


def test_start_at_login_is_refused_with_what_to_do(run: Run, home: Path) -> None:
    """`brim autostart on` says who can add Brim, and does not pretend; `off` has nothing to do."""
    code, printed = run("autostart", "on")

    assert 1 == code
    assert "Add Brim to the startup applications in your desktop's settings." in printed
    assert not (home / ".config/autostart").exists()
    assert 0 == run("autostart", "off")[0]


def test_outside_nothing_of_that_holds(run: Run, home: Path) -> None:
    """The variable alone, which other Flatpaks' terminals hand on, makes no Flatpak."""
    assert 0 == run("autostart", "on", marked=False)[0]
    assert (home / ".config/autostart/brim.desktop").is_file()
