"""The report lines of `brim doctor` about changed files: reported by the system, or found by a check each minute.

This module must not know how a file is watched.
"""

from __future__ import annotations

from brim.words.translation import N_, _

_GAPS = {
    "network": N_("{path} is on a network drive ({detail}), so it is checked once a minute"),
    "limit": N_("{path} is checked once a minute: the system watches no more folders"),
    "too_many": N_("{path} is checked once a minute: it has more folders than Brim watches"),
    "permission": N_("{path} is checked once a minute: you have no permission to read it"),
    "absent": N_("{path} is checked once a minute: it does not exist yet"),
    "single_file": N_("{path} is checked once a minute: the system only reports on whole folders"),
    "wsl": N_("{path} is checked once a minute: it is in WSL"),
    "failed": N_("{path} is checked once a minute: the system does not report its changes ({detail})"),
}
"""Of one file or folder, by the reason."""
_GAPS_OF_ALL = {
    "starting": N_("All files are checked once a minute until the system reports changes"),
    "instances": N_("All files are checked once a minute: the system lets no more programs watch files"),
    "library": N_("All files are checked once a minute: the library that watches files does not work ({detail})"),
    "failed": N_("All files are checked once a minute: the system does not report changes ({detail})"),
}
"""Of all files."""
_STEPS = {
    "limit": N_("For changes at once, run `sudo sysctl fs.inotify.max_user_watches=524288`."),
    "instances": N_("For changes at once, run `sudo sysctl fs.inotify.max_user_instances=512`."),
    "library": N_("Reinstall Brim."),
}


def all_reported() -> str:
    """Every change of a file is reported."""
    return _("Changed files are reported by the system")


def gap(path: str, reason: str, detail: str) -> tuple[str, str | None]:
    """Why a file or folder is checked once a minute, and what to do about it; an empty path stands for all files."""
    step, texts = _STEPS.get(reason), _GAPS if path else _GAPS_OF_ALL
    text = texts.get(reason, texts["failed"])
    return _(text, path=path, detail=detail), None if step is None else _(step)
