"""The JSON that Claude Code sends to its status line: the usable limits, the session, and Claude Code's folder.

Facts of the input: Claude Code's statusline documentation, since 2.1.80. Every value is checked on its own. Standard
library only: this module must not know what becomes of a value.
"""

from __future__ import annotations

import json
import os

from brim.model.numbers import parse_epoch, parse_number, parse_percent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

type Json = dict[str, Any]  # Any: foreign JSON, checked value by value

_MAX_WINDOWS = 32
_MAX_TEXT = 64


def parse_object(raw: bytes) -> Json | None:
    """The JSON object in some bytes; None when there is none."""
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def usable_limits(value: object) -> dict[str, Json]:
    """The windows of `rate_limits` that have a usable percentage, by name.

    Each has `used_percentage`, `resets_at` in epoch seconds if it is usable, and every other number or short text.
    """
    if not isinstance(value, dict):
        return {}
    usable = {}
    for name, window in list(value.items())[:_MAX_WINDOWS]:
        percent = parse_percent(window.get("used_percentage")) if isinstance(window, dict) else None
        if percent is None or not _is_short_text(name):
            continue
        values = {key: _plain_value(value) for key, value in list(window.items())[:_MAX_WINDOWS]}
        values |= {"used_percentage": percent, "resets_at": parse_epoch(window.get("resets_at"))}
        usable[name] = {key: value for key, value in values.items() if value is not None}
    return usable


def session_id(data: Json) -> str:
    """The id of the session that sent the input; empty when it has none."""
    value = data.get("session_id")
    return value if isinstance(value, str) and _is_short_text(value) else ""


def folder_of_transcript(transcript: object) -> str | None:
    """The real path of the folder above `projects` in the path of a transcript.

    None when it is no absolute path of this system.
    """
    if not isinstance(transcript, str) or not os.path.isabs(transcript):
        return None
    path = transcript
    while (parent := os.path.dirname(path)) != path:
        if os.path.basename(path) == "projects":
            try:
                return os.path.realpath(parent)
            except (OSError, ValueError):  # a zero byte
                return None
        path = parent
    return None


def _plain_value(value: object) -> float | str | None:
    if isinstance(value, str):
        return value if _is_short_text(value) else None
    return parse_number(value)


def _is_short_text(value: object) -> bool:
    """Whether a value is a text that can be kept: half a character, for one, cannot be written into a file."""
    return isinstance(value, str) and len(value) <= _MAX_TEXT and value.isprintable()
