"""The text of the gauge in the terminal, as it is printed without colors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.cli.gauge.panel import TerminalOptions, render_gauge
from brim.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.model.snapshot import Snapshot


def gauge_text(
    snapshot: Snapshot, now: datetime, options: TerminalOptions | None = None, alerts: Sequence[str] = ()
) -> str:
    """All lines of the gauge for a terminal of these options."""
    options = options or TerminalOptions()
    painter = Terminal(ascii_only=options.ascii_only)
    return "".join(f"{painter.painted(line)}\n" for line in render_gauge(snapshot, alerts, now, options))
