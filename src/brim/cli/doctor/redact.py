"""Removes from a text what must not be public: tokens, e-mail addresses, and names of people, folders and machines.

This module must not know what the text is about.
"""

from __future__ import annotations

import getpass
import os
import platform
import re
import sys
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from brim import logs
from brim.backend.providerlist.providers import PROVIDERS

_URL_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]*@")
"""User and password in a URL."""
_EMAIL = re.compile(r"[^\s@/\\:<>()\"',;=]+@[^\s@/\\:<>()\"',;=]+")
_NO_EMAIL = "brim@latest"
"""What `uvx` is asked for."""
_HOMES = re.compile(r"(?<=[/\\]home[/\\])[^/\\\s]+|(?<=[/\\]Users[/\\])[^/\\\s]+", re.IGNORECASE)
"""The owner of the home folder in a path, also in WSL or of another person."""
_COMMON = {"brim", "root", "user", "home", "ubuntu", "debian", "localhost", "linux", "python", "admin"}
"""Names that identify nobody and occur in our own sentences; in a path they are removed as well."""
_MIN_LENGTH = 2


def redact(text: str) -> str:
    """The text in one line, without tokens, URL credentials, e-mail addresses, home folder, user and host name."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    text = _EMAIL.sub(_without_email, _URL_CREDENTIALS.sub("", logs.mask(text)))
    for pattern, replacement in _name_patterns():
        text = pattern.sub(replacement, text)
    return _HOMES.sub("<user>", text)


def _without_email(found: re.Match[str]) -> str:
    return found[0] if found[0].strip("`.") == _NO_EMAIL else "<e-mail>"


type Redacted = Annotated[str, AfterValidator(redact)]
"""A text field of a model that is redacted when it is set."""


@cache
def _name_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the names to remove, longest first, and their replacements."""
    homes = sorted(_homes(), key=len, reverse=True)
    patterns = [(rf"{re.escape(home)}(?![\w.\-])", "~") for home in homes]
    for name in sorted(_users(), key=len, reverse=True):
        patterns.append((rf"(?<=[/\\]){re.escape(name)}(?=[/\\]|$)", "<user>"))
        if _identifies(name):
            patterns.append((_word(name), "<user>"))
    host = platform.node()
    hosts = [name for name in dict.fromkeys((host, host.partition(".")[0])) if _identifies(name)]
    patterns += [(_word(name), "<host>") for name in hosts]
    return tuple((re.compile(pattern, re.IGNORECASE), replacement) for pattern, replacement in patterns)


def _word(name: str) -> str:
    return rf"(?<![^\W_]){re.escape(name)}(?![^\W_])"


def _identifies(name: str) -> bool:
    return len(name) >= _MIN_LENGTH and name.lower() not in _COMMON | _names_of_providers()


@cache
def _names_of_providers() -> frozenset[str]:
    """The words of their names, which stand in our own sentences, too."""
    vendors = [one.vendor() for one in PROVIDERS]
    names = " ".join((*(one.name for one in PROVIDERS), *(f"{v.product} {v.company} {v.program}" for v in vendors)))
    return frozenset(names.lower().split())


def _homes() -> set[str]:
    try:
        home = Path.home()
    except RuntimeError:
        return set()
    return {str(place) for place in (home, Path(os.path.realpath(home))) if place != Path(place.anchor)}


def _users() -> set[str]:
    names = {Path(home).name for home in _homes()}
    try:
        names.add(getpass.getuser())
        if sys.platform != "win32":
            import pwd

            names.add(pwd.getpwuid(os.getuid()).pw_name)  # after `su` it differs from the environment
    except (KeyError, OSError):
        pass
    return names - {""}
