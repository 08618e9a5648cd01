"""The report lines of `brim doctor` about the status line of Claude Code.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting
from brim.words.joining import all_of
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def not_installed(blockers: Sequence[str]) -> str:
    """The status line is not installed; with what would stop it."""
    if blockers:
        return _("Not installed; Claude Code would not run it because of {settings}", settings=all_of(blockers))
    return _("Not installed; `brim statusline install` gets usage without any request")


def blocked(blockers: Sequence[str]) -> tuple[str, str]:
    """Settings because of which Claude Code runs no status line."""
    return _("Claude Code runs no status line because of {settings}", settings=all_of(blockers)), _(
        "Remove that setting, or ask who made it."
    )


def program_missing(settings_file: str) -> tuple[str, str]:
    """Claude Code's settings name a program that does not exist."""
    return _("The program named in {file} does not exist", file=settings_file), _reinstall()


def other_data_folder(settings_file: str) -> tuple[str, str]:
    """Claude Code's settings name a status line that stores its limits in another data folder."""
    return _("The one in {file} uses another data folder", file=settings_file), _reinstall()


def without_data(settings_file: str, *, chained: bool) -> tuple[str, str]:
    """The status line is in Claude Code's settings, but has not stored any limits."""
    if chained:
        text = _("Installed in {file}, together with the one you had; no data yet", file=settings_file)
    else:
        text = _("Installed in {file}; no data yet", file=settings_file)
    return text, _("Use Claude Code; restart sessions that are already open.")


def last_data(settings_file: str, age_seconds: float, *, chained: bool) -> str:
    """The status line works; `age_seconds` is the age of what it stored last."""
    duration = formatting.duration_text(age_seconds)
    if chained:
        return _(
            "Installed in {file}, together with the one you had; last data {duration} ago",
            file=settings_file,
            duration=duration,
        )
    return _("Installed in {file}; last data {duration} ago", file=settings_file, duration=duration)


def _reinstall() -> str:
    return _("Run `brim statusline install` again.")
