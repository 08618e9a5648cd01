"""Sets the theme of the taskbar as Windows' own settings do, under Wine: the value, then a message to every window.

`theme.py light|dark`.
"""

from __future__ import annotations

import sys

from brim.tray.windows.taskbar import PERSONALIZE_KEY

_BROADCAST, _SETTING_CHANGE, _ABORT_IF_HUNG, _TIMEOUT_MILLISECONDS = 0xFFFF, 0x001A, 0x0002, 2000


def main() -> None:
    """Set the value and send the message."""
    if sys.platform == "win32":
        import ctypes
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, PERSONALIZE_KEY) as key:
            winreg.SetValueEx(key, "SystemUsesLightTheme", 0, winreg.REG_DWORD, int(sys.argv[1] == "light"))
        changed_area = ctypes.c_wchar_p("ImmersiveColorSet")
        ctypes.windll.user32.SendMessageTimeoutW(
            _BROADCAST, _SETTING_CHANGE, 0, changed_area, _ABORT_IF_HUNG, _TIMEOUT_MILLISECONDS, None
        )


if __name__ == "__main__":
    main()
