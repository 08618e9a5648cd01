"""Why Claude Code's file about the account cannot be used. This module must not know how the file is read."""

from __future__ import annotations

from brim.words.translation import _


def not_json() -> str:
    """The file is not JSON, after several tries."""
    return _("Claude Code's .claude.json is not valid JSON")


def not_read(path: str, reason: str | None) -> str:
    """The file cannot be opened, or is too large; `reason` is the system's."""
    if reason is None:
        return _("{path} cannot be opened", path=path)
    return _("{path} cannot be opened: {reason}", path=path, reason=reason)
