"""What of the environment the answer of `brim status` depends on, as one number that two processes can compare.

Standard library only, for quick commands. This module must not know what a variable means.
"""

from __future__ import annotations

import os
import zlib

_PREFIX = "BRIM_"
_PARTS_OF_SECRETS = ("HOOKS", "HEADERS", "KEY", "TOKEN", "SECRET", "PASSWORD", "PROXY")
"""In the names of settings that may be secret."""
_LOGINS = frozenset({"CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR"})
"""Of these secrets no trace is kept."""
_ENDS_OF_KEYS = ("_API_KEY", "_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN")
"""So end the names of variables that hold a login of other providers."""
_FOLDERS = ("_HOME", "_CONFIG_DIR")
"""So end the names of variables that say where programs keep their files."""
_KEYS = frozenset({"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"})
"""Of these secrets counts only whether they are set (`brim.backend.providers.claude.otherbackends`)."""
_OTHERS = frozenset(
    {
        "ANTHROPIC_BASE_URL",
        "CLAUDE_CODE_USE_BEDROCK",
        "CLAUDE_CODE_USE_VERTEX",
        "CLAUDE_CODE_USE_FOUNDRY",
        "CLAUDE_CONFIG_DIR",
        "CLAUDE_SECURESTORAGE_CONFIG_DIR",
        "HOME",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
    }
)
"""Where sessions go, and where folders are."""


def environment_mark() -> int | None:
    """The same number for environments in which every setting and every folder is the same.

    None where the environment holds a login or an address with a secret: no two of those are compared.
    """
    found = []
    for name, value in os.environ.items():
        upper = name.upper()
        is_compared = upper.startswith(_PREFIX) or upper in _OTHERS or upper.endswith(_FOLDERS)
        is_login = upper in _LOGINS or (upper.endswith(_ENDS_OF_KEYS) and upper not in _KEYS)
        if value and (is_login or _may_be_secret(upper) or (is_compared and _names_a_user(value))):
            return None
        if is_compared:
            found.append(f"{upper}={value}")
        elif upper in _KEYS and value:
            found.append(upper)
    return zlib.crc32("\0".join(sorted(found)).encode(errors="surrogateescape"))


def _may_be_secret(name: str) -> bool:
    return name.startswith(_PREFIX) and any(part in name for part in _PARTS_OF_SECRETS)


def _names_a_user(value: str) -> bool:
    """Whether a value is an address that may hold a password."""
    return "://" in value and "@" in value
