"""Text about faults of settings and of Brim's files, with the next step.

This module must not know what a setting is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import suggestions
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ENVIRONMENT = "the environment"
"""The origin of a setting that does not come from a file."""
NO_REQUESTS_UNTIL_CORRECTED = "Nothing is asked until it is corrected."
IGNORED_UNTIL_CORRECTED = "Using the default."
NO_INCIDENTS_UNTIL_CORRECTED = "Until then no incident is looked for."
NO_REQUESTS_UNTIL_THEN = "Until then nobody is asked."
SYSTEM_DEFAULT = "platform default"

MUST_HAVE_VALUE = "must have a value"
MUST_BE_PATH = "must be a path"
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
"""Faults of a value, for `invalid_setting`, which puts `It` before them."""

_LIMIT_NAMES = (
    "Limits are called session, weekly_all, or weekly_scoped:Fable for the week of one model; weekly_* means every "
    "week. Until then it has no effect."
)

NOT_A_REGULAR_FILE, TOO_LARGE, NOT_A_JSON_OBJECT = (
    "it is not a plain file",
    "it is too large",
    "it holds no JSON object",
)
UNWRITABLE_VALUE = "a value cannot be written"
UNUSABLE_NUMBER = "it is no number that can be used"


def setting_in_file(name: str, file_name: str) -> str:
    """A setting, and the file that it is in."""
    return f"{name} in {file_name}"


def fault_of_value(value: str | None, fault: str) -> str:
    """What is wrong with a value, for `It ...`; `value` is None where it is not to be repeated."""
    return fault if value is None else f'is "{value}", but {fault}'


def invalid_setting(name: str, fault: str, consequence: str = "") -> tuple[str, str]:
    """A setting has an invalid value; `consequence` is what follows from that."""
    sentence = f"It {fault}" if fault.endswith("?") else f"It {fault}."
    return f"{name} cannot be used", f"{sentence} {consequence}".rstrip()


def replaced_number(name: str, fault: str, used: int) -> tuple[str, str]:
    """A number is too small or too large, and the nearest valid one is used."""
    return f"{name} cannot be used", f"It {fault}, so {used} is used."


def section_without_settings(name: str, example: str, consequence: str) -> tuple[str, str]:
    """A section of settings has a single value; `example` is one of its settings."""
    return f"{name} cannot be used", f"It stands for several settings: set each one, such as {example}. {consequence}"


def unusable_settings(details: str) -> tuple[str, str]:
    """The settings are invalid, and no single value could be found that is."""
    return "The settings cannot be used", f"Correct what was changed last, or remove it. {details}."


def unknown_limit(name: str, pattern: str, likely: str | None) -> tuple[str, str]:
    """A setting names a limit that is not known; `likely` is the most similar one."""
    next_step = _LIMIT_NAMES if likely is None else f"{suggestions.did_you_mean(likely)} {_LIMIT_NAMES}"
    return f'{name}: "{pattern}" is not a known limit', next_step


def absent_limit(name: str, pattern: str, limits: Iterable[str]) -> tuple[str, str]:
    """A setting names a limit that no account has now; `limits` are those that the accounts have."""
    return f"{name}: no account has the limit {pattern} now", f"There are {', '.join(limits)}."


def hidden_by_menu(name: str, chosen: str, menu: str) -> tuple[str, str]:
    """A setting in a file does not count, because another value was chosen in the menu."""
    return f"{name} does not count", f"{chosen} was chosen in the menu: choose there, or remove it from {menu}."


def renamed_value(name: str, old: str, new: str) -> tuple[str, str]:
    """A value of a setting has another name now, and still counts."""
    return (
        _('{setting}: "{old}" is now "{new}"', setting=name, old=old, new=new),
        _('It still works. Write "{new}" instead.', new=new),
    )


def invalid_choice(setting: str, offered: Iterable[str]) -> tuple[str, str]:
    """A setting was to be changed that the menu does not offer."""
    return f"{setting} cannot be chosen", f"The menu offers {', '.join(offered)}."


def unreadable_settings_file(path: Path, error: Exception) -> tuple[str, str]:
    """A settings file cannot be read."""
    reason = error.strerror if isinstance(error, OSError) else error
    return f"{path} cannot be read", f"Correct it; all else applies. {reason}."


def unknown_keys(path: Path, keys: Iterable[tuple[str, str | None]]) -> tuple[str, str]:
    """A settings file has unknown keys; each comes with the key that is most like it."""
    names = ", ".join(key if likely is None else did_you_mean_instead(key, likely) for key, likely in keys)
    return f"{path} holds unknown keys", f"Correct or remove them: {names}."


def did_you_mean_instead(name: str, likely: str) -> str:
    """A name that is not known, and the most similar one, as an item of a list."""
    return f"{name} (did you mean `{likely}`?)"


def unknown_variable(name: str, likely: str | None) -> tuple[str, str]:
    """A variable of the environment that begins as ours do, but sets nothing; `likely` is the most similar one."""
    next_step = "`brim config` lists all settings." if likely is None else suggestions.did_you_mean(likely)
    return f"{name} is not a setting", next_step


def unreadable_state_file(path: Path, reason: str | None) -> tuple[str, str]:
    """A state file cannot be read."""
    return f"{path} cannot be read", f"Check who may read it ({reason})."


def invalid_value_count(count: int) -> str:
    """How many values of a state file are invalid."""
    return "1 value cannot be used" if count == 1 else f"{count} values cannot be used"


def invalid_state_file(name: str, reason: str) -> str:
    """A state file is invalid; it is set aside as soon as Brim may write."""
    return f"{name} cannot be used as it is: {reason}"


def state_file_not_read(name: str, reason: str | None) -> str:
    """A state file cannot be read, and counts as absent."""
    return f"{name} cannot be read: {reason}"


def unwritable_state_file(path: Path, reason: str | None) -> tuple[str, str]:
    """A state file cannot be written."""
    return f"{path} cannot be written", f"Make room or give yourself the right to write there ({reason})."


def invalid_time_zone(name: str) -> str:
    """The environment names a time zone that cannot be one."""
    return f"The time zone in TZ ({name}) is a day or more off, so times are shown in UTC. Correct TZ."
