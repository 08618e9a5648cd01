"""The folders of Claude Code whose transcripts count.

Facts: CLAUDE_CONFIG_DIR may hold several folders, separated by commas, which Claude Code takes as one path and tools
that count take as a list (ccusage 20); without it, early versions of Claude Code wrote to `~/.config/claude`, which
XDG_CONFIG_HOME moves. Transcripts are `<folder>/projects/<project>/<session>.jsonl`, and for subagents
`<project>/<session>/subagents/**/agent-*.jsonl`; a `journal.jsonl` beside them repeats their rows (seen in Claude Code
2.1.330). This module must not know what is read there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.claude import fetchwords
from brim.backend.providers.transcripts import TranscriptFolder
from brim.errors import ConfigError
from brim.privatefiles import is_folder

if TYPE_CHECKING:
    from brim.backend.providers.claude.locations import AccountLocation
    from brim.backend.watching.places import Place

_PROJECTS, _DEPTH = "projects", 12
_JOURNAL = frozenset({"journal.jsonl"})
_FOLDER, _EARLY_FOLDER = "~/.claude", "~/.config/claude"


def folders_of(location: AccountLocation) -> tuple[Path, ...]:
    """The folders of the account at a location; raises ConfigError without a home folder."""
    if location.from_own_settings:
        return (location.config_dir,)
    from brim.backend.providers.claude.variables import ClaudeCodeSettings

    return claude_code_roots(ClaudeCodeSettings().config_dir)


def claude_code_roots(named: str | None) -> tuple[Path, ...]:
    """The folders that Claude Code's own variables mean; `named` is CLAUDE_CONFIG_DIR.

    Raises ConfigError without a home folder.
    """
    try:
        return tuple(dict.fromkeys(_claude_code_s_own(named)))
    except RuntimeError as error:
        raise ConfigError(*fetchwords.unknown_home()) from error


def _claude_code_s_own(named: str | None) -> list[Path]:
    if named:
        several = [Path(part.strip()).expanduser() for part in named.split(",") if part.strip()]
        return [Path(named).expanduser()] if is_folder(Path(named).expanduser()) or not several else several
    if sys.platform.startswith("linux"):
        import platformdirs

        early = platformdirs.user_config_path("claude")
    else:
        early = Path(_EARLY_FOLDER).expanduser()
    return [Path(_FOLDER).expanduser(), early]


def transcript_folder(claude_dir: Path) -> TranscriptFolder:
    """Where transcripts are in one of Claude Code's folders, which may be its folder of projects."""
    folder = claude_dir if claude_dir.name == _PROJECTS else claude_dir / _PROJECTS
    return TranscriptFolder(folder, ".jsonl", _DEPTH, _JOURNAL)


def transcript_place(claude_dir: Path) -> Place:
    """All transcripts in one of Claude Code's folders, those of subagents too."""
    from brim.backend.watching.places import transcripts_place

    return transcripts_place(*transcript_folder(claude_dir))
