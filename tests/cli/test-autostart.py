"""`brim autostart`: shows the state, switches it on and off, and rejects other words."""

from __future__ import annotations

import json
import sys

import pytest

from tests.support.sandbox import start_brim


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
    """The JSON says whether Brim starts at login, and where the entry is, also after a change."""
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/nonexistent")
    on, off = (json.loads(autostart(switch, "--json")[1]) for switch in ("on", "off"))

    assert [True, False] == [on["enabled"], off["enabled"]]
    assert ["schema", "enabled", "location"] == list(on)
    assert on["location"] == off["location"]
