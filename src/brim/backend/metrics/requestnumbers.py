"""How many requests were sent for each account, as its own file counts them.

This module must not know when a request is due.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from brim.backend.fetching.gateformat import AttemptHistoryFile
from brim.backend.system.files import MAX_BYTES, read_regular_file

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = re.compile(r"[0-9a-f]{16}")


def request_numbers(state_dir: Path) -> dict[str, int]:
    """The requests of all processes since the file was made, by id of the account; no damaged file is counted."""
    try:
        folders = [folder for folder in (state_dir / "accounts").iterdir() if _FOLDER.fullmatch(folder.name)]
    except OSError:
        return {}
    found = {}
    for folder in sorted(folders):
        try:
            content = read_regular_file(folder / "gate.json", MAX_BYTES)
            found[folder.name] = AttemptHistoryFile.model_validate_json(content).attempts.total
        except (OSError, ValidationError):
            continue
    return found
