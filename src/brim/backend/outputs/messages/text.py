"""The text of a message in the form of each service: without what steers a display, escaped, and cut to its limit.

This module must not know any one service.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from brim.printing import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.backend.outputs.messages.message import Message

MOST_OF_A_TITLE = 250
"""Letters of a title, of which some services allow no more."""
_ELLIPSIS = "…"
_WORD_ROOM = 24
"""So many letters at most are given up to end a text between two words."""
_LONGEST_LETTER = 32
"""So many characters at most are taken as one letter with its accents."""
_JOINER = "\u200d"
_FLAGS = ("\U0001f1e6", "\U0001f1ff")
_SKINS = ("\U0001f3fb", "\U0001f3ff")
_MENTION = re.compile(r"(?<![A-Za-z0-9])@(?=\w)|@(?=everyone|here)")
"""An `@` that begins a name; within an e-mail address it does not, but Discord knows two names anywhere."""
_DEFUSED = "@\u200b"
_MARKDOWN = re.compile(r"([\\`*_~|\[\]#])")
_LIST_ITEM = re.compile(r"^(\s*)([-+]|\d{1,9}(?=[.)]))", re.MULTILINE)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def title_of(message: Message) -> str:
    """The title, in one line."""
    return one_line(message.title).strip()


def text_of(message: Message) -> str:
    """The text; the title where there is no text, as services refuse an empty one."""
    return printable(message.text.replace("\t", " ")).strip() or title_of(message)


def unchanged(text: str) -> str:
    """A text for a service that takes it as it is."""
    return text


def without_mentions(text: str) -> str:
    """A text in which no `@name` calls anybody: an invisible space follows each `@` that begins a name."""
    return _MENTION.sub(_DEFUSED, text)


def with_entities(text: str) -> str:
    """A text with the three entities that Slack knows."""
    return text.translate(_ENTITIES)


def with_backslashes(text: str) -> str:
    """A text in which no letter is Markdown."""
    return _LIST_ITEM.sub(_as_plain_line, _MARKDOWN.sub(r"\\\1", text))


def _as_plain_line(beginning: re.Match[str]) -> str:
    indent, mark = beginning.groups()
    return f"{indent}{mark}\\" if mark.isdecimal() else f"{indent}\\{mark}"


def utf16_units(text: str) -> int:
    """The length as JavaScript and Telegram count it."""
    return len(text.encode("utf-16-le")) // 2


def json_bytes(text: str) -> int:
    """The bytes of a text within a JSON body."""
    return len(json.dumps(text, ensure_ascii=False).encode())


def joined(message: Message, escape: Callable[[str], str], most: int, *, size: Callable[[str], int] = len) -> str:
    """Title and text below each other, escaped, of at most this size."""
    title = cut(title_of(message), MOST_OF_A_TITLE, escape=escape, size=size)
    text = text_of(message)
    if text == title_of(message):
        return escape(title)
    room = most - size(escape(title)) - 1
    return f"{escape(title)}\n{escape(cut(text, room, escape=escape, size=size))}"


def cut(text: str, most: int, *, escape: Callable[[str], str] = unchanged, size: Callable[[str], int] = len) -> str:
    """A text whose escaped form has at most this size, not escaped yet; what was cut ends with `…`.

    It is cut between two words if one ends near, and never within a letter and its accents, an emoji or an escape.
    """
    if size(escape(text)) <= most:
        return text
    least, too_many = 0, len(text)
    while least + 1 < too_many:
        middle = (least + too_many) // 2
        if size(escape(text[:middle] + _ELLIPSIS)) <= most:
            least = middle
        else:
            too_many = middle
    kept = text[: _whole_letters(text, least)]
    if not text[len(kept)].isspace():
        *before, last = kept.rsplit(None, 1) or [""]
        if before and len(kept) - len(before[0]) <= _WORD_ROOM and not kept[-1].isspace() and last:
            kept = before[0]
    return kept.rstrip() + _ELLIPSIS


def _whole_letters(text: str, end: int) -> int:
    """The last place at or before `end` at which no letter is cut."""
    place = end
    while 0 < place < len(text) and _is_within_letter(text, place):
        place -= 1
        if end - place > _LONGEST_LETTER:
            return end
    return place


def _is_within_letter(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _JOINER in (before, after) or unicodedata.category(after) in {"Mn", "Me", "Mc"}:
        return True
    if _SKINS[0] <= after <= _SKINS[1]:
        return True
    if _is_flag(before) and _is_flag(after):
        start = place
        while start and _is_flag(text[start - 1]):
            start -= 1
        return (place - start) % 2 == 1
    return False


def _is_flag(letter: str) -> bool:
    return _FLAGS[0] <= letter <= _FLAGS[1]
