"""Fixtures for every test: an environment of its own, without the machine's settings, login or desktop."""

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

# The speed of generated input says nothing about Brim: in a new clone the first input takes more than a second.
settings.register_profile("brim", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("brim")

FOREIGN = re.compile(
    r"(BRIM|CLAUDE|ANTHROPIC|CODEX|XDG|DBUS)_.*|(WAYLAND_)?DISPLAY|XAUTHORITY|PYSTRAY_BACKEND|(HTTPS?|ALL|NO)_PROXY"
    r"|(GH|GITHUB|COPILOT)_.*|\w+_API_KEY|PYTHON(UNBUFFERED|UTF8|IOENCODING|ASYNCIODEBUG|DEVMODE|WARNINGS)",
    re.IGNORECASE,
)
"""Variables of the machine that would change what Brim does, or give a test a real login, proxy or desktop."""

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
"""Variables that name a user's folders, and the folders below the home of a test that they name."""


DESKTOP_FIXTURES = {"start_desktop", "start_driver", "start_mock", "start_brim"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores, because some tests wait for a program; at most nine, as each collects."""
    return min(os.cpu_count() or 1, 8) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start a desktop, so that `make check` can leave them out."""
    for item in items:
        if DESKTOP_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("desktop")


class Homes:
    """New home folders; one that the last test left as it was is handed out again, as most tests touch no file."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        """Make nothing before it is needed."""
        self._factory = factory
        self._last: tuple[Path, dict[str, int]] | None = None

    def unused(self) -> Path:
        """A home folder in which nothing was made or changed yet."""
        if self._last is None or self._last[1] != _modes(self._last[0]):
            folder = self._factory.mktemp("home")
            for below in HOME_FOLDERS.values():
                (folder / below).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._last = (folder, _modes(folder))
        return self._last[0]


def _modes(folder: Path) -> dict[str, int]:
    """Every path below a folder, with its kind and permissions."""
    return {
        path: os.lstat(path).st_mode
        for parent, _, names in os.walk(folder)
        for path in (parent, *(os.path.join(parent, name) for name in names))  # noqa: PTH118 - runs before every test
    }


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """The home folders of this process."""
    return Homes(tmp_path_factory)


@pytest.fixture(autouse=True)
def home(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a new home folder, and an environment that names no other one."""
    folder = homes.unused()
    for name in filter(FOREIGN.fullmatch, list(os.environ)):
        monkeypatch.delenv(name)
    for name, below in HOME_FOLDERS.items():
        monkeypatch.setenv(name, str(folder / below))
    return folder


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the time zone of the process to UTC for one test."""
    if sys.platform == "win32":
        pytest.skip("Windows has no time.tzset")
    else:
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()
        yield
        monkeypatch.undo()
        time.tzset()
