"""The one door that every text of Brim goes through on its way to a person: a translation would be looked up here.

Texts are English today. They are written as whole sentences with named fields, so that a catalogue of GNU gettext can
take them over as they are; `_`, `ngettext` and `N_` are the names that its tools look for. This module must not know a
text.
"""

from __future__ import annotations


def _(message: str, /, **fields: object) -> str:
    """A sentence with its fields filled in: `_("Resets {when}", when="14:00")`. Without fields, braces stay braces."""
    return message.format(**fields) if fields else message


def ngettext(one: str, many: str, count: int, /, **fields: object) -> str:
    """The form of a sentence for a number, with `{count}` and the other fields filled in."""
    return (one if count == 1 else many).format(count=count, **fields)


def N_(message: str, /) -> str:  # noqa: N802 gettext's name for a text that is only marked
    """A text of a table, marked for the catalogue; `_` is called where it is shown."""
    return message
