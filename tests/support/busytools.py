"""Tools at work on a machine with seven providers: what they write meanwhile, and a login that a program gives out.

Linux and macOS only. This module must not know what Brim makes of it.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.copilothome import put
from tests.support.cursorstate import open_state, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.providermachine import ProviderMachine

_SESSIONS = (
    ".claude/projects/-home-me-work/one.jsonl",
    ".codex/sessions/2026/11/23/rollout-2026-11-23T10-10-00-a.jsonl",
    ".copilot/session-state/one.jsonl",
    ".config/Code/User/workspaceStorage/one/chatSessions/chat.json",
    ".local/share/opencode/opencode.db-wal",
)


def write_sessions(machine: ProviderMachine) -> None:
    """Store a session of each tool, as it was a moment ago."""
    for name in _SESSIONS:
        path = machine.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}\n")


def keep_login_in_keyring(machine: ProviderMachine, folder: Path) -> Path:
    """Let the GitHub CLI have Copilot's login, in the place of an editor; returns its program, made in `folder`."""
    machine.login_file("copilot").unlink()
    put(machine.home, "gh-hosts-keyring.yml", ".config/gh/hosts.yml")
    program = folder / "gh"
    program.write_text(f"#!/bin/sh\necho {machine.secrets['copilot']}\n")
    program.chmod(0o755)
    return program


@contextmanager
def cursor_at_work(machine: ProviderMachine) -> Iterator[None]:
    """Cursor's app runs: it keeps its log open, and commits into it all the time."""
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        with open_state(machine.login_file("cursor")) as app:
            number = 0
            while not ended.wait(0.005):
                store(app, machine.cursor_rows | {f"workbench.{number % 50}": "x" * 500})
                number += 1
                begun.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        begun.wait(10)
        yield
    finally:
        ended.set()
        thread.join()
