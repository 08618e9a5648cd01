"""Words of a notice on desktops that have little room."""

from __future__ import annotations

import pytest

from brim.tray.desktop import notification


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Weekly at 90%", 13, "Weekly at 90%"),
        ("Weekly at 90%", 12, "Weekly at…"),
        ("Weekly", 4, "Wee…"),
        ("", 4, ""),
    ],
)
def test_shortened(text: str, length: int, expected: str) -> None:
    """What is too long ends after a whole word where it can, and never exceeds the room."""
    assert expected == notification.shortened(text, length)
