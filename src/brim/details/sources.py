"""Where the data of the page comes from. This module must not know what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from brim.backend.providers.transcripts import TranscriptRoot
    from brim.backend.system.files import Json


@dataclass(frozen=True, slots=True)
class Sources:
    """The folders of this machine, and what is asked of other parts of Brim."""

    state_dir: Path
    config_dir: Path
    roots: Callable[[], Sequence[TranscriptRoot]]
    """The folders whose transcripts count."""
    diagnosis: Callable[[], list[Json]]
    """The lines of `brim doctor` that need no login."""
