"""What every test stands on: an environment of its own, so that no test sees this machine, its login or its desktop."""

from __future__ import annotations

import os
import re
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_plugins = ["tests.desktop.fixtures"]

# How fast invented input comes says nothing of Brim: in a new clone its first piece takes more than a second.
settings.register_profile("brim", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("brim")

FOREIGN = re.compile(
    r"(BRIM|CLAUDE|ANTHROPIC|XDG|DBUS)_.*|(WAYLAND_)?DISPLAY|XAUTHORITY|PYSTRAY_BACKEND|(HTTPS?|ALL|NO)_PROXY"
    r"|PYTHON(UNBUFFERED|UTF8|IOENCODING|ASYNCIODEBUG|DEVMODE|WARNINGS)",
    re.IGNORECASE,
)
"""Variables of the machine that would change what Brim does, or lead a test to a real login, proxy or desktop."""

HOME_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_STATE_HOME": ".local/state",
    "XDG_DATA_HOME": ".local/share",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "run",
}
"""Variables that name a person's folders, and where they lie below the home of a test."""


DESKTOP_FIXTURES = {"start_desktop", "start_driver", "start_mock", "start_brim"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start a desktop, so that `make check` can leave them out."""
    for item in items:
        if DESKTOP_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("desktop")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home folder that nobody used before, and an environment that knows no other."""
    folder = tmp_path_factory.mktemp("home")
    for name in filter(FOREIGN.fullmatch, list(os.environ)):
        monkeypatch.delenv(name)
    for name, below in HOME_FOLDERS.items():
        place = folder / below
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(place))
    return folder


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine's own time zone be UTC for one test."""
    if sys.platform == "win32":
        pytest.skip("Windows keeps its time zone to itself")
    else:
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()
        yield
        monkeypatch.undo()
        time.tzset()
