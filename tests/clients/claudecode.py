"""Sessions of the real Claude Code in terminals of their own, in a home folder of the test.

No session sees the home folder, the login or the network of this machine: its API is a stand-in, and every other
address lies behind a proxy that refuses. This module must not know what a test expects.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clients.messagesapi import MessagesApi
    from tests.clients.programs import Programs

PROMPT = "\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}"
NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "127.0.0.1"}
"""Every other host lies behind a proxy that refuses."""
_SIZE = ("-x", "150", "-y", "40")
_PASSED_ON = ("PATH", "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


class Machine:
    """A home folder with a login, as a user of Claude Code has it."""

    def __init__(self, programs: Programs, home: Path, api: MessagesApi) -> None:
        """Make the folder in which sessions run, and let Claude Code know it."""
        self.programs, self.home = programs, home
        self.folder = home / "work"
        self.folder.mkdir()
        self.settings = home / ".claude" / "settings.json"
        self.state = home / ".local" / "state" / "brim"
        known = {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True}
        (home / ".claude.json").write_text(
            json.dumps(
                {
                    "hasCompletedOnboarding": True,
                    "hasSeenAutoDefaultNotice": True,
                    "theme": "dark",
                    "numStartups": 5,
                    "projects": {str(self.folder): known},
                }
            )
        )
        self.env = (
            {name: os.environ[name] for name in _PASSED_ON}
            | NO_NETWORK
            | {
                "TZ": "UTC",
                "LANG": "C.UTF-8",
                "DISABLE_AUTOUPDATER": "1",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            }
        )
        self.api_env = {"ANTHROPIC_BASE_URL": api.url}

    def brim(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Brim to its end."""
        command = [sys.executable, "-m", "brim", *arguments]
        env = self.env | {"BRIM_CLAUDE__STATUS_URL": "off", "BRIM_CLAUDE__NETWORK": "false"} | environment
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)

    def kept_limits(self) -> list[dict[str, object]]:
        """What Brim's status line has stored for the tray."""
        return [json.loads(path.read_bytes()) for path in self.state.glob("statusline/*.json")]


class Session:
    """A session in a terminal, until it is closed."""

    def __init__(self, machine: Machine, socket: Path, **environment: str) -> None:
        """Start it; `socket` is that of a terminal multiplexer of its own."""
        self._tmux = ("tmux", "-S", str(socket), "-f", os.devnull)
        self._env = machine.env | machine.api_env | {"TERM": "xterm-256color"} | environment
        start = ("new-session", "-d", *_SIZE, "-c", str(machine.folder), shlex.quote(str(machine.programs.claude)))
        self._run(*start)
        self.pid = int(self._run("display-message", "-p", "#{pane_pid}"))

    def screen(self) -> str:
        """What the terminal shows."""
        return self._run("capture-pane", "-p").replace("\N{NO-BREAK SPACE}", " ")

    def wait_for(self, *texts: str) -> None:
        """Wait until the terminal shows all of these."""
        try:
            wait_until(lambda: all(text in self.screen() for text in texts), f"{texts}", 60)
        except TimeoutError as error:
            raise AssertionError(f"{error}, in:\n{self.screen()}") from None

    def say(self, text: str) -> None:
        """Send a message to the model."""
        self.wait_for(PROMPT)
        self._run("send-keys", "-l", text)
        self.wait_for(f"{PROMPT} {text}")
        self._run("send-keys", "Enter")

    def close(self) -> None:
        """End it with its terminal, and wait until both are gone."""
        with suppress(subprocess.CalledProcessError):
            self._run("kill-server")
        wait_until(lambda: not _runs(self.pid), "the end of the session")

    def _run(self, *arguments: str) -> str:
        command = [*self._tmux, *arguments]
        done = subprocess.run(command, env=self._env, check=True, capture_output=True, text=True, timeout=30)
        return done.stdout


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
