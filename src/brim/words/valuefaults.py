"""What is wrong with the value of a setting: sentences about the value, which may stand before them in quotes.

This module must not know what a setting is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.joining import one_of, sentences
from brim.words.suggestions import did_you_mean
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOUNDS = {
    "greater_than": N_("It must be more than {bound}."),
    "greater_than_equal": N_("It must be at least {bound}."),
    "less_than": N_("It must be less than {bound}."),
    "less_than_equal": N_("It must be at most {bound}."),
}
_KINDS = {
    "bool": N_("It must be true or false."),
    "int": N_("It must be a whole number."),
    "float": N_("It must be a number."),
    "decimal": N_("It must be a number."),
    "finite": N_("It must be a number."),
    "string": N_("It must be a text."),
    "path": N_("It must be a path."),
    "tuple": N_("It must be a list."),
    "dict": N_("It must be a table of names and values."),
}


def missing() -> str:
    """A setting is named without a value."""
    return _("It needs a value.")


def not_a_path() -> str:
    """A text that no path can be."""
    return _("It must be a path.")


def unknown_home() -> str:
    """A path in a home folder that is not known."""
    return _("Its home folder is not known.")


def not_json() -> str:
    """A list or a table of a variable that is not JSON."""
    return _("It must be valid JSON.")


def not_folders() -> str:
    """A value that names no folders."""
    return _("It must be a list of folders, or a table of names and folders.")


def not_a_url() -> str:
    """A value that is not an address."""
    return _("It must look like https://host.")


def not_https() -> str:
    """An address whose connection is not encrypted."""
    return _("It must be https, or http to a loopback address such as 127.0.0.1.")


def not_a_textfile(suffix: str) -> str:
    """A path that no textfile collector reads."""
    return _("It must be the path of a file whose name ends in {suffix}.", suffix=suffix)


def not_absolute() -> str:
    """A path that depends on where Brim was started."""
    return _("It must be a full path, from the root folder on.")


def not_headers() -> str:
    """A text that names no headers of HTTP."""
    return _("It must look like name=value,name=value, with %20 for a space and %2C for a comma in a value.")


def own_header() -> str:
    """Headers of HTTP that Brim sets itself."""
    return _("Leave out Host and the Content headers: Brim sets them.")


def not_quiet_hours() -> str:
    """A value that is not a range of times."""
    return _("It must look like 22:00-07:00.")


def not_days() -> str:
    """A value that is not a range of days."""
    return _("It must look like mon-fri or mon wed fri.")


def not_hours() -> str:
    """A value that is not a range of working hours."""
    return _("It must look like 09:00-18:00.")


def not_a_holiday() -> str:
    """A value that is not a date or a range of dates."""
    return _("It must look like 2026-12-24 or 2026-12-24..2027-01-02.")


def not_one_of(choices: Sequence[str], likely: str | None) -> str:
    """A value that is not one of the choices; `likely` is the most similar one."""
    return sentences(
        _("It must be {choices}.", choices=one_of(choices)), None if likely is None else did_you_mean(likely)
    )


def out_of_bounds(kind: str, bound: object) -> str | None:
    """A number that is too small or too large; None for another kind of fault. `kind` is pydantic's name for it."""
    return _(_BOUNDS[kind], bound=bound) if kind in _BOUNDS else None


def of_kind(kind: str) -> str:
    """A value of the wrong type; `kind` is pydantic's name for the fault, such as `bool_parsing`."""
    known = _KINDS.get(kind.partition("_")[0])
    return _("It cannot be used.") if known is None else _(known)


def with_value(value: str | None, fault: str) -> str:
    """A fault with the value before it; `value` is None where it is not to be repeated."""
    return fault if value is None else sentences(_('"{value}" is not valid.', value=value), fault)
