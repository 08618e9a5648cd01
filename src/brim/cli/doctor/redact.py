"""Takes out of a text what must not be shown in public: tokens, e-mail addresses, and who and where somebody is.

This module must not know what the text is about.
"""

from __future__ import annotations

import getpass
import platform
import re
import sys
from functools import cache
from pathlib import Path

from brim import logs

_ACCESS = re.compile(r"(?<=://)[^/\s@]*@")
"""User and password in a URL."""
_ADDRESS = re.compile(r"[^\s@/\\:<>()\"',;=]+@[^\s@/\\:<>()\"',;=]+")
_HOMES = re.compile(r"(?<=[/\\]home[/\\])[^/\\\s]+|(?<=[/\\]Users[/\\])[^/\\\s]+", re.IGNORECASE)
"""Whose home a path lies in, also one of WSL or of another person."""
_COMMON = {"brim", "claude", "root", "user", "home", "ubuntu", "debian", "localhost", "linux", "python", "admin"}
"""Names that tell nobody who it is, and that stand in our own sentences; in a path they are taken out as well."""
_SHORTEST = 2


def public(text: str) -> str:
    """The text in one line, without tokens, URL credentials, e-mail addresses, home folder, user and host name."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    text = _ADDRESS.sub("<e-mail>", _ACCESS.sub("", logs.mask(text)))
    for pattern, instead in _names():
        text = pattern.sub(instead, text)
    return _HOMES.sub("<user>", text)


@cache
def _names() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What to look for, longest first, and what stands there instead."""
    homes = sorted(_homes(), key=len, reverse=True)
    found = [(rf"{re.escape(home)}(?![\w.\-])", "~") for home in homes]
    for name in sorted(_users(), key=len, reverse=True):
        found.append((rf"(?<=[/\\]){re.escape(name)}(?=[/\\]|$)", "<user>"))
        if _telling(name):
            found.append((_word(name), "<user>"))
    host = platform.node()
    hosts = [name for name in dict.fromkeys((host, host.partition(".")[0])) if _telling(name)]
    found += [(_word(name), "<host>") for name in hosts]
    return tuple((re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in found)


def _word(name: str) -> str:
    return rf"(?<![^\W_]){re.escape(name)}(?![^\W_])"


def _telling(name: str) -> bool:
    return len(name) >= _SHORTEST and name.lower() not in _COMMON


def _homes() -> set[str]:
    try:
        home = Path.home()
    except RuntimeError:
        return set()
    return {str(place) for place in (home, home.resolve()) if place != Path(place.anchor)}


def _users() -> set[str]:
    names = {Path(home).name for home in _homes()}
    try:
        names.add(getpass.getuser())
        if sys.platform != "win32":
            import os
            import pwd

            names.add(pwd.getpwuid(os.getuid()).pw_name)  # another than the environment says, after `su`
    except (KeyError, OSError):
        pass
    return names - {""}
