"""The status line in real sessions of Claude Code: Brim's own, a chained one, two sessions, and the way back."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from tests.clients.claudecode import Machine
    from tests.clients.conftest import StartSession
    from tests.clients.messagesapi import MessagesApi


def _percents(machine: Machine) -> dict[str, object]:
    """The percentage of each limit that is stored for the tray."""
    return {
        name: window["used_percentage"]
        for content in machine.kept_limits()
        if isinstance(limits := content["rate_limits"], dict)
        for name, window in limits.items()
    }


def test_brims_line_is_shown(machine: Machine, start_session: StartSession) -> None:
    """After `install` a session shows Brim's line, and the limits of an answer are in it and in `brim status`."""
    assert 0 == machine.brim("statusline", "install", "--yes").returncode
    session = start_session()
    session.wait_for("$0.00")
    session.say("hello")

    session.wait_for("session 37% used ↻", "week 12% ↻")
    status = json.loads(machine.brim("status", "--json").stdout)
    assert {"session": 37, "weekly_all": 12} == {window["id"]: window["percent"] for window in status["windows"]}
    assert ("statusline", "ok") == (status["source"], status["health"])


def test_a_chained_line_stays(machine: Machine, start_session: StartSession) -> None:
    """A status line that was there before prints the same with Brim in front of it, and the limits are stored."""
    command = f"node {shlex.quote(str(machine.programs.statusline))}"
    machine.settings.write_text(json.dumps({"statusLine": {"type": "command", "command": command, "padding": 0}}))
    alone = start_session()
    alone.wait_for("Ctx: 0")
    alone.close()
    assert 0 == machine.brim("statusline", "install", "--yes").returncode
    session = start_session()

    session.wait_for("Ctx: 0")
    session.say("hello")
    wait_until(lambda: _percents(machine) == {"five_hour": 37, "seven_day": 12}, "the limits")
    assert "session 37%" not in session.screen()


def test_uninstall_restores_the_file_during_a_session(
    machine: Machine, start_session: StartSession, api: MessagesApi
) -> None:
    """`uninstall` puts settings.json back byte for byte while a session runs, and the session goes on."""
    before = b'{\r\n\t"theme": "dark",\r\n\t"statusLine" : {"type":"command", "command":"echo mine"}\r\n}'
    machine.settings.write_bytes(before)
    machine.brim("statusline", "install", "--yes")
    session = start_session()
    session.wait_for("mine")
    session.say("hello")
    wait_until(lambda: bool(machine.kept_limits()), "the limits")
    restored = machine.brim("statusline", "uninstall", "--yes")

    assert 0 == restored.returncode, restored.stderr
    assert before == machine.settings.read_bytes()
    session.say("again")
    wait_until(lambda: len(api.answered) == 2, "the second answer")
    session.close()
    assert before == machine.settings.read_bytes()


def test_two_sessions_at_once(machine: Machine, start_session: StartSession, api: MessagesApi) -> None:
    """The session that answered last counts, and an idle one does not bring its older figures back."""
    machine.brim("statusline", "install", "--yes")
    first, second = start_session(), start_session()
    first.say("hello")
    first.wait_for("session 37%")
    api.session, api.week = 0.5, 0.13
    second.say("hello")
    second.wait_for("session 50%")

    wait_until(lambda: _percents(machine) == {"five_hour": 50, "seven_day": 13}, "the later figures")
    first.wait_for("session 37%")
    api.session = 0.55
    first.say("more")
    first.wait_for("session 55%")
    wait_until(lambda: _percents(machine) == {"five_hour": 55, "seven_day": 13}, "the latest figures")
