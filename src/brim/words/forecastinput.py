"""Text about invalid input for a forecast. This module must not know how a forecast is made."""

from __future__ import annotations

NOT_AN_OBJECT = ("The line is no JSON object", "Write one object with now, kind and readings.")
LINE_TOO_LONG = "The line is over 1 MB. Send fewer readings."
INVALID_LENGTH = ("length_seconds is no length", "Write a number of seconds, such as 18000, or null.")
UNKNOWN_WINDOW_LENGTH = ("Nothing tells how long the window lasts", "Give length_seconds and resets_at.")


def invalid_json(reason: str) -> str:
    """The line is not JSON."""
    return f"The line is no JSON. {reason}"


def invalid_time(name: str, text: str) -> tuple[str, str]:
    """A value is not a time."""
    return f"{name} is no time: {text}", "Write ISO 8601, such as 2026-11-23T14:00:00Z."


def missing_time_zone(time_text: str) -> tuple[str, str]:
    """A time has no offset, so it could mean any of 24 hours."""
    return f"{time_text} has no zone", "Give every time with its offset, such as Z or +01:00."


def not_a_list(name: str) -> tuple[str, str]:
    """A value is not a list."""
    return f"{name} is no list", "Write a list of [time, percent] pairs, or of such lists for past."


def invalid_reading(name: str) -> tuple[str, str]:
    """An entry of a list is not a reading."""
    return f"{name} holds something that is no reading", "Write each as [time, percent]."
