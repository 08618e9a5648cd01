"""What each exit code says, for `brim --help` and the manual. This module must not know which command returns which."""

from __future__ import annotations

from brim.words.translation import _


def exit_codes() -> tuple[tuple[str, str], ...]:
    """Each code with what it says."""
    return (
        ("0", _("done; for status: a percentage is shown; for doctor: no problem; for gate: below")),
        ("1", _("failed; for status: no usage is known; for doctor: a problem; for gate: not below")),
        ("2", _("invalid command line")),
        ("3", _("for status: not signed in, and no usage is known; for gate: not known, or too old")),
        ("130", _("stopped by Ctrl+C")),
    )


def exit_notes() -> str:
    """The codes as they stand at the end of `brim --help`, and where more is explained."""
    rows = exit_codes()
    width = max(len(code) for code, _meaning in rows)
    lines = [f"  {code:{width}}  {meaning}" for code, meaning in rows]
    return "\n".join(
        (_("exit codes:"), *lines, "", _("`brim help` lists topics that explain more, such as `brim help icon`."))
    )
