"""Desktop entries: the launcher in the applications menu, and the entry for the start at login.

Source: Desktop Entry Specification. GLib, which most menus use, drops an entry whose program has a `%`, and no program
may have a `=`; a shell starts those. This module must not know where an entry goes, nor who asks.
"""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.packagefiles import ICON_NAME, icon_file
from brim.words import desktop
from brim.words import launcher as words
from brim.words.autostart import entry_comment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE_NAME = "brim.desktop"
OPEN_IF_RUNNING = "--details-if-running"
"""The option of the launcher: who starts a program that runs already wants to see it."""
_AUTOSTART_ICON_PIXELS = 48
_EXEC_ESCAPED = '"`$\\'
"""Desktop Entry Specification, the Exec key: these letters take a backslash inside quotes."""
_PLAIN = re.compile(r"[A-Za-z0-9_@./+:,-]+")
"""An argument that needs no quotes."""
_SHELL = ("/bin/sh", "-c")
_NO_PROGRAM = re.compile("[%=]")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no string of an entry may have: control characters, and bytes of a path that are not UTF-8."""
_ESCAPE, _ESCAPED = re.compile(r"\\([\\snrt])"), {"\\": "\\", "s": " ", "n": "\n", "r": "\r", "t": "\t"}
"""What a string may have in place of a letter."""


class UnusablePathError(BrimError):
    """No desktop entry can start a program at this path."""


def launcher_entry(command: Sequence[str]) -> str:
    """The entry of the applications menu for this command; the icon is found by its name. Raises UnusablePathError."""
    return _entry(
        (
            "[Desktop Entry]",
            *_common(command, (OPEN_IF_RUNNING,)),
            f"Icon={ICON_NAME}",
            f"GenericName={_escaped_string(words.generic_name())}",
            "Categories=Utility;",
            f"Keywords={''.join(f'{word};' for word in words.keywords())}",
            "X-GNOME-UsesNotifications=true",
            "Actions=details;",
            "",
            "[Desktop Action details]",
            f"Name={_escaped_string(words.details_action())}",
            f"Exec={_exec_value((*command, 'details'))}",
        )
    )


def autostart_entry(command: Sequence[str]) -> str:
    """The entry that starts this command at login; its icon is a file, because the theme may not have it.

    Raises UnusablePathError.
    """
    icon = icon_file(_AUTOSTART_ICON_PIXELS)
    return _entry(
        (
            "[Desktop Entry]",
            *_common(command),
            f"Icon={ICON_NAME if _NO_TEXT.search(icon) else _escaped_string(icon)}",
            "X-GNOME-Autostart-enabled=true",
        )
    )


def values_of(entry: str) -> dict[str, str]:
    """The keys of the entry itself, without those of its actions, as they are written."""
    section, values = "", {}
    for line in entry.split("\n"):
        if line.startswith("["):
            section = line.strip()
        elif section == "[Desktop Entry]" and "=" in line:
            key, _, value = line.partition("=")
            values[key.strip()] = value.strip()
    return values


def tried_program(values: Mapping[str, str]) -> str:
    """The program that an entry tries; empty where it names none."""
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], values.get("TryExec", ""))


def can_start(values: Mapping[str, str]) -> bool:
    """Whether the program that an entry tries is there; without TryExec, or with one in PATH, it is not looked for."""
    program = tried_program(values)
    return not os.path.isabs(program) or os.access(program, os.X_OK)  # noqa: PTH117 - it may be no path


def _common(command: Sequence[str], arguments: Sequence[str] = ()) -> tuple[str, ...]:
    return (
        "Type=Application",
        "Name=Brim",
        f"Comment={_escaped_string(entry_comment())}",
        f"Exec={_exec_value((*command, *arguments))}",
        f"TryExec={_escaped_string(command[0])}",
        "Terminal=false",
        "StartupNotify=false",
    )


def _entry(lines: Sequence[str]) -> str:
    return "\n".join((*lines, ""))


def _exec_value(command: Sequence[str]) -> str:
    if any(map(_NO_TEXT.search, command)):
        raise UnusablePathError(*desktop.unusable_path(command[0]))
    if _NO_PROGRAM.search(command[0]):
        command = (*_SHELL, f"exec {shlex.join(command)}")
    return " ".join(map(_quoted_argument, command))


def _quoted_argument(argument: str) -> str:
    """One argument of the Exec key: quoted, with the key's own escapes, then those of every string, no field codes."""
    if _PLAIN.fullmatch(argument):
        return argument
    quoted = "".join(f"\\{letter}" if letter in _EXEC_ESCAPED else letter for letter in argument)
    return _escaped_string(f'"{quoted}"').replace("%", "%%")


def _escaped_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
