"""Reads the macOS Keychain through the system's `security` program. It only finds items and never writes.

Facts, seen in Claude Code 2.1.330 and in public code: the item is a generic password with the service `Claude
Code-credentials`; if the folder is not ~/.claude, `-` and the first 8 hex digits of the SHA-256 of the folder as it was
named are appended. Its account is $USER, else the user's name, else `claude-code-user`. The value is the JSON of the
login file, sometimes in hex. Exit status 44 means that there is no such item, 36 that the Keychain is locked and no
person can be asked; any other counts as a refusal. `security` may ask the person, and waits for the answer.

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
from brim.childenvironment import child_environment

if TYPE_CHECKING:
    from pathlib import Path

PROMPT_SECONDS = 30.0
"""Time for a person to answer the system's question."""
_SERVICE = "Claude Code-credentials"
_DEFAULT_ACCOUNT = "claude-code-user"
_ACCOUNT_FORM = re.compile(r"[A-Za-z0-9._-]+")
_HEX = re.compile(rb"(?:efbbbf)?7b(?:[0-9a-f]{2})*", re.IGNORECASE)
"""The hex digits of a text that begins with `{`, also after a byte order mark."""
_STATUS_ABSENT, _STATUS_LOCKED = 44, 36
"""Exit statuses of `security`."""


class KeychainResult(StrEnum):
    """The result of looking for an item."""

    FOUND = "found"
    ABSENT = "absent"
    LOCKED = "locked"
    """No person can be asked to unlock it."""
    DENIED = "denied"
    UNANSWERED = "unanswered"
    """The person did not answer in time."""
    UNAVAILABLE = "unavailable"
    """`security` cannot be started."""


_LOCKS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
"""One for each event loop, so that only one question is open at a time."""
PROMPTED = frozenset({KeychainResult.DENIED, KeychainResult.UNANSWERED})
"""After these, another try would ask the person the same question again."""


@dataclass(frozen=True, slots=True)
class KeychainItem:
    """One login in the Keychain."""

    service: str
    account: str
    database: Path
    """The file that holds the Keychain: it changes when an item does."""


def item_for(folder: str | None, user: str | None, database: Path) -> KeychainItem:
    """The item that belongs to Claude Code's folder, given as settings name it; None for ~/.claude."""
    return KeychainItem(_service(folder), _account(user), database)


def _service(folder: str | None) -> str:
    if folder is None:
        return _SERVICE
    text = unicodedata.normalize("NFC", folder)
    return f"{_SERVICE}-{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:8]}"


def _account(user: str | None) -> str:
    name = user or ""
    if not name:
        with suppress(OSError, KeyError, ImportError):  # a user without a name
            name = getpass.getuser()
    return name if _ACCOUNT_FORM.fullmatch(name) else _DEFAULT_ACCOUNT


async def find(item: KeychainItem, seconds: float = PROMPT_SECONDS) -> tuple[KeychainResult, StoredLogin]:
    """Look for an item once. The system may ask the person, who has `seconds` to answer. No process keeps running.

    For several accounts, the questions come one after another.
    """
    async with _LOCKS.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        return await _run_security(item, seconds)


async def _run_security(item: KeychainItem, seconds: float) -> tuple[KeychainResult, StoredLogin]:
    arguments = ("find-generic-password", "-a", item.account, "-w", "-s", item.service)
    devnull, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            "security", *arguments, stdin=devnull, stdout=pipe, stderr=devnull, env=child_environment()
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
            return KeychainResult.FOUND, decode(_from_hex(raw.strip()))
        case code if code == _STATUS_ABSENT:
            return KeychainResult.ABSENT, StoredLogin()
        case code if code == _STATUS_LOCKED:
            return KeychainResult.LOCKED, StoredLogin()
        case _:
            return KeychainResult.DENIED, StoredLogin()


def _from_hex(raw: bytes) -> bytes:
    """The bytes themselves, decoded if they are hex digits of a JSON object."""
    return bytes.fromhex(raw.decode("ascii")) if _HEX.fullmatch(raw) else raw
