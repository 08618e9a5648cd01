"""Text about invalid input for a forecast. This module must not know how a forecast is made."""

from __future__ import annotations

from brim.words.translation import _


def invalid_json(reason: str) -> str:
    """The line is not JSON."""
    return _("The line is not valid JSON. {reason}", reason=reason)


def line_too_long() -> str:
    """The line is longer than Brim reads."""
    return _("The line is over 1 MB. Send fewer `readings`.")


def not_an_object() -> tuple[str, str]:
    """The line is JSON, but not an object."""
    return _("The line is not a JSON object"), _("Write one object with `now`, `kind` and `readings`.")


def invalid_length() -> tuple[str, str]:
    """The length of the window is not a number of seconds."""
    return (
        _("length_seconds is not a valid length"),
        _("Write a number of seconds, such as 18000, or null."),
    )


def unknown_window_length() -> tuple[str, str]:
    """Neither the input nor the kind of the window says how long it lasts."""
    return _("The length of the window is unknown"), _("Add length_seconds and resets_at.")


def invalid_time(name: str, text: str) -> tuple[str, str]:
    """A value is not a time."""
    return (
        _("{name} is not a valid time: {value}", name=name, value=text),
        _("Write ISO 8601, such as 2026-11-23T14:00:00Z."),
    )


def missing_time_zone(time_text: str) -> tuple[str, str]:
    """A time has no offset, so it could mean any of 24 hours."""
    return (
        _("{time} has no time zone", time=time_text),
        _("Write every time with its offset, such as Z or +01:00."),
    )


def not_a_list(name: str) -> tuple[str, str]:
    """A value is not a list."""
    return (
        _("{name} is not a list", name=name),
        _("Write a list of [time, percent] pairs, or of such lists for past."),
    )


def invalid_reading(name: str) -> tuple[str, str]:
    """An entry of a list is not a reading."""
    return _("{name} has an invalid entry", name=name), _("Write each entry as [time, percent].")
