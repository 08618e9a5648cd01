"""Where the login may be, and the file among those places. Read only: never refreshed, never written, never copied.

Facts, seen in Claude Code 2.1.330: the login file is `<folder>/.credentials.json`, where the folder is
CLAUDE_SECURESTORAGE_CONFIG_DIR (empty means ~/.claude), else CLAUDE_CONFIG_DIR, else ~/.claude; its name is brought
into Unicode's composed form. The file is rewritten while we read. This module must not know which place wins, nor what
a login says.
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

from brim.backend.providers.claude import keychain
from brim.backend.providers.claude.credentials import Login, LoginOrigin, StoredLogin, decode, evaluate
from brim.backend.system.files import read_regular_file
from brim.errors import ConfigError
from brim.words import fetcherrors, loginerrors

if TYPE_CHECKING:
    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.settings.claude import Folder
    from brim.backend.settings.load import ClaudeCodeSettings

_LARGEST = 1_000_000
_TRIES = 4
_TRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class AccountLocation:
    """Where one account is looked for."""

    folder: Path
    """Of the login file."""
    home: Path
    """Claude Code's folder for all else."""
    item: keychain.KeychainItem | None = None
    """In the Keychain, where there is one."""
    token: SecretStr | None = None
    """From the environment."""
    name: str | None = None
    """What the settings call it."""
    named_by: str | None = None
    """The setting or variable that names it; None for Claude Code's own folder."""
    own: bool = False
    """Brim's own settings name the folder, whatever Claude Code's variables say."""

    @property
    def file(self) -> Path:
        """The login file."""
        return self.folder / ".credentials.json"


def account_locations(
    settings: AppSettings, claude_code: ClaudeCodeSettings, platform: str = sys.platform
) -> tuple[AccountLocation, ...]:
    """Where the settings say, an account each; raises ConfigError when that lies in a home folder that is not known.

    Whoever names a folder in Brim's own settings means the login of that folder: the environment's token is left out.
    """
    key = "claude.config_dirs" if settings.claude.config_dirs else "claude.config_dir"
    by = settings.display_name(key)
    own = tuple(_own(folder, by, claude_code, platform) for folder in settings.claude.folders)
    if own:
        return own
    home, store = claude_code.config_dir, claude_code.securestorage_config_dir
    variable = ("CLAUDE_SECURESTORAGE_CONFIG_DIR" if store else None) or ("CLAUDE_CONFIG_DIR" if home else None)
    store = home if store is None else store
    item = _item(store or None, claude_code, platform)
    token = _filled(claude_code.code_oauth_token)
    return (AccountLocation(_expanded(store), _expanded(home), item, token, named_by=variable if store else None),)


def _own(folder: Folder, by: str, claude_code: ClaudeCodeSettings, platform: str) -> AccountLocation:
    path = _composed(folder.path)
    item = _item(None if path == _expanded(None) else str(path), claude_code, platform)
    return AccountLocation(path, path, item, name=folder.name, named_by=by, own=True)


def _filled(token: SecretStr | None) -> SecretStr | None:
    """A token without the white space that shells and editors leave around it; None when nothing is left."""
    text = token.get_secret_value().strip() if token is not None else ""
    return SecretStr(text) if text else None


def _item(named: str | None, claude_code: ClaudeCodeSettings, platform: str) -> keychain.KeychainItem | None:
    if platform != "darwin":
        return None
    return keychain.item(named, claude_code.user, _expanded("~/Library/Keychains/login.keychain-db"))


def _expanded(named: str | None) -> Path:
    try:
        return _composed(Path(named or "~/.claude").expanduser())
    except RuntimeError as error:
        raise ConfigError(*fetcherrors.UNKNOWN_HOME) from error


def _composed(path: Path) -> Path:
    """The path in Unicode's composed form, which Claude Code uses; as it is where only that is there."""
    composed = Path(unicodedata.normalize("NFC", str(path)))
    return path if composed != path and path.exists() and not composed.exists() else composed


async def read_file(path: Path, now: datetime) -> Login:
    """The login in a file; one that is caught half-written is read again shortly after."""
    login = await asyncio.to_thread(_read_file, path, now)
    for _ in range(_TRIES - 1):
        if login.why != loginerrors.NOT_JSON:
            break
        await asyncio.sleep(_TRY_SECONDS)
        login = await asyncio.to_thread(_read_file, path, now)
    return login


def file_version(path: Path) -> str:
    """Time and size of the login file, without opening it."""
    try:
        found = path.stat()
    except OSError as error:
        return f"none-{error.errno}"
    return f"{found.st_mtime_ns}-{found.st_size}"


def changed_at(path: Path) -> datetime:
    """When the login file last changed; long ago when there is none."""
    try:
        seconds = path.stat().st_mtime
    except OSError:
        seconds = 0.0
    return datetime.fromtimestamp(int(seconds), UTC)


def _read_file(path: Path, now: datetime) -> Login:
    changed = file_version(path)
    try:
        content = decode(read_regular_file(path, _LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        content = StoredLogin()
    except OSError as error:
        content = StoredLogin(why=loginerrors.cannot_open_reason(error.strerror))
    return Login(LoginOrigin.FILE, str(path), evaluate(content, now), changed, content.credentials, content.why)
