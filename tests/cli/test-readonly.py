"""Only `statusline install` opens a file of Claude Code for writing or changes one in any other way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.desktop.trace import Trace
from tests.support.statuslinerun import open_terminal, statusline_input
from tests.support.usageserver import future_usage_answer
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

INPUT = json.dumps(statusline_input(five_hour=41, seven_day=17)).encode()
COMMANDS: tuple[list[str], ...] = (
    ["status"],
    ["status", "--all", "--json"],
    ["status", "--refresh"],
    ["config"],
    ["config", "--json"],
    ["doctor"],
    ["doctor", "--json"],
    ["alerts", "log"],
    ["autostart"],
    ["launcher"],
    ["launcher", "--json"],
    ["demo"],
    ["statusline"],
    ["statusline", "--then", "cat"],
    [],
)
READ_ONLY = (["config"], ["doctor"], ["doctor", "--json"], ["autostart"], ["launcher"], ["demo"])
"""Commands that write nothing at all."""


@pytest.fixture
def folders(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Four folders of Claude Code: two whose login can be used, one with an old login, and one without any."""
    sandbox.server.answers = [future_usage_answer()]
    paths = (
        sandbox.claude,
        sandbox.add_account(".claude-b", future_usage_answer()),
        sandbox.add_account(".claude-c", future_usage_answer(), expiresAt=1),
        sandbox.add_account(".claude-d", None),
    )
    for folder in paths:
        (folder / "settings.json").write_text("{}")
        (folder / "projects" / "x").mkdir(parents=True)
        (folder / "projects" / "x" / "one.jsonl").write_text("{}\n")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return paths


def _tree(folders: tuple[Path, ...]) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder, with the times of its last changes, and its content."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    files = {path: path.read_bytes() if path.is_file() else b"" for path in paths}
    stats = {path: path.stat() for path in paths}
    return {str(path): (stats[path].st_mtime_ns, stats[path].st_ctime_ns, files[path]) for path in paths}


@pytest.mark.parametrize("run", [(["status"], False), *((arguments, True) for arguments in COMMANDS)])
def test_command_leaves_files_of_claude_code_alone(
    sandbox: Sandbox,
    folders: tuple[Path, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: tuple[list[str], bool],
) -> None:
    """Any command, with one account or several, changes files in the data folder only."""
    arguments, several = run
    if several:
        monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIRS", os.pathsep.join(map(str, folders)))
    trace, before = Trace(tmp_path / "trace"), _tree(folders)
    command = [*trace.before, sys.executable, "-m", "brim", *arguments]
    done = subprocess.run(command, input=INPUT, capture_output=True, timeout=60, check=False)
    changed = trace.changed()

    assert b"Traceback" not in done.stderr
    assert set() == {path for path in changed if not path.startswith(str(sandbox.state))}
    assert arguments not in READ_ONLY or set() == changed
    assert before == _tree(folders)
    if arguments[:1] == ["status"]:
        logins = {str(folder / ".credentials.json") for folder in folders[: 3 if several else 1]}
        assert logins <= {access.path for access in trace.accesses()}


def test_terminal_gauge_leaves_files_of_claude_code_alone(
    sandbox: Sandbox, folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gauge reads all accounts, refreshes and ends without changing a file of Claude Code."""
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIRS", os.pathsep.join(map(str, folders)))
    monkeypatch.setenv("TERM", "xterm")
    trace, before = Trace(tmp_path / "trace"), _tree(folders)
    master, slave = open_terminal()
    command = [*trace.before, sys.executable, "-m", "brim"]
    brim = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    try:
        wait_until(lambda: b"q quit" in os.read(master, 65536), "the gauge", 20)
        wait_until(lambda: len(sandbox.server.requests) == 2 and bool(os.read(master, 65536)), "the requests", 20)
        os.write(master, b"rq")
        brim.wait(20)
    finally:
        brim.kill()
        brim.wait()

    assert set() == {path for path in trace.changed() if not path.startswith(str(sandbox.state))}
    assert before == _tree(folders)


def test_install_changes_settings_of_claude_code(sandbox: Sandbox, folders: tuple[Path, ...], tmp_path: Path) -> None:
    """`statusline install` changes Claude Code's settings and nothing else, and the trace shows it."""
    trace = Trace(tmp_path / "trace")
    command = [*trace.before, sys.executable, "-m", "brim", "statusline", "install", "--yes"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    compiled = "/__pycache__"  # `install` runs Brim as Claude Code will, and Python may store what it compiles
    changed = {path for path in trace.changed() if not path.startswith(str(sandbox.state)) and compiled not in path}

    assert done.returncode == 0
    assert str(folders[0] / "settings.json") in changed
    assert {str(folders[0])} >= {path for path in changed if "settings.json" not in path}
