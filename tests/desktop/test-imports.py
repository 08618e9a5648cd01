"""What a tray keeps in memory: the modules that it has imported once its icon shows a number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.desktop.processes import kill_group
from tests.support import usageserver as servers
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox

_STATUS = """
import sys
from brim.__main__ import main
sys.argv = ["brim", "status"]
main()
sys.exit("pydantic" in sys.modules or "asyncio" in sys.modules)
"""
_TRAY = """
import os, pathlib, signal, sys
from brim.__main__ import main

def write(*_):
    pathlib.Path(os.environ["MODULES"]).write_text("\\n".join(sys.modules))

signal.signal(signal.SIGUSR1, write)
sys.argv = ["brim"]
sys.exit(main())
"""
UNUSED = (
    *("click", "rich", "pygments", "trio", "attr"),
    *("starlette", "uvicorn", "watchdog", "pydantic.v1", "pydantic.networks"),
    *("PIL.PngImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.BmpImagePlugin", "tkinter"),
    *("Xlib.XK", "Xlib.ext.randr", "Xlib.ext.xinput", "Xlib.ext.record", "Xlib.ext.xtest"),
    *("brim.tray.linux.xembed.icon", "brim.tray.linux.xembed.menuimage", "brim.tray.desktop.xclipboard"),
    *("brim.details", "brim.cli.status.command", "brim.cli.doctor", "brim.cli.gauge", "brim.words.helptopics"),
    *("brim.backend.metrics", "brim.backend.outputs.messages.chats", "brim.backend.commandservice"),
    *(f"brim.backend.providers.{name}" for name in ("demo.provider", "claude.cli", "claude.statuspage")),
    *("brim.backend.providers.codex.endpoint", "brim.backend.providers.codex.usagejson"),
    *("brim.backend.providers.codex.rollouts", "brim.backend.providers.codex.program"),
    *("brim.backend.providers.copilot.usage", "brim.backend.providers.copilot.ghprogram"),
    *("brim.terminal", "brim.backend.updates.check", "brim.backend.updates.updatefile", "brim.backend.updates.notice"),
    *("unittest", "pdb", "doctest"),
)
"""What is imported only when a person, an old tray, a setting or another command wants it."""


@pytest.mark.parametrize(("session", "unused"), [("x11", UNUSED), ("wayland", ("Xlib", "Xlib.display", *UNUSED))])
def test_idle_tray_keeps_what_it_uses(
    sandbox: Sandbox, start_desktop: StartDesktop, tmp_path: Path, session: str, unused: tuple[str, ...]
) -> None:
    """In a panel of today, after a request: no parts of libraries and of Brim that only others use.

    X itself is asked whether a window covers the screen; on Wayland nobody asks it.
    """
    sandbox.server.answers = [servers.future_usage_answer()]
    desktop = start_desktop("xfce")
    listed = tmp_path / "modules"
    environment = desktop.env | sandbox.environment | {"MODULES": str(listed), "XDG_SESSION_TYPE": session}
    with subprocess.Popen([sys.executable, "-c", _TRAY], env=environment, start_new_session=True) as tray:
        try:
            wait_until(lambda: bool(sandbox.server.requests), "the request", 20)
            wait_until((sandbox.state / "status.json").exists, "what is shown", 20)
            os.kill(tray.pid, signal.SIGUSR1)
            wait_until(listed.exists, "the list", 20)
            wait_until(lambda: "brim" in listed.read_text(), "all of it", 20)
        finally:
            kill_group(tray)

    modules = set(listed.read_text().splitlines())
    assert {"httpx", "brim.backend.service", "brim.tray.linux.statusnotifieritem"} <= modules
    assert [] == sorted(modules.intersection(unused))


def test_status_beside_a_tray_asks_only_what_the_tray_has_written(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """It imports nothing that reads, also just after Claude Code has written its files; the tray follows them."""
    sandbox.server.answers = [servers.future_usage_answer()]
    desktop = start_desktop("xfce")
    start_brim(desktop)
    environment = desktop.env | sandbox.environment

    def answers_lightly() -> bool:
        command = [sys.executable, "-c", _STATUS]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        return done.returncode == 0 and "42% used" in done.stdout

    wait_until((sandbox.state / "status.json").exists, "what is shown", 20)
    wait_until(answers_lightly, "a light answer", 20)
    (sandbox.claude.parent / ".claude.json").write_text('{"numStartups": 2}')
    assert answers_lightly()
