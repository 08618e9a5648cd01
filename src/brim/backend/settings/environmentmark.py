"""What of the environment the answer of `brim status` depends on, as one number that two processes can compare.

Standard library only, for quick commands. This module must not know what a variable means.
"""

from __future__ import annotations

import os
import zlib

_PREFIX = "BRIM_"
_PARTS_OF_SECRETS = ("HOOKS", "HEADERS", "KEY", "TOKEN", "SECRET", "PASSWORD", "PROXY")
"""In the names of settings that may be secret."""
_LOGINS = frozenset(
    {
        "CLAUDE_CODE_OAUTH_TOKEN",
        "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
        "CLAUDE_CODE_USE_BEDROCK",
        "CLAUDE_CODE_USE_VERTEX",
        "CLAUDE_CODE_USE_FOUNDRY",
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_AUTH_TOKEN",
        "ANTHROPIC_BASE_URL",
    }
)
"""These choose another login or another server; some are secrets, of which no trace is kept."""
_FOLDERS = frozenset(
    {
        "HOME",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "CLAUDE_CONFIG_DIR",
        "CLAUDE_SECURESTORAGE_CONFIG_DIR",
    }
)


def environment_mark() -> int | None:
    """The same number for environments in which every setting and every folder is the same.

    None where the environment holds a login or a secret: no two of those are compared.
    """
    found = []
    for name, value in os.environ.items():
        upper = name.upper()
        if value and (upper in _LOGINS or _may_be_secret(upper)):
            return None
        if upper.startswith(_PREFIX) or upper in _FOLDERS:
            found.append(f"{upper}={value}")
    return zlib.crc32("\0".join(sorted(found)).encode(errors="surrogateescape"))


def _may_be_secret(name: str) -> bool:
    return name.startswith(_PREFIX) and any(part in name for part in _PARTS_OF_SECRETS)
