"""Invented session files of Codex, as its versions from 2025 to 0.171 write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.providers.codex.transcriptfiles import CODEX_TRANSCRIPTS
from brim.backend.providers.transcripts import TranscriptRoot
from tests.support.transcripts import PRICES, Read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PROJECT, MODEL = "/home/example/app", "gpt-5.5"
_HOUR = 3_600_000
BEGUN = 1_795_400_000_000
"""Milliseconds since the epoch: 2026-11-23."""


def dated_id(at: int, number: int = 1) -> str:
    """A UUID of version 7 with a time in milliseconds."""
    digits = f"{at:012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-{number:012x}"


SESSION, FORK = dated_id(BEGUN), dated_id(BEGUN + _HOUR)
OWN_TURN, FORKED_TURN = dated_id(BEGUN + 1000), dated_id(BEGUN + _HOUR + 1000)


def tokens(sent: int, cached: int = 0, output: int = 0, **more: int) -> dict[str, int]:
    """Tokens as Codex counts them; those from the cache are among those sent."""
    return {"input_tokens": sent, "cached_input_tokens": cached, "output_tokens": output, **more}


def row(kind: str, payload: dict[str, object], time: str = "10:00:00") -> dict[str, object]:
    """A row of a session file."""
    return {"timestamp": f"2026-11-23T{time}.000Z", "type": kind, "payload": payload}


def meta(session: str = SESSION, **changes: object) -> dict[str, object]:
    """The first row of a session."""
    return row("session_meta", {"id": session, "cwd": PROJECT, "model_provider": "openai", **changes})


def turn(model: str = MODEL, **changes: object) -> dict[str, object]:
    """What a turn begins with."""
    return row("turn_context", {"model": model, "cwd": PROJECT, **changes})


def count(
    total: Mapping[str, object] | None, last: Mapping[str, object] | None, time: str = "10:00:00"
) -> dict[str, object]:
    """The tokens of a session and of its last response."""
    info: dict[str, object] = {"total_token_usage": total}
    if last is not None:
        info["last_token_usage"] = last
    return row("event_msg", {"type": "token_count", "info": info if total is not None else None}, time)


def record(
    name: str, total: dict[str, int], last: dict[str, int], turn_id: str = OWN_TURN, time: str = "10:00:00"
) -> dict[str, object]:
    """A response by its name, as since 2026."""
    payload: dict[str, object] = {"response_id": name, "turn_id": turn_id, "usage": last, "thread_token_usage": total}
    return row("token_usage_record", payload, time)


def rollout(home: Path, session: str = SESSION) -> Path:
    """Where Codex writes a session."""
    return home / "sessions" / "2026" / "11" / "23" / f"rollout-2026-11-23T10-00-00-{session}.jsonl"


def codex_root(home: Path) -> TranscriptRoot:
    """A folder of Codex."""
    return TranscriptRoot(home, CODEX_TRANSCRIPTS)


def read_codex(state: Path, homes: Sequence[Path], max_bytes: int | None = None) -> Read:
    """Bring the cost file in `state` up to date with some folders of Codex, and read it."""
    store = CostStore(state / COSTS_FILE)
    try:
        reader = TranscriptReader(store, PRICES.bands(), lambda: BEGUN / 1000 + 86_400)
        while not reader.update([codex_root(home) for home in homes], max_bytes):
            pass
        return Read(tuple(store.cells()))
    finally:
        store.close()
