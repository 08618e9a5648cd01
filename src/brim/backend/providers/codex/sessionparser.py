"""What was used in a session of Codex: one answer for each response of a model.

Facts (rollouts of codex-rs, 2025 to 0.171): an `event_msg` of type `token_count` has the tokens of the last response
and of the whole session, or null; it comes again, with the same sum, whenever limits were read. Since 2026 a
`token_usage_record` before it names the response. `turn_context` names the model and the folder of what follows.

A fork is a file of its own, which goes on with the sums of its parent. It may repeat the rows of its parent under the
time of the fork: their turns are older than the fork, as the ids of both show. Where turns have no such ids, copies
have the sums of the same first session, and are the same answers. This module must not know which files there are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from brim.backend.providers.codex.modelnames import plain_model
from brim.backend.providers.codex.names import NAME
from brim.backend.providers.codex.sessionrow import Usage, part, row_of, text, usage
from brim.backend.transcripts.answer import Answer, Place, PriceClass
from brim.backend.transcripts.paths import text_of
from brim.backend.transcripts.rowtimes import seconds_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NEEDLE = re.compile(rb'"(?:token_count|token_usage_record|turn_context|session_meta|thread_settings_applied)"')
_SHORT_BYTES, _HEAD_BYTES = 4096, 256
"""Rows of tokens are short; a long one says what it is in its head, and its texts need not be searched."""
_ID_LETTERS = 36
_DATED_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
"""A UUID of version 7, which begins with its time in milliseconds."""
_FAST = {"fast", "priority"}
_UNKNOWN = "unknown"


class _Context(msgspec.Struct):
    """What the rows so far say of those that follow."""

    session: str = ""
    lineage: str = ""
    """The first of the sessions that the file was forked from, as far as it is known; else its own."""
    forked_at: int | None = None
    """Milliseconds since the epoch; None where it is no fork, or where its id does not say."""
    sidechain: bool = False
    project: str = ""
    model: str = ""
    fast: bool = False
    copied: bool = False
    """The turn is that of a session before the fork."""
    own: bool = False
    """The turn is certainly one of this session."""
    total: Usage | None = None
    """The sum of the session so far."""
    recorded: Usage | None = None
    """The tokens of a response that was counted, and whose `token_count` has not come yet."""


class SessionParser:
    """Parses one session file."""

    def __init__(self, root: Path, path: Path, bands: Mapping[str, int], context: str) -> None:
        """`bands`: for each model with a second price, from how many tokens of a prompt on."""
        self._root, self._bands = text_of(root), bands
        self._file_session = text_of(path.stem[-_ID_LETTERS:])
        self._context = _restored(context)

    @property
    def unneeded(self) -> tuple[bytes, ...]:
        """None: all rows begin alike."""
        return ()

    def context(self) -> str:
        """What the rows so far say of those that follow."""
        return msgspec.json.encode(self._context).decode()

    def parse(self, block: bytes | bytearray, start: int, end: int, found: dict[str, Answer]) -> None:
        """Add the answers of some rows."""
        while start < end:
            row_end = block.find(b"\n", start, end)
            row_end = row_end if row_end >= 0 else end
            searched = row_end if row_end - start <= _SHORT_BYTES else start + _HEAD_BYTES
            row = row_of(bytes(block[start:row_end])) if _NEEDLE.search(block, start, searched) else None
            if row is not None and (parsed := self._parsed(row)) is not None:
                key, answer = parsed
                if (known := found.setdefault(key, answer)) is not answer:
                    known.merge(answer)
            start = row_end + 1

    def _parsed(self, row: Mapping[str, object]) -> tuple[str, Answer] | None:
        payload = part(row, "payload")
        match row.get("type"):
            case "session_meta":
                self._note_session(payload)
            case "turn_context":
                self._note_turn(payload)
            case "token_usage_record":
                return self._record(row, payload)
            case "event_msg" if payload.get("type") == "token_count":
                return self._count(row, part(payload, "info"))
            case "event_msg" if payload.get("type") == "thread_settings_applied":
                self._note_settings(part(payload, "thread_settings"))
        return None

    def _note_session(self, payload: Mapping[str, object]) -> None:
        """The session of the file, or one that it was forked from, whose rows follow."""
        known, name, parent = self._context, text(payload, "id"), text(payload, "forked_from_id")
        if not known.session:
            known.session = name or self._file_session
            known.forked_at = _time_of(name) if parent else None
            known.sidechain = "subagent" in part(payload, "source") or payload.get("thread_source") == "subagent"
        if name == known.session or not known.project:
            known.project = text(payload, "cwd") or known.project
        known.lineage = parent or name or known.session

    def _note_turn(self, payload: Mapping[str, object]) -> None:
        known = self._context
        known.copied, known.own = self._origin(text(payload, "turn_id"))
        known.model = text(payload, "model") or known.model
        known.project = text(payload, "cwd") or known.project
        if "service_tier" in payload:
            known.fast = payload["service_tier"] in _FAST

    def _note_settings(self, settings: Mapping[str, object]) -> None:
        """What the user chose for the turns that follow."""
        self._context.model = text(settings, "model") or self._context.model
        self._context.fast = settings.get("service_tier") in _FAST

    def _origin(self, turn: str) -> tuple[bool, bool]:
        """Whether a turn is copied, and whether it is certainly the session's own."""
        forked_at, begun = self._context.forked_at, _time_of(turn)
        if forked_at is None or begun is None:
            return False, False
        return begun < forked_at, begun >= forked_at

    def _record(self, row: Mapping[str, object], payload: Mapping[str, object]) -> tuple[str, Answer] | None:
        """A response that has a name."""
        used, total = usage(payload, "usage"), usage(payload, "thread_token_usage")
        self._context.total = total or self._context.total
        self._context.recorded = used
        copied, _ = self._origin(text(payload, "turn_id"))
        name = text(payload, "response_id")
        return None if copied or used is None else self._answer(row, f"{name}:{total}" if name else None, used)

    def _count(self, row: Mapping[str, object], info: Mapping[str, object]) -> tuple[str, Answer] | None:
        """The tokens of the last response, unless they were counted before or come a second time."""
        known = self._context
        total, used = usage(info, "total_token_usage"), usage(info, "last_token_usage")
        before, known.total = known.total, total or known.total
        recorded, known.recorded = known.recorded, None
        if total is not None and total == before:
            return None
        if used is None:
            used = None if total is None else total.since(before)
        if used is None or used == recorded or known.copied:
            return None
        return self._answer(row, None, used)

    def _answer(self, row: Mapping[str, object], name: str | None, used: Usage) -> tuple[str, Answer] | None:
        known, stamp = self._context, row.get("timestamp")
        at = seconds_of(stamp if isinstance(stamp, str) else None)
        if at is None or not any(used):
            return None
        session = known.session or self._file_session
        owner = session if known.own else known.lineage or session
        cached = min(used.cached, used.input)
        written = min(used.written, used.input - cached)
        model = plain_model(known.model or _UNKNOWN)
        band = self._bands.get(model)
        return name or f"{owner}:{known.total or (stamp, used)}", Answer(
            at,
            known.sidechain,
            Place(session, known.project or _UNKNOWN, self._root, NAME),
            PriceClass(model, known.fast, long=band is not None and used.input > band),
            used.input - cached - written,
            used.output,
            written,
            0,
            cached,
            0,
        )


def _restored(context: str) -> _Context:
    """The context of the rows before; none where it cannot be read."""
    try:
        return msgspec.json.decode(context, type=_Context) if context else _Context()
    except msgspec.DecodeError:
        return _Context()


def _time_of(name: str) -> int | None:
    """The time in an id, in milliseconds since the epoch; None for one that has none."""
    return int(name[:8] + name[9:13], 16) if _DATED_ID.fullmatch(name) else None
