"""A mocked login manager with one session, for the tests of what it reports."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dbus_fast import Variant

from tests.desktop.mocks import MOCK

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartMock
    from tests.desktop.harness import Desktop
    from tests.desktop.mocks import Mock

LOGIN = "org.freedesktop.login1"
MANAGER, SESSION = f"{LOGIN}.Manager", f"{LOGIN}.Session"
LOGIN_PATH = "/org/freedesktop/login1"
SESSION_ID = "c1"
SESSION_PATH = f"{LOGIN_PATH}/session/{SESSION_ID}"
_ACTIVE = True


def start_login(desktop: Desktop, start_mock: StartMock, kind: str = "x11") -> Mock:
    """A login manager with one session of this user."""
    mock = start_mock(desktop, LOGIN, LOGIN_PATH, "logind")
    mock.call(MOCK, "AddSession", "ssusb", SESSION_ID, "seat0", os.getuid(), "somebody", _ACTIVE)
    mock.set(SESSION, "Type", Variant("s", kind), SESSION_PATH)
    return mock
