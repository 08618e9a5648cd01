"""What a report leaves out of a text, because it may be public."""

from __future__ import annotations

import pytest

from brim.cli.doctor.redact import redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\\wsl.localhost\Ubuntu\home\carol\.claude", r"\\wsl.localhost\Ubuntu\home\<user>\.claude"),
        ("/Users/carol/.claude and /home/carol", "/Users/<user>/.claude and /home/<user>"),
        (
            "run `uvx brim@latest`, carol@example.org or brim@latest.example",
            "run `uvx brim@latest`, <e-mail> or <e-mail>",
        ),
    ],
)
def test_only_what_identifies_somebody_is_hidden(text: str, expected: str) -> None:
    """Home folders of others, also in WSL, and addresses are hidden; the command that updates Brim is not."""
    assert expected == redact(text)
