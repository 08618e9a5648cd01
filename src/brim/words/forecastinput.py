"""What is wrong with a question for a forecast. This module must not know how a forecast is made."""

from __future__ import annotations

NOT_AN_OBJECT = ("The line is no JSON object", "Write one object with now, kind and readings.")
INVALID_LENGTH = ("length_seconds is no length", "Write a number of seconds, such as 18000, or null.")
UNKNOWN_WINDOW_LENGTH = ("Nothing tells how long the window lasts", "Give length_seconds and resets_at.")


def invalid_json(why: str) -> str:
    """The line is something else."""
    return f"The line is no JSON. {why}"


def invalid_time(name: str, text: str) -> tuple[str, str]:
    """A value is no time."""
    return f"{name} is no time: {text}", "Write ISO 8601, such as 2026-11-23T14:00:00Z."


def missing_time_zone(when: str) -> tuple[str, str]:
    """A time could be any of 24 hours."""
    return f"{when} has no zone", "Give every time with its offset, such as Z or +01:00."


def not_a_list(name: str) -> tuple[str, str]:
    """A value is no list."""
    return f"{name} is no list", "Write a list of [time, percent] pairs, or of such lists for past."


def invalid_reading(name: str) -> tuple[str, str]:
    """A list holds something else."""
    return f"{name} holds something that is no reading", "Write each as [time, percent]."
