"""What is shown of a newer version: nothing, unless the last check named one.

Commands read the shared file without its model, which takes longer to import than they run. This module must not know
who shows the version.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brim import __version__
from brim.backend.updates.installation import installation_of
from brim.backend.updates.names import UPDATES_FILE
from brim.backend.updates.traces import read_traces
from brim.backend.updates.versions import is_newer
from brim.model.update import Update
from brim.privatefiles import read_plain

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 1 << 16


def update_to(latest: str | None, installed: str = __version__) -> Update | None:
    """The version to show; None where the latest one is not newer than the installed one."""
    if latest is None or not is_newer(latest, installed):
        return None
    return Update(latest, installation_of(read_traces()))


def stored_update(state_dir: Path) -> Update | None:
    """The version that the last check found, unless checks were switched off since. Never raises."""
    try:
        known = json.loads(read_plain(state_dir / UPDATES_FILE, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(known, dict) or known.get("on") is not True:
        return None
    latest = known.get("latest")
    return update_to(latest) if isinstance(latest, str) else None
