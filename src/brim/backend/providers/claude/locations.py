"""Where the login of each account may be, and how its login file is read. It is never refreshed, written or copied.

Facts, seen in Claude Code 2.1.330: the login file is `<folder>/.credentials.json`, where the folder is
CLAUDE_SECURESTORAGE_CONFIG_DIR (empty means ~/.claude), else CLAUDE_CONFIG_DIR, else ~/.claude; its name is converted
to Unicode's composed form. The file may be rewritten while it is read. This module must not know which place wins, nor
what a login says.
"""

from __future__ import annotations

import asyncio
import sys
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from brim.backend.providers.claude import fetchwords, keychain
from brim.backend.providers.claude.credentials import Login, LoginOrigin, StoredLogin, decode, evaluate
from brim.backend.providers.claude.settings import ClaudeSettings
from brim.backend.system.files import read_regular_file
from brim.errors import ConfigError
from brim.privatefiles import is_there
from brim.words import loginerrors

if TYPE_CHECKING:
    from brim.backend.providers.claude.variables import ClaudeCodeSettings
    from brim.backend.providers.descriptor import SettingsView
    from brim.backend.settings.values.labelledfolders import LabelledFolder

_DEFAULT_DIR = "~/.claude"
_MAX_BYTES = 1_000_000
_MAX_TRIES = 4
_RETRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class AccountLocation:
    """Where the files and the login of one account are looked for."""

    login_dir: Path
    """The folder of the login file."""
    config_dir: Path
    """Claude Code's folder for everything else."""
    keychain_item: keychain.KeychainItem | None = None
    """None where there is no Keychain."""
    environment_token: SecretStr | None = None
    name: str | None = None
    """The account's name in the settings."""
    named_by: str | None = None
    """The setting or variable that names the folder; None for the default folder."""
    from_own_settings: bool = False
    """Brim's own settings name the folder, so Claude Code's variables do not count."""

    @property
    def login_file(self) -> Path:
        """The login file."""
        return self.login_dir / ".credentials.json"


def account_locations(
    settings: SettingsView, claude_code: ClaudeCodeSettings, platform: str = sys.platform
) -> tuple[AccountLocation, ...]:
    """One location for each account that the settings name; raises ConfigError for an unknown home folder.

    A folder in Brim's own settings stands for the login of that folder, so the environment's token is left out.
    """
    section = settings.section(ClaudeSettings)
    key = "claude.config_dirs" if section.config_dirs else "claude.config_dir"
    named_by = settings.display_name(key)
    own = tuple(_own_location(folder, named_by, claude_code, platform) for folder in section.folders)
    if own:
        return own
    config_dir, login_dir = claude_code.config_dir, claude_code.securestorage_config_dir
    variable = "CLAUDE_SECURESTORAGE_CONFIG_DIR" if login_dir else "CLAUDE_CONFIG_DIR" if config_dir else None
    login_dir = config_dir if login_dir is None else login_dir
    return (
        AccountLocation(
            _expanded(login_dir),
            _expanded(config_dir),
            _keychain_item(login_dir or None, claude_code, platform),
            _stripped(claude_code.code_oauth_token),
            named_by=variable if login_dir else None,
        ),
    )


def _own_location(
    folder: LabelledFolder, named_by: str, claude_code: ClaudeCodeSettings, platform: str
) -> AccountLocation:
    path = _composed(folder.path)
    item = _keychain_item(None if path == _expanded(None) else str(path), claude_code, platform)
    return AccountLocation(path, path, item, name=folder.name, named_by=named_by, from_own_settings=True)


def _stripped(token: SecretStr | None) -> SecretStr | None:
    """A token without the white space that shells and editors leave around it; None when nothing is left."""
    text = token.get_secret_value().strip() if token is not None else ""
    return SecretStr(text) if text else None


def _keychain_item(folder: str | None, claude_code: ClaudeCodeSettings, platform: str) -> keychain.KeychainItem | None:
    if platform != "darwin":
        return None
    return keychain.item_for(folder, claude_code.user, _expanded("~/Library/Keychains/login.keychain-db"))


def _expanded(folder: str | None) -> Path:
    try:
        return _composed(Path(folder or _DEFAULT_DIR).expanduser())
    except RuntimeError as error:
        raise ConfigError(*fetchwords.unknown_home()) from error


def _composed(path: Path) -> Path:
    """The path in Unicode's composed form, which Claude Code uses; unchanged where only that form exists."""
    composed = Path(unicodedata.normalize("NFC", str(path)))
    return path if composed != path and is_there(path) and not is_there(composed) else composed


async def read_login_file(path: Path, now: datetime) -> Login:
    """The login in a file; a file that is half-written is read again shortly after."""
    login = await asyncio.to_thread(_read_once, path, now)
    for _ in range(_MAX_TRIES - 1):
        if login.unreadable_reason != loginerrors.not_json():
            break
        await asyncio.sleep(_RETRY_SECONDS)
        login = await asyncio.to_thread(_read_once, path, now)
    return login


def login_file_version(path: Path) -> str:
    """Changes whenever the login file does: its time and size, without opening it."""
    try:
        status = path.stat()
    except OSError as error:
        return f"none-{error.errno}"
    return f"{status.st_mtime_ns}-{status.st_size}"


def login_file_changed_at(path: Path) -> datetime:
    """When the login file last changed; 1970 when there is none."""
    try:
        seconds = path.stat().st_mtime
    except OSError:
        seconds = 0.0
    return datetime.fromtimestamp(int(seconds), UTC)


def _read_once(path: Path, now: datetime) -> Login:
    version = login_file_version(path)
    try:
        stored = decode(read_regular_file(path, _MAX_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        stored = StoredLogin()
    except OSError as error:
        ours = not error.errno  # a file that is too large, or is no plain file: the reason is in our words
        reason = error.strerror if ours and error.strerror else loginerrors.cannot_open(error.strerror)
        stored = StoredLogin(unreadable_reason=reason, may_open=ours)
    state, reason = evaluate(stored, now), stored.unreadable_reason
    return Login(LoginOrigin.FILE, str(path), state, version, stored.credentials, reason, stored.may_open)
