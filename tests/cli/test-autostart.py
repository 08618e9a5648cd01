"""`brim autostart`: shows the state, switches it on and off, and rejects other words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.launcherfiles import copy, make_copy
from tests.support.sandbox import start_brim

__all__ = ["copy"]


def autostart(*arguments: str) -> tuple[int, str, str]:
    """Exit code and both outputs."""
    with start_brim("autostart", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors


@pytest.mark.skipif(sys.platform == "win32", reason="it would write the registry of whoever runs the tests")
def test_autostart_is_shown_and_switched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call prints the state after it, with the file."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/nonexistent")
    results = [autostart(*arguments) for arguments in ((), ("on",), (), ("off",), ("maybe",))]

    assert [0, 0, 0, 0, 2] == [code for code, _, _ in results]
    assert [False, True, True, False] == [out.startswith("Brim starts at login: /") for _, out, _ in results[:4]]


@pytest.mark.skipif(sys.platform == "win32", reason="it would write the registry of whoever runs the tests")
def test_autostart_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """The JSON says whether Brim starts at login, what the entry starts and where it is, also after a change."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/nonexistent")
    on, off = (json.loads(autostart(switch, "--json")[1]) for switch in ("on", "off"))

    assert [True, False] == [on["enabled"], off["enabled"]]
    assert ["schema", "enabled", "location", "program"] == list(on)
    assert (on["location"], None) == (off["location"], off["program"])
    assert Path(on["program"]).parent == Path(sys.executable).parent


@pytest.mark.skipif(sys.platform != "linux", reason="the other copy is made with links")
def test_another_copy_and_one_that_is_gone_are_named(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another copy of Brim starts at login, this one says so, and also when that one is gone."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/nonexistent")
    subprocess.run([copy, "-m", "brim", "autostart", "on"], check=True, timeout=60, capture_output=True)
    other = autostart()[1]
    copy.rename(copy.with_name("moved"))
    gone = autostart()[1]
    own = autostart("on")[1]

    assert f"That starts another copy of Brim, {copy}. Run `brim autostart on`" in other
    assert gone.startswith(f"Brim does not start at login, because {copy} is gone. Run `brim autostart on`")
    assert (1, True) == (len(own.splitlines()), own.startswith("Brim starts at login: /"))


@pytest.mark.skipif(sys.platform != "linux", reason="the other copy is made with links")
@pytest.mark.parametrize("command", [("autostart", "on"), ("launcher", "on"), ("statusline", "install", "--yes")])
def test_nothing_names_a_copy_that_was_only_tried(
    command: tuple[str, ...], tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `uvx` starts is gone one day: no entry is made for it, and the way to a lasting one is named."""
    (tmp_path / "uv").mkdir()
    python = make_copy(tmp_path / "uv" / "archive-v0")
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "none"))
    before = set(home.rglob("*.desktop"))
    done = subprocess.run(
        [python, "-m", "brim", *command], check=False, timeout=60, capture_output=True, text=True, env=os.environ
    )

    assert 1 == done.returncode
    assert "temporary cache" in done.stderr
    assert "`uv tool install brim`" in " ".join(done.stderr.split())
    assert before == set(home.rglob("*.desktop"))
