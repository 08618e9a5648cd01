"""What the menu shows about this machine. This module must not know how a desktop is asked for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MachineState:
    """The facts about this machine that the menu shows. They belong to no account."""

    starts_at_login: bool | None = None
    """None where that is unknown, or where this tray may not change it."""


UNKNOWN_MACHINE_STATE = MachineState()
