"""Claude Code's settings.json: checked when it is read, changed in one key, written in one step.

This module must not know which command the status line runs, or who confirmed a change.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brim.backend.system.files import MAX_BYTES, read_regular_file
from brim.cli.statusline import jsonedit
from brim.errors import ConfigError
from brim.privatefiles import is_there, make_folder
from brim.words import statuslineinstall as words

KEY = "statusLine"
COMMAND = "command"
_ANY_WRITE = 0o222
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """Settings as they were read."""

    path: Path
    """The path as it was given."""
    real: Path
    """The path with links resolved."""
    raw: bytes | None = None
    """None when there is no such file."""
    text: str = ""
    """Without a byte order mark; empty when there is no file."""
    value: Any = None  # Any: the value of our key, of any form
    """The value of our key; None when there is none."""

    @property
    def command(self) -> str | None:
        """The command of the status line; None when it has none."""
        command = self.value.get(COMMAND) if isinstance(self.value, dict) else None
        return command if isinstance(command, str) and command.strip() else None

    @property
    def known(self) -> bool:
        """Whether the status line has the documented form: a command, or nothing at all."""
        if isinstance(self.value, dict):
            return self.value.get("type") == COMMAND and isinstance(self.value.get(COMMAND, ""), str)
        return self.value is None

    @property
    def is_in_store(self) -> bool:
        """Whether a link leads to a file that nobody may write, as in the store of Nix: a configuration makes it."""
        if self.raw is None or self.real == self.path:
            return False
        try:
            protected = not self.real.stat().st_mode & _ANY_WRITE
        except OSError:
            return True
        return protected or not (os.access(self.real, os.W_OK) and os.access(self.real.parent, os.W_OK))

    def statusline_with(self, command: str) -> dict[str, Any]:  # Any: what JSON holds
        """The value of our key with this command."""
        return (self.value or {}) | {"type": COMMAND, COMMAND: command}

    def with_command(self, command: str) -> bytes:
        """The settings with this command in the status line."""
        statusline = self.statusline_with(command)
        if not self.text:
            return (jsonedit.add("{}", KEY, statusline) + "\n").encode()
        member = jsonedit.find(self.text, KEY)
        if member is None:
            return self._encoded(jsonedit.add(self.text, KEY, statusline))
        inner = jsonedit.find(self.text, COMMAND, member.value) if self.value else None
        if inner is not None:
            return self._encoded(jsonedit.replace(self.text, inner, json.dumps(command, ensure_ascii=False)))
        return self._encoded(jsonedit.replace(self.text, member, json.dumps(statusline, ensure_ascii=False)))

    def without_command(self, before: SettingsFile | None) -> bytes | None:
        """The settings with the status line of an earlier state; None when the file was new and is empty now."""
        member = jsonedit.find(self.text, KEY)
        if member is None:
            return self.raw
        old = jsonedit.find(before.text, KEY) if before is not None and before.text else None
        if old is not None and before is not None:
            return self._encoded(jsonedit.replace(self.text, member, before.text[old.value : old.end]))
        text = jsonedit.remove(self.text, member)
        new = before is not None and not before.raw
        return None if new and not json.loads(text) else self._encoded(text)

    def _encoded(self, text: str) -> bytes:
        return (_BOM if self.raw and self.raw.startswith(_BOM) else b"") + text.encode()


def load(path: Path) -> SettingsFile:
    """Read settings; raises ConfigError when they are unreadable or in a form that must not be changed."""
    real = Path(os.path.realpath(path))
    try:
        raw = read_regular_file(real, MAX_BYTES)
    except FileNotFoundError:
        return SettingsFile(path, real)
    except OSError as error:
        raise ConfigError(*words.unreadable_settings(path, error.strerror)) from error
    return parse(path, real, raw)


def parse(path: Path, real: Path, raw: bytes) -> SettingsFile:
    """Settings from their bytes; raises ConfigError."""
    if not raw.strip():
        raise ConfigError(*words.empty_settings(path))
    try:
        text = raw.removeprefix(_BOM).decode()
        data = json.loads(text, parse_constant=_reject_constant)
    except (ValueError, RecursionError) as error:
        raise ConfigError(*words.invalid_json(path, error)) from error
    if not isinstance(data, dict):
        raise ConfigError(*words.not_an_object(path))
    return SettingsFile(path, real, raw, text, data.get(KEY))


def _reject_constant(constant: str) -> None:
    raise ValueError(words.invalid_constant(constant))


def replace(file: SettingsFile, after: bytes | None) -> None:
    """Write or remove settings; raises ConfigError, also when they have changed since they were read."""
    try:
        current = file.real.read_bytes() if is_there(file.real) else None
        if current != file.raw:
            raise ConfigError(*words.changed_meanwhile(file.path))
        if current is not None and not os.access(file.real, os.W_OK):
            raise ConfigError(*words.not_writable(file.path))
        if after is None:
            file.real.unlink()
        else:
            write(file.real, after, 0o600 if current is None else file.real.stat().st_mode & 0o7777)
    except OSError as error:
        raise ConfigError(*words.unwritable_file(file.path, error.strerror)) from error


def write(path: Path, raw: bytes, mode: int) -> None:
    """Replace a file by bytes in one step, after they are on disk; raises OSError."""
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            temporary.chmod(mode)
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
