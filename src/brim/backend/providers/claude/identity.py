"""Makes the Identity of a Claude account from its login, its `.claude.json` and the server that is asked.

This module must not know how any of them is read.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.providers.base import AccountIdentity
from brim.backend.providers.claude.claudejson import AccountProfile, plan_label
from brim.backend.providers.claude.credentials import Credentials, Login, LoginState
from brim.backend.system.files import short_path
from brim.model.account import Account
from brim.words.accounts import organisation_label

if TYPE_CHECKING:
    from brim.backend.providers.claude.locations import AccountLocation

PROVIDER = "claude"


def make_identity(login: Login, profile: AccountProfile, location: AccountLocation, api_url: str) -> AccountIdentity:
    """The identity of the account that a login belongs to. Resolves a path, so it may block for a moment."""
    credentials = login.credentials or Credentials()
    profile = _matching(profile, credentials)
    organization = credentials.organization_uuid or profile.organization_uuid
    owner = credentials.account_uuid or profile.account_uuid or str(location.login_dir.resolve())
    folder = short_path(location.config_dir)
    return AccountIdentity(
        Account(
            account_id(owner, organization, urlsplit(api_url).netloc),
            location.name or profile.email_address or folder,
            PROVIDER,
        ),
        plan_label(credentials, profile),
        login.version,
        credentials.ends_at,
        present=login.state is not LoginState.ABSENT,
        ready=login.state is LoginState.USABLE,
        supports_program=True,
        qualifiers=(organisation_label(profile.organization_name, profile.email_address), folder),
    )


def account_id(*parts: str | None) -> str:
    """The id of an account: 16 hex digits from what distinguishes it."""
    return hashlib.sha256("\n".join(filter(None, parts)).encode(errors="surrogatepass")).hexdigest()[:16]


def _matching(profile: AccountProfile, credentials: Credentials) -> AccountProfile:
    """The profile without what belongs to another account or organisation than the login."""
    if credentials.account_uuid and profile.account_uuid and credentials.account_uuid != profile.account_uuid:
        return AccountProfile()
    organization = credentials.organization_uuid or profile.organization_uuid
    if organization != (profile.organization_uuid or organization):
        return profile.model_copy(update={"organization_name": None})
    return profile
