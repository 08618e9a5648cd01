"""The report lines of `brim doctor` about changed files: reported by the system, or found by a check each minute.

This module must not know how a file is watched.
"""

from __future__ import annotations

from brim.words.translation import N_, _

_GAPS = {
    "starting": N_("{path} is checked once a minute until the system reports its changes"),
    "network": N_("{path} is on a network drive ({detail}), so it is checked once a minute"),
    "limit": N_("{path} is checked once a minute: the system watches no more folders"),
    "instances": N_("{path} are checked once a minute: the system lets no more programs watch files"),
    "too_many": N_("{path} is checked once a minute: it has more folders than Brim watches"),
    "permission": N_("{path} is checked once a minute: you have no permission to read it"),
    "absent": N_("{path} is checked once a minute: it does not exist yet"),
    "single_file": N_("{path} is checked once a minute: the system only reports on whole folders"),
    "wsl": N_("{path} is checked once a minute: it is in WSL"),
    "library": N_("{path} are checked once a minute: the library that watches files does not work ({detail})"),
    "failed": N_("{path} is checked once a minute: the system does not report its changes ({detail})"),
}
"""By the reason."""
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
    step = _STEPS.get(reason)
    text = _GAPS.get(reason, _GAPS["failed"])
    return _(text, path=path or _("All files"), detail=detail), None if step is None else _(step)
