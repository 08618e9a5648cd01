"""What the statusline tap keeps: the limits that Claude Code last told, one file for each of its folders.

`<state>/statusline/<16 hex>.json`, where the hex digits begin the SHA-256 of the real path of Claude Code's folder. The
folder follows from `transcript_path` (`<folder>/projects/...`), else from CLAUDE_CONFIG_DIR, else it is `~/.claude`.
Other programs may read the file; it is replaced in one step and never half written:

    {"schema": 1, "received_at": "2026-11-23T11:02:00.250000Z", "config_dir": "/home/me/.claude",
     "session_id": "..." or null, "rate_limits": {
         "five_hour": {"used_percentage": 42.3, "resets_at": 1795442400}, "seven_day": {...}}}

`received_at` is UTC and, while the same figures come again, up to 10 s old; a session that only repeats itself, its
transcript unmoved, tells nothing. Each window has `used_percentage` (0 to 1000), mostly `resets_at` (epoch seconds),
and whatever other number or short text came with it. One that the last input did not name, or only another session with
older figures, stays until its reset: it has `told_at` (epoch seconds) and the `session_id` that told it. Input without
any usable window changes nothing. Facts of the input: Claude Code's statusline documentation, since 2.1.80.

Standard library only, and no waiting: this module must not know what reads the file.
"""

from __future__ import annotations

import json
import math
import os
import time
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

type Json = dict[str, Any]  # Any: foreign JSON, looked at value by value

REST = 10.0
"""Seconds for which unchanged figures are not written again."""
OVERTAKEN = 600.0
"""Seconds for which another session's lower figures count as older ones."""

_SCHEMA = 1
_TOLD_AT, _SESSION = "told_at", "session_id"
_HIGHEST = 1000
_MILLISECONDS = 1e11
_LATEST = 7_258_118_400
"""The year 2200: no reset is later, and some systems reckon no further than 3000."""
_WINDOWS = 32
_SHORT = 64
_MINUTE = 60.0
_SKEW = 5.0
"""Another tap may have written since we looked at the clock."""


def parse(raw: bytes) -> Json | None:
    """The JSON object in some bytes; None when there is none."""
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def keep(data: Json, claude_folder: str, state_folder: str, now: float) -> None:
    """Store the limits and ring the tray's bell if they are news. Never fails: a line is to be printed in any case."""
    found = _figures(limits(data.get("rate_limits")))
    if not found:
        return
    folder = _claude_folder(data.get("transcript_path")) or os.path.realpath(claude_folder)
    path = os.path.join(state_folder, "statusline", f"{_digest(folder)}.json")
    stored = _load(path) or {}
    told_at, session = _written_at(path, now), _session(data)
    before = {name: _marked(window, stored, told_at) for name, window in limits(stored.get("rate_limits")).items()}
    kept = {name: window for name, window in before.items() if _stays(window, found.get(name), session, now)}
    if kept.keys() >= found.keys():
        return
    windows = found | kept
    same = _figures(windows) == _figures(before)
    if same and (now - told_at < REST or not _moved(data.get("transcript_path"), told_at)):
        return
    fresh: Json = {
        "schema": _SCHEMA,
        "received_at": _iso_utc(now),
        "config_dir": folder,
        "session_id": session or None,
        "rate_limits": windows,
    }
    with suppress(OSError):
        _write(path, fresh)
        _ring(state_folder)


