"""Where Codex keeps its login, by its own settings. This module must not know what a login is.

Facts (codex-rs, 2026): `cli_auth_credentials_store` in `config.toml` is file (the default), keyring, auto or ephemeral;
with the keyring Codex deletes `auth.json`. A folder with settings and sessions, but without a login file, was used with
a login that is somewhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.system.files import MAX_BYTES, read_regular_file
from brim.privatefiles import is_folder

if TYPE_CHECKING:
    from brim.backend.providers.codex.homes import CodexHome

_IN_FILE = "file"


def keeps_login_elsewhere(home: CodexHome) -> bool:
    """Whether Codex has a login without a login file, as far as its files show."""
    try:
        raw = read_regular_file(home.config_file, MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        raw = b""
    import tomllib

    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        content = {}
    store = content.get("cli_auth_credentials_store")
    if isinstance(store, str):
        return store != _IN_FILE
    return is_folder(home.path / "sessions")
