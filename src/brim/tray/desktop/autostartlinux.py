"""Start at login on Linux: a desktop entry in the user's autostart folder.

Source: XDG Autostart Specification and Desktop Entry Specification. An entry that a package put into a system folder is
switched off by an entry of the same name in the user's folder that says Hidden. This module must not know who asks.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.privatefiles import is_there, read_plain
from brim.tray.desktop.autostartstore import MAX_BYTES, AutostartState, write_atomically
from brim.words.autostart import entry_comment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE_NAME = "brim.desktop"
_EXEC_ESCAPED = '"`$\\'
"""Desktop Entry Specification, the Exec key: these letters take a backslash inside quotes."""
_HIDDEN_ENTRY = b"[Desktop Entry]\nType=Application\nName=Brim\nHidden=true\n"


@dataclass(frozen=True, slots=True)
class DesktopEntry:
    """The entry in the user's autostart folder, which wins over entries in the system's folders."""

    folder: Path
    system_folders: tuple[Path, ...] = ()
    """The most important one first."""

    def read(self) -> AutostartState:
        """The first entry that exists decides."""
        for folder in (self.folder, *self.system_folders):
            with suppress(FileNotFoundError, NotADirectoryError):
                enabled = entry_starts(read_plain(folder / FILE_NAME, MAX_BYTES).decode(errors="replace"))
                return AutostartState(enabled, str(self.folder / FILE_NAME))
        return AutostartState(enabled=False, location=str(self.folder / FILE_NAME))

    def enable(self, command: Sequence[str]) -> None:
        """Write the user's entry."""
        write_atomically(self.folder / FILE_NAME, entry_text(command).encode(errors="surrogateescape"))

    def disable(self) -> None:
        """Remove the user's entry, or write one that hides the system's."""
        if any(is_there(folder / FILE_NAME) for folder in self.system_folders):
            write_atomically(self.folder / FILE_NAME, _HIDDEN_ENTRY)
        else:
            (self.folder / FILE_NAME).unlink(missing_ok=True)


def entry_text(command: Sequence[str]) -> str:
    """The text of a desktop entry that starts this command."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=Brim",
            f"Comment={entry_comment()}",
            f"Exec={' '.join(map(_quoted_argument, command))}",
            f"TryExec={_escaped_string(command[0])}",
            "Icon=utilities-system-monitor",
            "Terminal=false",
            "StartupNotify=false",
            "X-GNOME-Autostart-enabled=true",
            "",
        )
    )


def entry_starts(entry: str) -> bool:
    """Whether a desktop entry starts anything at login."""
    section, values = "", {}
    for line in entry.splitlines():
        if line.startswith("["):
            section = line.strip()
        elif section == "[Desktop Entry]" and "=" in line:
            key, _, value = line.partition("=")
            values[key.strip()] = value.strip().lower()
    return values.get("Hidden") != "true" and values.get("X-GNOME-Autostart-enabled") != "false" and "Exec" in values


def _quoted_argument(argument: str) -> str:
    """One argument of the Exec key: quoted, with the key's own escapes, then those of every string, no field codes."""
    quoted = "".join(f"\\{letter}" if letter in _EXEC_ESCAPED else letter for letter in argument)
    return _escaped_string(f'"{quoted}"').replace("%", "%%")


def _escaped_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
