"""Stores the limits that Claude Code last reported to its status line, one file for each of Claude Code's folders.

The file is `<state>/statusline/<16 hex>.json`; the hex digits begin the SHA-256 of the real path of Claude Code's
folder. The folder follows from `transcript_path` (`<folder>/projects/...`), else from CLAUDE_CONFIG_DIR, else it is
`~/.claude`. Other programs may read the file; it is replaced in one step and never half written:

    {"schema": 1, "received_at": "2026-11-23T11:02:00.250000Z", "config_dir": "/home/me/.claude",
     "session_id": "..." or null, "rate_limits": {
         "five_hour": {"used_percentage": 42.3, "resets_at": 1795442400}, "seven_day": {...}},
     "sessions": {"...": {"five_hour": {...}}}}

`received_at` is UTC and, while the same values are reported again, up to 10 s old; a session that only repeats itself,
its transcript unchanged, does not change the file. Each window has `used_percentage` (0 to 1000), mostly `resets_at`
(epoch seconds), and every other number or short text of the input. A window that the last input did not contain, or
that only another session reported with older values, stays until its reset: it has `told_at` (epoch seconds) and the
`session_id` that reported it. `sessions` has what each of the last 16 sessions reported last, by id: a session repeats
its values until the next answer. Input without any usable window changes nothing.

Standard library only, and no waiting: this module must not know what reads the file.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress

from brim.cli.statusline.inputjson import folder_of_transcript, parse_object, session_id, usable_limits
from brim.cli.statusline.wake import wake_readers
from brim.model.numbers import parse_epoch
from brim.privatefiles import make_folder, read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from brim.cli.statusline.inputjson import Json

REWRITE_SECONDS = 10.0
"""Unchanged values are not written again within this time."""
LOWER_IS_OLDER_SECONDS = 600.0
"""Within this time lower values of another session count as older ones."""

_SCHEMA = 1
_REPORTED_AT, _SESSION = "told_at", "session_id"
_MINUTE = 60.0
_LARGE_FALL = 10.0
"""Percentage points. Two answers at the same time differ by less."""
_MAX_SESSIONS = 16
_CLOCK_SKEW = 5.0
"""Another process may have written since the clock was read."""


def store_limits(data: Json, claude_folder: str, state_folder: str, now: float) -> None:
    """Store the limits of an input and wake the tray if the file changed.

    `claude_folder` is used when the input does not name one; `now` is in epoch seconds. Errors of writing are ignored,
    because the line is to be printed in any case.
    """
    reported = _values(usable_limits(data.get("rate_limits")))
    if not reported:
        return
    transcript = data.get("transcript_path")
    folder = folder_of_transcript(transcript) or os.path.realpath(claude_folder)
    path = os.path.join(state_folder, "statusline", f"{_digest(folder)}.json")
    stored = _load(path) or {}
    written_at, session = _written_at(path, now), session_id(data)
    before = {
        name: _with_origin(window, stored, written_at)
        for name, window in usable_limits(stored.get("rate_limits")).items()
    }
    sessions = _last_reports(stored)
    known = sessions.get(session, {})
    remaining = {
        name: window
        for name, window in before.items()
        if _remains(window, reported.get(name), known.get(name), session, now)
        or (window[_SESSION] != session and not _changed_since(transcript, window[_REPORTED_AT] - _MINUTE))
    }
    content: Json = {"schema": _SCHEMA, "sessions": _with_report(sessions, session, reported)}
    if remaining.keys() >= reported.keys():
        if content["sessions"] != sessions:
            with suppress(OSError):
                _write(path, content | _about_last_report(stored) | {"rate_limits": before})
        return
    windows = reported | remaining
    unchanged = _values(windows) == _values(before)
    if unchanged and (now - written_at < REWRITE_SECONDS or not _changed_since(transcript, written_at)):
        return
    content |= {
        "received_at": _iso_utc(now),
        "config_dir": folder.encode(errors="replace").decode(),  # a path may hold what no file of text can
        "session_id": session or None,
        "rate_limits": windows,
    }
    with suppress(OSError):
        _write(path, content)
        wake_readers(state_folder)


def _about_last_report(stored: Json) -> Json:
    """When the last report came, and whose it was, as far as that can be written again."""
    about = {name: stored.get(name) for name in ("received_at", "config_dir", _SESSION)}
    return {name: value for name, value in about.items() if value is None or isinstance(value, str)}


def _last_reports(stored: Json) -> dict[str, dict[str, Json]]:
    """What each of the last sessions reported last; only what is usable, because it is read from a file."""
    sessions = stored.get("sessions")
    if not isinstance(sessions, dict):
        return {}
    usable = {name: usable_limits(windows) for name, windows in sessions.items() if session_id({"session_id": name})}
    return {name: windows for name, windows in usable.items() if windows}


def _with_report(sessions: dict[str, dict[str, Json]], session: str, reported: dict[str, Json]) -> Json:
    """The last reports with one more; a session without an id is not remembered."""
    if not session or sessions.get(session) == reported:
        return sessions
    others = [(name, windows) for name, windows in sessions.items() if name != session]
    return dict([*others, (session, reported)][-_MAX_SESSIONS:])


def _with_origin(window: Json, stored: Json, written_at: float) -> Json:
    """A stored window with the time and the session of its report, which are its own only where they are usable."""
    reported_at, session = parse_epoch(window.get(_REPORTED_AT)), session_id(window)
    origin = {_REPORTED_AT: written_at if reported_at is None else reported_at, _SESSION: session or session_id(stored)}
    return window | origin


def _values(windows: dict[str, Json]) -> dict[str, Json]:
    """The windows without the time and the session of their reports."""
    return {
        name: {key: value for key, value in window.items() if key not in {_REPORTED_AT, _SESSION}}
        for name, window in windows.items()
    }


def _remains(stored: Json, reported: Json | None, known: Json | None, session: str, now: float) -> bool:
    """Whether a stored window stays: the input does not contain it, or only with older values of another session.

    `known` is what that session reported last. A session repeats its values until it gets the next answer, and they
    never fall within a window: a much lower one that is also lower than its own last one shows that it was reset.
    """
    if reported is None:
        return bool(stored.get("resets_at", 0) > now)
    if stored[_SESSION] == session:
        return False
    if known is not None and _same(known, reported):
        return not _same(stored, reported)
    fell = (
        known is not None
        and _same_window(known, reported)
        and min(stored["used_percentage"] - _LARGE_FALL, known["used_percentage"] - 1) >= reported["used_percentage"]
    )
    recent = abs(now - stored[_REPORTED_AT]) < LOWER_IS_OLDER_SECONDS
    return recent and not fell and _is_older(reported, stored)


def _same(window: Json, other: Json) -> bool:
    """Whether two values are of the same window and equal."""
    return _same_window(window, other) and bool(window["used_percentage"] == other["used_percentage"])


def _same_window(window: Json, other: Json) -> bool:
    return abs(float(window.get("resets_at", 0)) - float(other.get("resets_at", 0))) <= _MINUTE


def _is_older(window: Json, known: Json) -> bool:
    """Whether a value is from before a known one, as in a session that was idle while another one continued."""
    resets = float(window.get("resets_at", 0)), float(known.get("resets_at", 0))
    if abs(resets[0] - resets[1]) > _MINUTE:
        return resets[0] < resets[1]
    return bool(window["used_percentage"] < known["used_percentage"])


def _changed_since(transcript: object, written_at: float) -> bool:
    """Whether a session has continued since; True when its transcript cannot be read."""
    try:
        return not isinstance(transcript, str) or os.stat(transcript).st_mtime > written_at
    except (OSError, ValueError):
        return True


def _iso_utc(now: float) -> str:
    """ISO 8601 with microseconds, because another source may be newer by less than a second."""
    micros = int(now * 1e6)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(micros // 10**6))}.{micros % 10**6:06d}Z"


def _digest(folder: str) -> str:
    import hashlib

    return hashlib.sha256(folder.encode(errors="surrogatepass")).hexdigest()[:16]


def _written_at(path: str, now: float) -> float:
    """When the file was written; 0 if there is none, or if that is in the future because a clock was set back."""
    with suppress(OSError):
        written = os.stat(path).st_mtime
        return min(written, now) if written < now + _CLOCK_SKEW else 0.0
    return 0.0


def _load(path: str) -> Json | None:
    with suppress(OSError):
        return parse_object(read_plain(path, 1 << 20))
    return None


def _write(path: str, content: Json) -> None:
    """Replace the file in one step; the temporary name is unique, and those of killed processes are removed."""
    folder = os.path.dirname(path)
    make_folder(folder)
    for name in os.listdir(folder):
        if name.endswith(".tmp"):
            _remove_old(os.path.join(folder, name))
    text = json.dumps(content, indent=1) + "\n"
    temporary = f"{path}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    finally:
        with suppress(OSError):
            os.unlink(temporary)  # gone once it has replaced the file


def _remove_old(path: str) -> None:
    """Remove a temporary file of a killed process; its writer may remove or rename it at any moment."""
    with suppress(OSError):
        if time.time() - os.lstat(path).st_mtime > _MINUTE:
            os.unlink(path)
