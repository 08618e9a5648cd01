"""Finds out whether the session that calls uses another login than the stored one: a token.

Facts, seen in Claude Code 2.1.197, 2.1.300 and 2.1.332: a session with CLAUDE_CODE_OAUTH_TOKEN reports the limits of
that token's account, and removes the variable from the environment of its status line, which has CLAUDECODE instead
and, in the newer ones, CLAUDE_PID. The token may also stand under `env` in the user's settings; from those of a project
it is not taken. A transcript names an owner, but keeps it when another account signs in, whose login the running
session uses at once.
Only Linux shows the environment of the session itself. Standard library only.
"""

from __future__ import annotations

import os
from contextlib import suppress

from brim.cli.statusline.inputjson import folder_of_transcript, parse_object
from brim.privatefiles import read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from brim.cli.statusline.inputjson import Json

TOKENS = ("CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR", "ANTHROPIC_AUTH_TOKEN")
"""With one of these Claude Code leaves the stored login alone, and the limits are those of another account."""
_PID, _INSIDE = "CLAUDE_PID", "CLAUDECODE"
_MAX_BYTES = 1 << 20
_MAX_SHELLS = 4
"""Programs between a session and its status line."""


def has_other_login(data: Json, environment: Mapping[str, str], claude_folder: str) -> bool:
    """Whether a token is set: in the environment, in that of the session, or in its settings.

    `claude_folder` is used when the input (`data`) does not name one.
    """
    if any(environment.get(name) for name in TOKENS):
        return True
    folder = folder_of_transcript(data.get("transcript_path")) or claude_folder
    return _sets_token(os.path.join(folder, "settings.json")) or _session_has_token(environment)


def _sets_token(settings: str) -> bool:
    with suppress(OSError, ValueError):  # a path that cannot be
        variables = (parse_object(read_plain(settings, _MAX_BYTES)) or {}).get("env")
        return isinstance(variables, dict) and any(variables.get(name) for name in TOKENS)
    return False


def _session_has_token(environment: Mapping[str, str]) -> bool:
    """Whether the process of the session was started with a token."""
    named = environment.get(_PID, "")
    if named.isascii() and named.isdigit():
        return any(_variables(int(named)).get(name.encode()) for name in TOKENS)
    pid = os.getppid() if environment.get(_INSIDE) else 0
    for _ in range(_MAX_SHELLS):
        variables = _variables(pid) if pid > 1 else {}
        if _INSIDE.encode() not in variables:  # the first one that the session did not start is the session
            return any(variables.get(name.encode()) for name in TOKENS)
        pid = _parent(pid)
    return False


def _variables(pid: int) -> dict[bytes, bytes]:
    """The environment that a process was started with; empty where the system does not show it."""
    with suppress(OSError):
        entries = read_plain(f"/proc/{pid}/environ", _MAX_BYTES).split(b"\0")
        return dict(entry.split(b"=", 1) for entry in entries if b"=" in entry)
    return {}


def _parent(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(read_plain(f"/proc/{pid}/stat", _MAX_BYTES).rpartition(b")")[2].split()[1])
    return 0
