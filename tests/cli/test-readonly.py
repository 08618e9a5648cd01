"""No command but `statusline install` opens a file of Claude Code for writing, or changes one in any other way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.desktop.trace import Trace
from tests.support.statuslinerun import statusline_input
from tests.support.usageserver import future_usage_answer
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

TOLD = json.dumps(statusline_input(five_hour=41, seven_day=17)).encode()
COMMANDS: tuple[list[str], ...] = (
    ["status"],
    ["status", "--all", "--json"],
    ["status", "--refresh"],
    ["doctor"],
    ["doctor", "--json"],
    ["alerts", "log"],
    ["autostart"],
    ["demo"],
    ["statusline"],
    ["statusline", "--then", "cat"],
    [],
)
SILENT = (["doctor"], ["doctor", "--json"], ["autostart"], ["demo"])
"""Commands that write nothing at all."""


@pytest.fixture
def folders(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Four folders of Claude Code: two whose login can be used, one with an old login, and one without any."""
    sandbox.server.answers = [future_usage_answer()]
    made = (
        sandbox.claude,
        sandbox.add_account(".claude-b", future_usage_answer()),
        sandbox.add_account(".claude-c", future_usage_answer(), expiresAt=1),
        sandbox.add_account(".claude-d", None),
    )
    for folder in made:
        (folder / "settings.json").write_text("{}")
        (folder / "projects" / "x").mkdir(parents=True)
        (folder / "projects" / "x" / "one.jsonl").write_text("{}\n")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return made


def _tree(folders: tuple[Path, ...]) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder, with the times of its last change and of its last reading, and its content."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    files = {path: path.read_bytes() if path.is_file() else b"" for path in paths}
    stats = {path: path.stat() for path in paths}
    return {str(path): (stats[path].st_mtime_ns, stats[path].st_ctime_ns, files[path]) for path in paths}


@pytest.mark.parametrize("run", [(["status"], False), *((arguments, True) for arguments in COMMANDS)])
def test_commands(
    sandbox: Sandbox,
    folders: tuple[Path, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: tuple[list[str], bool],
) -> None:
    """Whatever is run, with one account or several, a change lies in the state folder alone."""
    arguments, several = run
    if several:
        monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIRS", os.pathsep.join(map(str, folders)))
    trace, before = Trace(tmp_path / "trace"), _tree(folders)
    command = [*trace.before, sys.executable, "-m", "brim", *arguments]
    done = subprocess.run(command, input=TOLD, capture_output=True, timeout=60, check=False)
    changed = trace.changed()

    assert b"Traceback" not in done.stderr
    assert set() == {path for path in changed if not path.startswith(str(sandbox.state))}
    assert arguments not in SILENT or set() == changed
    assert before == _tree(folders)
    if arguments[:1] == ["status"]:
        logins = {str(folder / ".credentials.json") for folder in folders[: 3 if several else 1]}
        assert logins <= {touch.path for touch in trace.touches()}


def test_the_gauge_of_a_terminal(
    sandbox: Sandbox, folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gauge reads all accounts, refreshes and ends without touching anything of Claude Code's."""
    import pty

    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIRS", os.pathsep.join(map(str, folders)))
    monkeypatch.setenv("TERM", "xterm")
    trace, before = Trace(tmp_path / "trace"), _tree(folders)
    ours, its = pty.openpty()
    command = [*trace.before, sys.executable, "-m", "brim"]
    brim = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, start_new_session=True)
    try:
        wait_until(lambda: b"q quit" in os.read(ours, 65536), "the gauge", 20)
        wait_until(lambda: len(sandbox.server.requests) == 2 and bool(os.read(ours, 65536)), "the requests", 20)
        os.write(ours, b"rq")
        brim.wait(20)
    finally:
        brim.kill()
        brim.wait()

    assert set() == {path for path in trace.changed() if not path.startswith(str(sandbox.state))}
    assert before == _tree(folders)


def test_install_is_the_exception(sandbox: Sandbox, folders: tuple[Path, ...], tmp_path: Path) -> None:
    """What is watched here would be seen: `statusline install` changes Claude Code's settings, and nothing else."""
    trace = Trace(tmp_path / "trace")
    command = [*trace.before, sys.executable, "-m", "brim", "statusline", "install", "--yes"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    compiled = (
        "/__pycache__"  # Brim is tried as Claude Code will run it, and Python may keep what it has compiled for that
    )
    changed = {path for path in trace.changed() if not path.startswith(str(sandbox.state)) and compiled not in path}

    assert done.returncode == 0
    assert str(folders[0] / "settings.json") in changed
    assert {str(folders[0])} >= {path for path in changed if "settings.json" not in path}
