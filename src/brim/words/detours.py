"""What makes sessions of a program run without the plan. This module must not know any provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.joining import all_of
from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence


def note(program: str, names: Sequence[str]) -> str | None:
    """That sessions of a program may not use the plan, because these variables are set; None without any."""
    if not names:
        return None
    return ngettext(
        "{names} is set: {program} sessions that see it do not use this plan.",
        "{names} are set: {program} sessions that see them do not use this plan.",
        len(names),
        names=all_of(names),
        program=program,
    )


def next_step() -> str:
    """The next step for that note."""
    return _("Fine if intended; otherwise unset it.")
