"""Whose account a login of Codex is. This module must not know how a login is read."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.providers.base import AccountIdentity
from brim.backend.providers.codex import words
from brim.backend.providers.codex.authfile import LoginState
from brim.backend.providers.codex.names import NAME
from brim.backend.providers.valueparsing import parse_text
from brim.backend.system.files import short_path
from brim.model.account import Account
from brim.printing import one_line

if TYPE_CHECKING:
    from brim.backend.providers.codex.authfile import CodexLogin
    from brim.backend.providers.codex.homes import CodexHome


def make_identity(login: CodexLogin, home: CodexHome, api_url: str) -> AccountIdentity:
    """The account that a login belongs to. Resolves a path, so it may block for a moment.

    Two people of one workspace have limits of their own, so both IDs count.
    """
    owner = (login.account_id, login.user_id) if login.account_id else (os.path.realpath(home.path),)
    parts = (NAME, *filter(None, owner), urlsplit(api_url).netloc)
    folder = one_line(short_path(home.path))
    return AccountIdentity(
        Account(
            hashlib.sha256("\n".join(parts).encode(errors="surrogatepass")).hexdigest()[:16],
            parse_text(home.name) or login.email or folder,
            NAME,
            words.vendor(),
        ),
        None if login.plan is None else words.plan(login.plan),
        login.version,
        login.expires_at,
        present=login.state is not LoginState.ABSENT,
        ready=login.state is LoginState.USABLE,
        login_renews=True,
        plan_may_lag=True,
        supports_program=login.state is not LoginState.KEY_ONLY,
        qualifiers=(folder,),
    )
