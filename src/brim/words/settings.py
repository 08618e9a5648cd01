"""What is wrong with a setting or with a file, and what to do next. This module must not know what a setting is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ENVIRONMENT = "the environment"
"""A place of settings, beside files."""
NOTHING_ASKED = "Nothing is asked until it is corrected."
NOT_COUNTED = "Until then it does not count."
NO_INCIDENT = "Until then no incident is looked for."
NOBODY_ASKED = "Until then nobody is asked."
AS_THE_SYSTEM_SAYS = "as the system says"

URL_LIKE = "must look like https://host"
PLAIN_JSON = "must be plain JSON"
FOLDERS = "must be a list of folders or a table of names and folders"
QUIET_LIKE = "must look like 22:00-07:00"
HTTPS = "must be https, or http to a loopback address such as 127.0.0.1"
UNKNOWN_HOME = "names a home folder that is not known"
WEBHOOK_HTTPS = "must be https, or http to a loopback address"
DAYS_LIKE = "must look like mon-fri or mon wed fri"
HOURS_LIKE = "must look like 09:00-18:00"
HOLIDAY_LIKE = "must look like 2026-12-24 or 2026-12-24..2027-01-02"
"""What is wrong with a value, for `unusable`, which says `It` itself."""

NOT_PLAIN, TOO_LARGE, NO_OBJECT = "it is not a plain file", "it is too large", "it holds no JSON object"


def within(name: str, place: str) -> str:
    """A setting and the file that it stands in."""
    return f"{name} in {place}"


def unusable(name: str, what: str, then: str = "") -> tuple[str, str]:
    """A setting has a value that it cannot have; `then` is what follows from that."""
    return f"{name} cannot be used", " ".join((f"It {what}.", then)).rstrip()


def replaced(name: str, what: str, used: int) -> tuple[str, str]:
    """A number is too small or too large, and the nearest one is taken."""
    return f"{name} cannot be used", f"It {what}, so {used} is used."


def flat(name: str, part: str, then: str) -> tuple[str, str]:
    """A section has one value instead of settings."""
    return f"{name} cannot be used", f"It stands for several settings: set each one, such as {part}. {then}"


def not_offered(key: str, offered: Iterable[str]) -> tuple[str, str]:
    """Something was chosen that is in no menu."""
    return f"{key} cannot be chosen", f"The menu offers {', '.join(offered)}."


def unreadable(path: Path, why: Exception) -> tuple[str, str]:
    """A file of settings cannot be read."""
    return f"{path} cannot be read", f"Correct it; all else applies. {why}."


def unknown_keys(path: Path, keys: str) -> tuple[str, str]:
    """A file of settings has keys that mean nothing."""
    return f"{path} holds unknown keys", f"Correct or remove them: {keys}."


def no_access(path: Path, why: str | None) -> tuple[str, str]:
    """A file of Brim's own cannot be read."""
    return f"{path} cannot be read", f"Check who may read it ({why})."


def misfits(count: int) -> str:
    """A file of Brim's own has values that it cannot have."""
    return "1 value cannot be used" if count == 1 else f"{count} values cannot be used"


def broken(name: str, why: str) -> str:
    """A file of Brim's own is set aside as soon as Brim may write."""
    return f"{name} cannot be used as it is: {why}"


def broken_unread(name: str, why: str | None) -> str:
    """A file of Brim's own counts as absent."""
    return f"{name} cannot be read: {why}"


def unwritable(path: Path, why: str | None) -> tuple[str, str]:
    """A file of Brim's own cannot be written."""
    return f"{path} cannot be written", f"Make room or give yourself the right to write there ({why})."
