"""Start at login on macOS: a LaunchAgent, which counts from the next login on (launchd.plist(5)).

This module must not know who asks, nor what is started.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.privatefiles import is_there, read_plain
from brim.tray.desktop.autostartstore import MAX_BYTES, AutostartState, remove_entry, write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LABEL = "app.brim.Tray"
"""The name of the agent."""


@dataclass(frozen=True, slots=True)
class LaunchAgent:
    """A property list in the user's LaunchAgents."""

    folder: Path

    @property
    def path(self) -> Path:
        """The file of the agent."""
        return self.folder / f"{LABEL}.plist"

    def read(self) -> AutostartState:
        """An agent that exists and is not disabled runs at login, if its program was not moved or removed."""
        import plistlib
        from xml.parsers.expat import ExpatError

        try:
            agent = plistlib.loads(read_plain(self.path, MAX_BYTES))
        except (FileNotFoundError, NotADirectoryError):
            agent = {}
        except (plistlib.InvalidFileException, ExpatError, ValueError, AttributeError):  # not a file that Brim wrote
            agent = {}
        enabled = isinstance(agent, dict) and agent.get("RunAtLoad") is True and agent.get("Disabled") is not True
        program = _program_of(agent.get("ProgramArguments")) if isinstance(agent, dict) else ""
        return AutostartState(enabled and is_there(program), str(self.path), program)

    def enable(self, command: Sequence[str]) -> None:
        """Write the agent."""
        import plistlib

        agent = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        write_atomically(self.path, plistlib.dumps(agent))

    def disable(self) -> None:
        """Remove the agent."""
        remove_entry(self.path)


def _program_of(arguments: object) -> str:
    return str(arguments[0]) if isinstance(arguments, list) and arguments else ""
