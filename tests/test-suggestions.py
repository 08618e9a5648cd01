"""The name that a mistyped one was meant to be."""

from __future__ import annotations

import pytest

from brim.suggestions import nearest, nearest_dotted

KEYS = (
    "claude.network",
    "icon.style",
    "icon.show",
    "alerts.quiet_hours",
    "poll.interval",
    "state_dir",
    "debug",
    "icon",
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("limt", "limit"), ("LIMIT", "limit"), ("res", "reset"), ("week", "weekly_all"), ("zzz", None), ("", None)],
)
def test_nearest(word: str, expected: str | None) -> None:
    """The most similar name, the one that begins so, or none."""
    assert expected == nearest(word, ("limit", "reset", "weekly_all"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("icon.stlye", "icon.style"),
        ("icons.style", "icon.style"),
        ("style", "icon.style"),
        ("alert.quiet_hours", "alerts.quiet_hours"),
        ("alerts.quite_hours", "alerts.quiet_hours"),
        ("state_dri", "state_dir"),
        ("icon.wheel", None),
        ("other.thing", None),
    ],
)
def test_nearest_dotted(word: str, expected: str | None) -> None:
    """A setting in the same section, or of the same name in another one; the section alone is no likeness."""
    assert expected == nearest_dotted(word, KEYS)
