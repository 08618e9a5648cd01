"""A shortcut of Windows, made by the shell itself through COM.

Source: IShellLinkW and IPersistFile, whose methods are called by their place in the table (ShObjIdl_core.h). The module
can be imported everywhere; it does nothing elsewhere. This module must not know where a shortcut goes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from brim.words.autostart import entry_comment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ctypes import c_void_p

_SHELL_LINK = UUID("00021401-0000-0000-c000-000000000046").bytes_le
_I_SHELL_LINK = UUID("000214f9-0000-0000-c000-000000000046").bytes_le
_I_PERSIST_FILE = UUID("0000010b-0000-0000-c000-000000000046").bytes_le
_QUERY_INTERFACE, _RELEASE = 0, 2
_SET_DESCRIPTION, _SET_ARGUMENTS, _SET_ICON_LOCATION, _SET_PATH, _SAVE = 7, 11, 17, 20, 6
_IN_PROCESS = 1


def shortcut(command: Sequence[str], icon: Path) -> bytes:
    """The content of a shortcut that starts a command; raises OSError where the shell refuses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "brim.lnk")
        _save(path, command, icon)
        return path.read_bytes()


def _save(path: Path, command: Sequence[str], icon: Path) -> None:
    if sys.platform == "win32":
        import ctypes

        ole, link, file = ctypes.oledll.ole32, ctypes.c_void_p(), ctypes.c_void_p()
        ole.CoInitialize(None)
        try:
            ole.CoCreateInstance(_SHELL_LINK, None, _IN_PROCESS, _I_SHELL_LINK, ctypes.byref(link))
            _call(link, _SET_PATH, command[0])
            _call(link, _SET_ARGUMENTS, subprocess.list2cmdline(command[1:]))
            _call(link, _SET_DESCRIPTION, entry_comment())
            _call(link, _SET_ICON_LOCATION, str(icon), 0)
            _call(link, _QUERY_INTERFACE, _I_PERSIST_FILE, ctypes.byref(file))
            _call(file, _SAVE, str(path), 1)
        finally:
            for pointer in (file, link):
                if pointer.value:
                    _call(pointer, _RELEASE)
            ole.CoUninitialize()


def _call(pointer: c_void_p, method: int, *arguments: object) -> None:
    """Call a method of a COM object by its place in the table; raises OSError with the reason of the shell."""
    if sys.platform == "win32":
        import ctypes

        table = ctypes.cast(pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        kinds = [_kind(argument) for argument in arguments]
        result = ctypes.c_ulong if method == _RELEASE else ctypes.HRESULT
        ctypes.WINFUNCTYPE(result, ctypes.c_void_p, *kinds)(table[method])(pointer, *arguments)


def _kind(argument: object) -> type:
    import ctypes

    if isinstance(argument, str):
        return ctypes.c_wchar_p
    if isinstance(argument, bytes):
        return ctypes.c_char_p
    return ctypes.c_int if isinstance(argument, int) else ctypes.c_void_p
