"""What is wrong with a setting or with a file, and what to do next. This module must not know what a setting is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ENVIRONMENT = "the environment"
"""A place of settings, beside files."""
NO_REQUESTS_UNTIL_CORRECTED = "Nothing is asked until it is corrected."
IGNORED_UNTIL_CORRECTED = "Until then it does not count."
NO_INCIDENTS_UNTIL_CORRECTED = "Until then no incident is looked for."
NO_REQUESTS_UNTIL_THEN = "Until then nobody is asked."
SYSTEM_DEFAULT = "as the system says"

MUST_BE_URL = "must look like https://host"
MUST_BE_JSON = "must be plain JSON"
MUST_BE_FOLDERS = "must be a list of folders or a table of names and folders"
MUST_BE_QUIET_HOURS = "must look like 22:00-07:00"
MUST_BE_HTTPS = "must be https, or http to a loopback address such as 127.0.0.1"
HAS_UNKNOWN_HOME = "names a home folder that is not known"
MUST_BE_WEBHOOK_HTTPS = "must be https, or http to a loopback address"
MUST_BE_DAYS = "must look like mon-fri or mon wed fri"
MUST_BE_HOURS = "must look like 09:00-18:00"
MUST_BE_HOLIDAYS = "must look like 2026-12-24 or 2026-12-24..2027-01-02"
"""What is wrong with a value, for `unusable`, which says `It` itself."""

NOT_A_REGULAR_FILE, TOO_LARGE, NOT_A_JSON_OBJECT = (
    "it is not a plain file",
    "it is too large",
    "it holds no JSON object",
)


def setting_in_file(name: str, place: str) -> str:
    """A setting and the file that it stands in."""
    return f"{name} in {place}"


def invalid_setting(name: str, what: str, then: str = "") -> tuple[str, str]:
    """A setting has a value that it cannot have; `then` is what follows from that."""
    return f"{name} cannot be used", " ".join((f"It {what}.", then)).rstrip()


def replaced_number(name: str, what: str, used: int) -> tuple[str, str]:
    """A number is too small or too large, and the nearest one is taken."""
    return f"{name} cannot be used", f"It {what}, so {used} is used."


def section_without_settings(name: str, part: str, then: str) -> tuple[str, str]:
    """A section has one value instead of settings."""
    return f"{name} cannot be used", f"It stands for several settings: set each one, such as {part}. {then}"


def invalid_choice(key: str, offered: Iterable[str]) -> tuple[str, str]:
    """Something was chosen that is in no menu."""
    return f"{key} cannot be chosen", f"The menu offers {', '.join(offered)}."


def unreadable_settings_file(path: Path, why: Exception) -> tuple[str, str]:
    """A file of settings cannot be read."""
    return f"{path} cannot be read", f"Correct it; all else applies. {why}."


def unknown_keys(path: Path, keys: str) -> tuple[str, str]:
    """A file of settings has keys that mean nothing."""
    return f"{path} holds unknown keys", f"Correct or remove them: {keys}."


def unreadable_state_file(path: Path, why: str | None) -> tuple[str, str]:
    """A file of Brim's own cannot be read."""
    return f"{path} cannot be read", f"Check who may read it ({why})."


def invalid_value_count(count: int) -> str:
    """A file of Brim's own has values that it cannot have."""
    return "1 value cannot be used" if count == 1 else f"{count} values cannot be used"


def invalid_state_file(name: str, why: str) -> str:
    """A file of Brim's own is set aside as soon as Brim may write."""
    return f"{name} cannot be used as it is: {why}"


def state_file_not_read(name: str, why: str | None) -> str:
    """A file of Brim's own counts as absent."""
    return f"{name} cannot be read: {why}"


def unwritable_state_file(path: Path, why: str | None) -> tuple[str, str]:
    """A file of Brim's own cannot be written."""
    return f"{path} cannot be written", f"Make room or give yourself the right to write there ({why})."
