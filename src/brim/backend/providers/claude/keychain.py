"""The macOS Keychain, read through the system's `security` program. Only ever asked to find, never to write.

Facts, seen in Claude Code 2.1.330 and in public code: a generic password whose service is `Claude Code-credentials`,
with `-` and the first 8 hex digits of the SHA-256 of the folder as it was named where another than ~/.claude is in
force; its account is $USER, else the user's name, else `claude-code-user`. The value is the JSON of the login file,
sometimes in hex. Exit status 44 means that there is none, 36 that the Keychain is locked and nobody can be asked; any
other is taken for a refusal. `security` may ask the person, and waits for the answer.

This module must not know when it is right to ask.
"""

from __future__ import annotations

import asyncio
import getpass
import hashlib
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from brim.backend.providers.claude.credentials import StoredLogin, decode

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 30.0
"""For a person to answer the question of the system."""
_SERVICE = "Claude Code-credentials"
_NOBODY = "claude-code-user"
_ACCOUNT = re.compile(r"[A-Za-z0-9._-]+")
_HEX = re.compile(rb"(?:efbbbf)?7b(?:[0-9a-f]{2})*", re.IGNORECASE)
"""`{`, also after a byte order mark, and what follows."""
_ABSENT, _LOCKED = 44, 36


class KeychainResult(StrEnum):
    """What became of the question."""

    FOUND = "found"
    ABSENT = "absent"
    LOCKED = "locked"
    """And nobody can be asked to unlock it."""
    DENIED = "denied"
    UNANSWERED = "unanswered"
    """The person did not answer in time."""
    UNAVAILABLE = "unavailable"
    """`security` cannot be started."""


_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
PROMPTED = frozenset({KeychainResult.DENIED, KeychainResult.UNANSWERED})
"""Asking again would put the same question before the person."""


@dataclass(frozen=True, slots=True)
class KeychainItem:
    """One login in the Keychain."""

    service: str
    account: str
    database: Path
    """The file that holds the Keychain: it changes when an item does."""


def item(named: str | None, user: str | None, database: Path) -> KeychainItem:
    """The item of Claude Code's folder, as it was `named`; None for ~/.claude."""
    return KeychainItem(_service(named), _account(user), database)


def _service(named: str | None) -> str:
    if named is None:
        return _SERVICE
    text = unicodedata.normalize("NFC", named)
    return f"{_SERVICE}-{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:8]}"


def _account(user: str | None) -> str:
    name = user or ""
    if not name:
        with suppress(OSError, KeyError, ImportError):  # a user without a name
            name = getpass.getuser()
    return name if _ACCOUNT.fullmatch(name) else _NOBODY


async def find(wanted: KeychainItem, seconds: float = SECONDS) -> tuple[KeychainResult, StoredLogin]:
    """Look into the Keychain once; the person may be asked, and has so many seconds. No process is left behind.

    With several accounts one question follows another.
    """
    async with _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        return await _ask(wanted, seconds)


async def _ask(wanted: KeychainItem, seconds: float) -> tuple[KeychainResult, StoredLogin]:
    question = ("find-generic-password", "-a", wanted.account, "-w", "-s", wanted.service)
    nothing, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            "security", *question, stdin=nothing, stdout=pipe, stderr=nothing
        )
    except OSError:
        return KeychainResult.UNAVAILABLE, StoredLogin()
    try:
        async with asyncio.timeout(seconds):
            raw, _ = await process.communicate()
    except TimeoutError:
        return KeychainResult.UNANSWERED, StoredLogin()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    match process.returncode:
        case 0:
            return KeychainResult.FOUND, decode(_text(raw.strip()))
        case code if code == _ABSENT:
            return KeychainResult.ABSENT, StoredLogin()
        case code if code == _LOCKED:
            return KeychainResult.LOCKED, StoredLogin()
        case _:
            return KeychainResult.DENIED, StoredLogin()


def _text(raw: bytes) -> bytes:
    return bytes.fromhex(raw.decode("ascii")) if _HEX.fullmatch(raw) else raw
