"""A machine whose metrics are printed as by a new process each time: transcripts, settings and a clock to move."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brim.backend.settings.load import load_settings
from brim.cli.metrics.command import metrics_text
from tests.support import transcripts

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = 1_795_000_000.0


@dataclass
class MetricsMachine:
    """Folders as the settings name them, and the time."""

    state: Path
    config: Path
    claude: Path
    now: float = BEGIN
    answers: int = field(default=0)

    def use(self, project: str, model: str, tokens: int) -> None:
        """Claude Code gives one answer now, in a session of its own."""
        from datetime import UTC, datetime

        self.answers += 1
        session = f"{self.answers:08d}-0000-4000-8000-000000000000"
        row = transcripts.answer(
            f"msg_{self.answers}",
            message={"model": model, "usage": transcripts.usage(input_tokens=tokens, output_tokens=tokens // 7)},
            timestamp=datetime.fromtimestamp(self.now, UTC).isoformat().replace("+00:00", "Z"),
            sessionId=session,
            cwd=project,
            uuid=f"{self.answers:08d}-0000-4000-8000-000000000001",
            requestId=f"req_{self.answers}",
        )
        transcripts.write(transcripts.session_file(self.claude, session), [row])

    def transcripts(self) -> list[Path]:
        """The transcripts that are there, the oldest first."""
        return sorted((self.claude / "projects").rglob("*.jsonl"))

    def text(self) -> str:
        """What `brim metrics` prints now: everything is read anew, as after a restart."""
        return metrics_text(load_settings(), self.now)