def _iso_utc(now: float) -> str:
    """With its fraction: a second is long enough for another source to be newer than the one before."""
    micros = int(now * 1e6)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(micros // 10**6))}.{micros % 10**6:06d}Z"


def _moved(transcript: object, told_at: float) -> bool:
    """Whether a session has gone on since; one whose transcript cannot be seen counts as such."""
    try:
        return not isinstance(transcript, str) or os.stat(transcript).st_mtime > told_at
    except (OSError, ValueError):
        return True


def _session(data: Json) -> str:
    """Which session says so; empty when it does not tell."""
    found = data.get(_SESSION)
    return found if isinstance(found, str) and len(found) <= _SHORT else ""


def _marked(window: Json, stored: Json, told_at: float) -> Json:
    """A stored window with when and by which session it was told."""
    return {_TOLD_AT: told_at, _SESSION: _session(stored)} | window


def _without_marks(window: Json) -> Json:
    return {name: value for name, value in window.items() if name not in {_TOLD_AT, _SESSION}}


def _figures(windows: dict[str, Json]) -> dict[str, Json]:
    return {name: _without_marks(window) for name, window in windows.items()}


def _stays(old: Json, new: Json | None, session: object, now: float) -> bool:
    """Whether a stored window counts on: the input does not name it, or names it as it was for another session."""
    if new is None:
        return bool(old.get("resets_at", 0) > now)
    return old[_SESSION] != session and abs(now - old[_TOLD_AT]) < OVERTAKEN and _is_before(new, old)


def limits(value: object) -> dict[str, Json]:
    """The windows that can be used, each judged on its own."""
    if not isinstance(value, dict):
        return {}
    made = {}
    for name, window in list(value.items())[:_WINDOWS]:
        percent = number(window.get("used_percentage")) if isinstance(window, dict) else None
        if percent is None or not 0 <= percent <= _HIGHEST or len(name) > _SHORT:
            continue
        plain = {key: _plain(kept) for key, kept in list(window.items())[:_WINDOWS]}
        plain |= {"used_percentage": percent, "resets_at": epoch(window.get("resets_at"))}
        made[name] = {key: kept for key, kept in plain.items() if kept is not None}
    return made


def number(value: object) -> float | None:
    """A finite number, also one written as text; no truth value."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:
        return None


def epoch(value: object) -> float | None:
    """A time in seconds since 1970; milliseconds are told by their size, and ISO 8601 by its form."""
    found = number(value)
    if found is None and isinstance(value, str) and len(value) <= _SHORT:
        found = _iso(value)
    if found is None or found <= 0:
        return None
    found = found / 1000 if found > _MILLISECONDS else found
    return found if found <= _LATEST else None


def _iso(value: str) -> float | None:
    from datetime import UTC, datetime  # the usual form needs none of it

    try:
        when = datetime.fromisoformat(value)
        return when.replace(tzinfo=when.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def _plain(value: object) -> float | str | None:
    if isinstance(value, str):
        return value if len(value) <= _SHORT else None
    return number(value)


def _claude_folder(transcript: object) -> str | None:
    """The real folder above `projects` in the path of a transcript; None when the path is none of this system's."""
    if not isinstance(transcript, str) or not os.path.isabs(transcript):
        return None
    above = transcript
    while (parent := os.path.dirname(above)) != above:
        if os.path.basename(above) == "projects":
            try:
                return os.path.realpath(parent)
            except (OSError, ValueError):  # a zero byte
                return None
        above = parent
    return None


def _digest(folder: str) -> str:
    import hashlib

    return hashlib.sha256(folder.encode(errors="surrogatepass")).hexdigest()[:16]


def _is_before(window: Json, known: Json) -> bool:
    """Whether a figure is that of a session which slept while another one went on."""
    resets = float(window.get("resets_at", 0)), float(known.get("resets_at", 0))
    if abs(resets[0] - resets[1]) > _MINUTE:
        return resets[0] < resets[1]
    return bool(window["used_percentage"] < known["used_percentage"])


def _written_at(path: str, now: float) -> float:
    """When the file was written; long ago if there is none, or when that lies ahead, as after a clock was set back."""
    with suppress(OSError):
        written = os.stat(path).st_mtime
        return min(written, now) if written < now + _SKEW else 0.0
    return 0.0


def _load(path: str) -> Json | None:
    with suppress(OSError), open(path, "rb") as file:
        return parse(file.read(1 << 20))
    return None


def _write(path: str, content: Json) -> None:
    """Replace the file in one step; the temporary name is nobody else's, and what a killed tap left is swept away."""
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith(".tmp"):
            _sweep(os.path.join(folder, name))
    temporary = f"{path}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(content, indent=1) + "\n")
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def _sweep(path: str) -> None:
    """Remove what a killed tap left; one that goes on may do the same, or put its own in place, at any moment."""
    with suppress(OSError):
        if time.time() - os.lstat(path).st_mtime > _MINUTE:
            os.unlink(path)


def _ring(state_folder: str) -> None:
    """One datagram to the port that the running tray has told, if one runs (see `brim.backend.system.wakeup`)."""
    import socket

    port = (_load(os.path.join(state_folder, "tray.json")) or {}).get("port")
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 1 << 16:
        return
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
        bell.setblocking(False)  # noqa: FBT003 - the name of the switch is the method's
        bell.sendto(b"", ("127.0.0.1", port))
