"""The text of a notification on desktops that limit its length."""

from __future__ import annotations

import pytest

from brim.tray.desktop import notification


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Week at 90%", 11, "Week at 90%"),
        ("Week at 90%", 10, "Week at…"),
        ("Week", 3, "We…"),
        ("", 4, ""),
    ],
)
def test_a_long_text_is_shortened(text: str, length: int, expected: str) -> None:
    """A text that is too long ends after a whole word where possible, and is never longer than allowed."""
    assert expected == notification.shorten(text, length)
