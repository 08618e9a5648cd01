"""The report line of `brim doctor` about Brim in the applications menu.

A pair is a finding and its next step. This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from brim.words.translation import _


def absent() -> str:
    """Brim is not there, which is as good."""
    return _("Brim is not in the applications menu; `brim launcher on` puts it there")


def up_to_date(version: str) -> str:
    """Brim is there; the version is the one that put it there."""
    return _("Brim is in the applications menu, put there by version {version}", version=version)


def of_other_version(version: str, installed: str) -> tuple[str, str]:
    """The files are those of another version than the one that runs."""
    return up_to_date(version), _(
        "Run `brim launcher on` to bring its files to version {version}. The tray does so soon after its next start.",
        version=installed,
    )


def incomplete() -> tuple[str, str]:
    """Some of what was put is missing."""
    return _("Brim is in the applications menu, but some of its files are missing"), _(
        "Run `brim launcher on` to put them there again."
    )


def gone(command: str) -> tuple[str, str]:
    """The program that the launcher starts was removed or moved."""
    return _("Brim is in the applications menu, but starts {command}, which is gone", command=command), _(
        "Run `brim launcher on` to start this copy, or `brim launcher off`."
    )


def of_other_copy(command: str) -> tuple[str, str]:
    """The launcher starts another copy of Brim."""
    return _("In the applications menu is another copy of Brim, {command}", command=command), _(
        "Run `brim launcher on` to start this copy instead."
    )
