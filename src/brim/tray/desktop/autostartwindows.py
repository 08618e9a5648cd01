"""Start at login on Windows: a value under the Run key of the current user.

Task Manager records under a second key which values are switched off, and that record counts first. The module can be
imported everywhere; it does nothing elsewhere. This module must not know who asks, nor what is started.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from brim.privatefiles import is_there
from brim.tray.desktop.autostartstore import AutostartState

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED_KEY = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where Task Manager records which values of the Run key are switched off: the first byte is then odd."""
VALUE = "Brim"


class RunKey:
    """The value of Brim under the Run key."""

    def read(self) -> AutostartState:
        """The value counts unless Task Manager has switched it off, or its program was moved or removed."""
        approved = self._value(APPROVED_KEY)
        switched_off = isinstance(approved, bytes) and approved[:1] != b"" and approved[0] % 2 == 1
        program = _program_of(self._value(RUN_KEY))
        enabled = not switched_off and is_there(program)
        return AutostartState(enabled, rf"HKEY_CURRENT_USER\{RUN_KEY}\{VALUE}", program)

    def enable(self, command: Sequence[str]) -> None:
        """Set the value, and delete Task Manager's record about it."""
        import subprocess

        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, subprocess.list2cmdline(command))
        self._delete(APPROVED_KEY)

    def disable(self) -> None:
        """Delete the value."""
        self._delete(RUN_KEY)

    def _value(self, name: str) -> object:
        if sys.platform == "win32":
            import winreg

            with suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, name) as key:
                return winreg.QueryValueEx(key, VALUE)[0]
        return None

    def _delete(self, name: str) -> None:
        if sys.platform == "win32":
            import winreg

            access = winreg.KEY_SET_VALUE
            with suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, name, 0, access) as key:
                winreg.DeleteValue(key, VALUE)


def _program_of(command: object) -> str:
    """The program of a command line; it stands in quotes where its path has a space."""
    text = command if isinstance(command, str) else ""
    return text[1:].partition('"')[0] if text.startswith('"') else text.partition(" ")[0]
