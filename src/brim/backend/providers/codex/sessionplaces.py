"""Where Codex keeps its session files. This module must not know what a file says.

Facts (codex-rs, 2026): `sessions/<year>/<month>/<day>/rollout-<time>-<id>.jsonl` in $CODEX_HOME, else in ~/.codex on
every system; an archived session is moved to `archived_sessions`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.transcripts import TranscriptFolder
from brim.errors import ConfigError

if TYPE_CHECKING:
    from brim.backend.watching.places import Place

SUFFIX = ".jsonl"
_DEFAULT, _SESSIONS, _DEPTH = "~/.codex", "sessions", 3


def default_home(named: str | None) -> Path:
    """The folder that Codex itself uses; `named` is CODEX_HOME. Raises ConfigError without a home folder."""
    try:
        return Path(named or _DEFAULT).expanduser()
    except RuntimeError as error:
        from brim.backend.providers.codex import words

        raise ConfigError(*words.unknown_home()) from error


def session_folders(home: Path) -> tuple[TranscriptFolder, ...]:
    """Where sessions are in one of Codex's folders, and where archived ones are."""
    return tuple(TranscriptFolder(home / name, SUFFIX, _DEPTH) for name in (_SESSIONS, "archived_sessions"))


def session_place(home: Path) -> Place:
    """The sessions that are not archived."""
    from brim.backend.watching.places import transcripts_place

    return transcripts_place(home / _SESSIONS, SUFFIX, _DEPTH)
