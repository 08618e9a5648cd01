"""Makes the Identity of a Claude account from its login, its `.claude.json` and the server that is asked.

This module must not know how any of them is read.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.providers.base import AccountIdentity
from brim.backend.providers.claude import words
from brim.backend.providers.claude.claudejson import AccountProfile
from brim.backend.providers.claude.credentials import Credentials, Login, LoginState
from brim.backend.providers.claude.names import NAME
from brim.backend.providers.claude.plan import plan_label
from brim.backend.providers.valueparsing import parse_text, parse_time
from brim.backend.system.files import short_path
from brim.model.account import Account
from brim.printing import one_line
from brim.words.accounts import organisation_label

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.providers.claude.locations import AccountLocation


def make_identity(
    login: Login, login_changed_at: datetime, profile: AccountProfile, location: AccountLocation, api_url: str
) -> AccountIdentity:
    """The identity of the account that a login belongs to. Resolves a path, so it may block for a moment."""
    credentials = login.credentials or Credentials()
    profile = _matching(profile, credentials)
    organization = credentials.organization_uuid or profile.organization_uuid
    owner = credentials.account_uuid or profile.account_uuid or os.path.realpath(location.login_dir)
    folder = one_line(short_path(location.config_dir))
    return AccountIdentity(
        Account(
            account_id(owner, organization, urlsplit(api_url).netloc),
            parse_text(location.name) or profile.email_address or folder,
            NAME,
            words.vendor(),
        ),
        plan_label(credentials, profile, login_changed_at),
        login.version,
        credentials.ends_at,
        expires_at=parse_time(credentials.expires_at) if credentials.expires_at else None,
        present=login.state is not LoginState.ABSENT,
        ready=login.state is LoginState.USABLE,
        supports_program=True,
        reads_incidents=True,
        qualifiers=(organisation_label(profile.organization_name, profile.email_address), folder),
    )


def account_id(*parts: str | None) -> str:
    """The id of an account: 16 hex digits from what distinguishes it."""
    return hashlib.sha256("\n".join(filter(None, parts)).encode(errors="surrogatepass")).hexdigest()[:16]


def speaks_of(profile: AccountProfile, credentials: Credentials) -> bool:
    """Whether a profile is of the same account and organisation as a login, as far as both name them.

    The plan and its limits are an organisation's: one account has others in each of its organisations.
    """
    return not (
        _differ(credentials.account_uuid, profile.account_uuid)
        or _differ(credentials.organization_uuid, profile.organization_uuid)
    )


def _differ(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second


def _matching(profile: AccountProfile, credentials: Credentials) -> AccountProfile:
    """The profile without what belongs to another account or organisation than the login."""
    if speaks_of(profile, credentials):
        return profile
    if profile.account_uuid is not None and profile.account_uuid == credentials.account_uuid:
        return AccountProfile(account_uuid=profile.account_uuid, email_address=profile.email_address)
    return AccountProfile()
