"""What a problem's rows say where its message is longer than they are."""

from __future__ import annotations

import pytest

from brim.tray.menu.nextstep import next_step_lines

CAUSE = "It lacks the scope user:profile, as tokens of `claude setup-token` do."
STEP = "Run `claude auth login`."
LONG_STEP = "Run `claude auth login` in a terminal of this machine, and choose the account that is shown here."


@pytest.mark.parametrize(
    ("message", "most_lines", "lines"),
    [
        (STEP, 1, [STEP]),
        (f"Check it. {STEP}", 1, [f"Check it. {STEP}"]),
        (f"{CAUSE} {STEP}", 1, [STEP]),
        (f"{CAUSE} {STEP}", 2, [STEP]),
        (f"{CAUSE} {LONG_STEP}", 1, ["Run `claude auth login` in a terminal of this…"]),
        ("", 2, []),
    ],
)
def test_the_next_step_stays(message: str, most_lines: int, lines: list[str]) -> None:
    """The cause goes before the next step does, and whole sentences before parts of one."""
    assert lines == next_step_lines(message, most_lines)
