"""Makes a folder of invented transcripts, as large as wished, and knows what stands in it.

Run `python -m tests.bench.usagecorpus FOLDER [MEGABYTES]`.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MODELS = ("claude-opus-5", "claude-opus-4-8", "claude-sonnet-5", "claude-haiku-4-5", "claude-sonnet-4-6")
"""Those whose prices every counting tool knows, and that have no second price in the time of the corpus."""
PROJECTS = 12
_END = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
_DAYS = 30
_ANSWERS_PER_MEGABYTE = 113
_ANSWERS_PER_SESSION = 100
_TOOL_OUTPUT, _PROSE = "lorem ipsum dolor sit amet " * 400, "the quick brown fox " * 40


def make_corpus(folder: Path, megabytes: float, seed: int = 1) -> dict[str, int]:
    """Write transcripts below `folder`; returns the sums of tokens of each kind, and how many answers there are."""
    rng, sums = random.Random(seed), dict.fromkeys(("answers", "input", "output", "cache_write", "cache_read"), 0)
    wanted = int(megabytes * _ANSWERS_PER_MEGABYTE)
    session = 0
    while sums["answers"] < wanted:
        session += 1
        project = f"/home/example/project-{rng.randrange(PROJECTS)}"
        path = folder / "projects" / project.replace("/", "-") / f"{_uuid(rng)}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        begin = _END - timedelta(minutes=rng.randrange(60, _DAYS * 1440))
        with path.open("w") as file:
            for row in _session(rng, path.stem, project, begin, sums):
                file.write(json.dumps(row, separators=(",", ":")) + "\n")
    return sums


def _session(rng: random.Random, session: str, project: str, at: datetime, sums: dict[str, int]) -> Iterator[object]:
    context = rng.randrange(5_000, 40_000)
    model = rng.choice(MODELS)
    about = {"isSidechain": False, "userType": "external", "cwd": project, "sessionId": session, "version": "2.1.330"}
    for _ in range(rng.randrange(_ANSWERS_PER_SESSION // 2, _ANSWERS_PER_SESSION * 3 // 2)):
        at += timedelta(seconds=rng.expovariate(1 / 40) + 1)
        length = rng.randrange(200, 10_000)
        content = [{"type": "tool_result", "tool_use_id": "t", "content": _TOOL_OUTPUT[:length]}]
        yield about | {
            "type": "user", "uuid": _uuid(rng), "timestamp": _time(at), "message": {"role": "user", "content": content}
        }  # fmt: skip
        output, write = rng.randrange(20, 2_000), rng.randrange(0, 6_000)
        hour = write if rng.random() < 0.7 else 0
        usage = {
            "input_tokens": rng.randrange(2, 40), "cache_creation_input_tokens": write,
            "cache_read_input_tokens": context, "output_tokens": 0,
            "cache_creation": {"ephemeral_5m_input_tokens": write - hour, "ephemeral_1h_input_tokens": hour},
            "service_tier": "standard", "inference_geo": "not_available", "speed": "standard",
        }  # fmt: skip
        message = {
            "id": f"msg_{_uuid(rng)[:20]}", "type": "message", "role": "assistant", "model": model,
            "content": [{"type": "text", "text": _PROSE[: rng.randrange(40, 800)]}], "stop_reason": None,
        }  # fmt: skip
        request = f"req_{_uuid(rng)[:20]}"
        for part in sorted({output, *(rng.randrange(1, output + 1) for _ in range(rng.randrange(0, 2)))}):
            at += timedelta(seconds=1)
            yield about | {
                "type": "assistant", "uuid": _uuid(rng), "timestamp": _time(at), "requestId": request,
                "message": message | {"usage": usage | {"output_tokens": part}},
            }  # fmt: skip
        sums["answers"] += 1
        sums["input"] += int(str(usage["input_tokens"]))
        sums["output"] += output
        sums["cache_write"] += write
        sums["cache_read"] += context
        context = min(160_000, context + write + output)


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _uuid(rng: random.Random) -> str:
    digits = f"{rng.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


if __name__ == "__main__":
    print(make_corpus(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 400))
