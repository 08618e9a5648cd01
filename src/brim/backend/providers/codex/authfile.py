"""The login that Codex stores in `auth.json`. It is only read: never refreshed, written or copied.

Facts (codex-rs/login, 2026): keys `auth_mode` (absent in old files), `OPENAI_API_KEY`, `tokens` (`id_token`,
`access_token`, `refresh_token`, `account_id`), `last_refresh`, and for agents `agent_identity` and
`personal_access_token`. The file is rewritten in place, so a half-written one is normal. The access token ends at its
claim `exp`; whose it is stands in the claims of the ID token. Refreshing would revoke the login of Codex itself.
This module must not know how a login is used.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from brim.backend.providers import jsonwebtoken
from brim.backend.providers.codex.configfile import keeps_login_elsewhere
from brim.backend.providers.valueparsing import Text, parse_text, parse_time
from brim.backend.system.files import file_version, read_regular_file
from brim.privatefiles import is_there
from brim.words import loginerrors

if TYPE_CHECKING:
    from brim.backend.providers.codex.homes import CodexHome

_MAX_BYTES = 1_000_000
_MAX_TRIES = 5
_RETRY_SECONDS = 0.1
_AUTH_CLAIM, _PROFILE_CLAIM = "https://api.openai.com/auth", "https://api.openai.com/profile"
_HEADER_VALUE = re.compile(r"[!-~]+")
_KEY_MODES, _PLAN_MODES = {"apikey"}, {"", "chatgpt", "chatgptauthtokens"}


class LoginState(StrEnum):
    """Whether a login can be used, and why not."""

    USABLE = "usable"
    EXPIRED = "expired"
    KEY_ONLY = "key_only"
    """An API key, which has no plan limits."""
    OTHER = "other"
    """An agent's identity, or a token that a person made."""
    ELSEWHERE = "elsewhere"
    """Codex stores it in the keyring or in memory."""
    ABSENT = "absent"
    HALF_WRITTEN = "half_written"
    UNREADABLE = "unreadable"


def _parse_token(value: object) -> object:
    return value if isinstance(value, str) and _HEADER_VALUE.fullmatch(value) else None


class Tokens(BaseModel):
    """The part of `tokens` that is needed; the refresh token is not."""

    model_config = ConfigDict(extra="ignore")

    access_token: Annotated[SecretStr | None, BeforeValidator(_parse_token)] = Field(
        default=None, description="Bearer token; None when it is not printable ASCII"
    )
    id_token: Annotated[SecretStr | None, BeforeValidator(_parse_token)] = Field(
        default=None, description="says whose login it is"
    )
    account_id: Text = Field(default=None, description="the ChatGPT account or workspace")


@dataclass(frozen=True, slots=True)
class CodexLogin:
    """A login as it was found, or the absence of one."""

    state: LoginState
    version: str
    """Changes when the file does, or when the login expires. Never made from a token."""
    token: SecretStr | None = field(default=None, repr=False)
    account_id: str | None = None
    user_id: str | None = None
    email: str | None = None
    plan: str | None = None
    """In the server's word."""
    is_fedramp: bool = False
    expires_at: datetime | None = None
    """When the access token ends."""
    since: datetime | None = None
    """When Codex signed in or last renewed the login; None where that is not known."""
    unreadable_reason: str = ""


async def read_login(home: CodexHome, now: datetime) -> CodexLogin:
    """The login of a folder; a half-written file is read again shortly after."""
    login = await asyncio.to_thread(_read_once, home, now)
    for _ in range(_MAX_TRIES - 1):
        if login.state is not LoginState.HALF_WRITTEN:
            break
        await asyncio.sleep(_RETRY_SECONDS)
        login = await asyncio.to_thread(_read_once, home, now)
    return login


def _read_once(home: CodexHome, now: datetime) -> CodexLogin:
    version = str(file_version(home.login_file))
    try:
        raw = read_regular_file(home.login_file, _MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        state = LoginState.ELSEWHERE if keeps_login_elsewhere(home) else LoginState.ABSENT
        return CodexLogin(state, f"{version}-{state}")
    except OSError as error:
        if not is_there(home.login_file):  # in a folder that cannot be looked into: nobody knows of a login
            return CodexLogin(LoginState.ABSENT, f"{version}-{LoginState.ABSENT}")
        return CodexLogin(LoginState.UNREADABLE, version, unreadable_reason=loginerrors.cannot_open(error.strerror))
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        return CodexLogin(LoginState.HALF_WRITTEN, version, unreadable_reason=loginerrors.not_json())
    return _evaluated(content if isinstance(content, dict) else {}, version, now)


def _evaluated(content: dict[str, object], version: str, now: datetime) -> CodexLogin:
    mode = str(content.get("auth_mode") or "").replace("_", "").lower()
    found = content.get("tokens")
    tokens = Tokens.model_validate(found) if isinstance(found, dict) else Tokens()
    has_key = bool(content.get("OPENAI_API_KEY"))
    if mode in _KEY_MODES or (has_key and mode in _PLAN_MODES and tokens.access_token is None):
        return CodexLogin(LoginState.KEY_ONLY, version)
    if mode not in _PLAN_MODES or (content.get("agent_identity") and tokens.access_token is None):
        return CodexLogin(LoginState.OTHER, version)
    if tokens.access_token is None:
        return CodexLogin(LoginState.UNREADABLE, version, unreadable_reason=loginerrors.no_token())
    expires_at = jsonwebtoken.expires_at(tokens.access_token.get_secret_value())
    is_over = expires_at is not None and expires_at <= now
    state = LoginState.EXPIRED if is_over else LoginState.USABLE
    return _with_claims(tokens, state, f"{version}-{state}", expires_at, parse_time(content.get("last_refresh")))


def _with_claims(
    tokens: Tokens, state: LoginState, version: str, expires_at: datetime | None, since: datetime | None
) -> CodexLogin:
    """The login with what its ID token says, which is not verified and may have expired."""
    claims = jsonwebtoken.claims(tokens.id_token.get_secret_value()) if tokens.id_token is not None else {}
    account, profile = (
        part if isinstance(part := claims.get(name), dict) else {} for name in (_AUTH_CLAIM, _PROFILE_CLAIM)
    )
    account_id = tokens.account_id or parse_text(account.get("chatgpt_account_id"))
    return CodexLogin(
        state,
        version,
        tokens.access_token,
        account_id if account_id is not None and _HEADER_VALUE.fullmatch(account_id) else None,
        parse_text(account.get("chatgpt_user_id")) or parse_text(account.get("user_id")),
        parse_text(claims.get("email")) or parse_text(profile.get("email")),
        parse_text(account.get("chatgpt_plan_type")),
        is_fedramp=account.get("chatgpt_account_is_fedramp") is True,
        expires_at=expires_at,
        since=since,
    )


def changed_at(home: CodexHome, login: CodexLogin) -> datetime:
    """When the login was last renewed, by its own word or by its file; 1970 where there is no file."""
    if login.since is not None:
        return login.since
    version = file_version(home.login_file)
    return datetime.fromtimestamp(0 if version is None else version[0] // 1_000_000_000, UTC)
