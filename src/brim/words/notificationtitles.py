"""The title of a notification: at most 40 letters, so that no desktop cuts it.

This module must not know what a notification is about.
"""

from __future__ import annotations

from brim.words.joining import sentences
from brim.words.translation import _

MOST_LETTERS = 40
"""So many fit into the one line of GNOME's banner (seen)."""
_LEAST_NAME = 6
"""Letters of the name of an account, below which nobody knows which one it is."""


def fitted(title: str, text: str) -> tuple[str, str]:
    """Title and text; a title that is too long is cut between two words, and is whole at the beginning of the text."""
    if len(title) <= MOST_LETTERS:
        return title, text
    beginning = title[:MOST_LETTERS].rpartition(" ")[0] or title[: MOST_LETTERS - 1]
    return f"{beginning}…", sentences(as_sentence(title), text)


def with_limit(title: str, limit: str, **fields: str) -> str:
    """A title, marked for translation, with the field `limit`; the limit is shortened where the whole is too long."""
    return _(title, limit=_shortened(limit, MOST_LETTERS - len(_(title, limit="", **fields))), **fields)


def with_account(name: str, title: str, text: str) -> tuple[str, str]:
    """Title and text with the name of an account: before the title, shortened to its room, or else before the text."""
    room = MOST_LETTERS - len(_("{account} · {title}", account="", title=title))
    if room < min(len(name), _LEAST_NAME):
        return title, _("{account}: {text}", account=name, text=text)
    return _("{account} · {title}", account=_shortened(name, room), title=title), text


def of_demo(title: str, text: str) -> tuple[str, str]:
    """Title and text, which say that the account is simulated."""
    return with_account(_("Demo"), title, text)


def as_sentence(text: str) -> str:
    """The text with a capital letter at its beginning and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}."


def _shortened(name: str, letters: int) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"
