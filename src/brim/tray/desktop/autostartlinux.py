"""Start at login on Linux: a desktop entry in the user's autostart folder.

Source: XDG Autostart Specification and Desktop Entry Specification. An entry that a package put into a system folder is
switched off by an entry of the same name in the user's folder that says Hidden. This module must not know who asks.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.privatefiles import is_there, read_plain
from brim.tray.desktop.autostartstore import MAX_BYTES, AutostartState, remove_entry, write_atomically
from brim.tray.desktop.desktopentry import FILE_NAME, autostart_entry, can_start, tried_program, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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
                entry = read_plain(folder / FILE_NAME, MAX_BYTES).decode(errors="replace")
                program = tried_program(values_of(entry))
                return AutostartState(entry_starts(entry), str(self.folder / FILE_NAME), program)
        return AutostartState(enabled=False, location=str(self.folder / FILE_NAME))

    def enable(self, command: Sequence[str]) -> None:
        """Write the user's entry."""
        write_atomically(self.folder / FILE_NAME, autostart_entry(command).encode())

    def disable(self) -> None:
        """Remove the user's entry, or write one that hides the system's."""
        if any(is_there(folder / FILE_NAME) for folder in self.system_folders):
            write_atomically(self.folder / FILE_NAME, _HIDDEN_ENTRY)
        else:
            remove_entry(self.folder / FILE_NAME)


def entry_starts(entry: str) -> bool:
    """Whether a desktop entry starts anything at login: not where its program was moved or removed."""
    values = values_of(entry)
    hidden, enabled = (values.get(key, "").lower() for key in ("Hidden", "X-GNOME-Autostart-enabled"))
    return hidden != "true" and enabled != "false" and "Exec" in values and can_start(values)
