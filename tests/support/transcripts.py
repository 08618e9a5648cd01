"""Invented transcripts of Claude Code, and what Brim reads in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.costs.prices import load_prices
from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.costs.tokens import Tokens
from brim.backend.providers.claude.transcriptfiles import CLAUDE_TRANSCRIPTS
from brim.backend.providers.transcripts import TranscriptRoot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from brim.backend.costs.cells import Cell

SESSION, PROJECT, MODEL = "33333333-3333-4333-8333-333333333333", "/home/example/app", "claude-opus-5-5"
PRICES = load_prices()


def usage(**changes: object) -> dict[str, object]:
    """The usage of an answer: 10 tokens in, 100 out."""
    return {"input_tokens": 10, "output_tokens": 100, "cache_read_input_tokens": 0, **changes}


def answer(
    key: str | None = "msg_1", *, message: dict[str, object] | None = None, **changes: object
) -> dict[str, object]:
    """A row about an answer; `changes` are fields of the row, `message` those of its message."""
    about: dict[str, object] = {"model": MODEL, "usage": usage(), "content": [{"type": "text", "text": "x"}]}
    if key is not None:
        about["id"] = key
    return {
        "type": "assistant",
        "timestamp": "2026-11-22T10:00:00.000Z",
        "sessionId": SESSION,
        "cwd": PROJECT,
        "uuid": "00000000-0000-4000-8000-000000000001",
        "requestId": "req_1",
        "isSidechain": False,
        "message": about | (message or {}),
    } | changes


def write(path: Path, rows: Iterable[object]) -> Path:
    """Write rows to a transcript; a text or bytes stand as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        for row in rows:
            file.write(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n")
    return path


def session_file(root: Path, name: str = SESSION, project: str = "-home-example-app") -> Path:
    """Where Claude Code writes a session."""
    return root / "projects" / project / f"{name}.jsonl"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of some folders."""

    cells: tuple[Cell, ...]

    @property
    def tokens(self) -> Tokens:
        """All of them."""
        return sum((cell.tokens for cell in self.cells), Tokens())

    @property
    def cost(self) -> float:
        """USD at list price of what has a price."""
        return sum(filter(None, map(cost_of, self.cells)))

    @property
    def unpriced(self) -> set[str]:
        """The models without a price."""
        return {cell.price_class.model for cell in self.cells if cost_of(cell) is None}


def cost_of(cell: Cell) -> float | None:
    """USD at list price."""
    return PRICES.cost(cell.price_class, datetime.fromtimestamp(cell.start, UTC).date(), cell.tokens)


def claude_root(folder: Path) -> TranscriptRoot:
    """A folder of Claude Code."""
    return TranscriptRoot(folder, CLAUDE_TRANSCRIPTS)


def read(state: Path, roots: Sequence[Path], now: float = 1_795_000_000.0, max_bytes: int | None = None) -> Read:
    """Bring the cost file in `state` up to date, and read it."""
    store = CostStore(state / COSTS_FILE)
    try:
        reader = TranscriptReader(store, PRICES.bands(), lambda: now)
        while not reader.update([claude_root(root) for root in roots], max_bytes):
            pass
        return Read(tuple(store.cells()))
    finally:
        store.close()
