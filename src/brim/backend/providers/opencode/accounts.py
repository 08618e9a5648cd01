"""The account of opencode Go on this machine, by its key. This module must not know when it is read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brim.backend.providers.answers import error
from brim.backend.providers.keyedprovider import KeyedProvider
from brim.backend.providers.keyedservice import KeyedService
from brim.backend.providers.keys import NamedKey
from brim.backend.providers.keysources import opencode_file, opencode_sessions, own_file
from brim.backend.providers.opencode import usage, words
from brim.backend.providers.opencode.names import NAME, POLICY
from brim.backend.providers.opencode.settings import OpencodeSettings
from brim.backend.providers.opencode.variables import OpencodeVariables
from brim.errors import ExpiredError, NoLimitsError
from brim.words import apikeys

if TYPE_CHECKING:
    from brim.backend.providers.answers import Answer
    from brim.backend.providers.descriptor import SettingsView
    from brim.errors import ReadError

_PATH = "/zen/go/v1/usage"
_NO_PLAN, _NO_KEY = "EntitlementError", "AuthError"


def service(settings: SettingsView, platform: str = sys.platform) -> KeyedService:
    """What is asked, and where its key may be."""
    section = settings.section(OpencodeSettings)
    return KeyedService(
        name=NAME,
        vendor=words.vendor(),
        policy=POLICY.adapted(settings.poll, words.vendor()),
        api_url=section.api_url,
        path=_PATH,
        keys=(
            NamedKey(settings.display_name(f"{NAME}.api_key"), section.api_key),
            NamedKey("OPENCODE_API_KEY", OpencodeVariables().api_key, general=True),
        ),
        files=(*own_file(section.key_file), *opencode_file("opencode-go", platform=platform)),
        parse=usage.parse,
        state_dir=settings.state_dir,
        no_plan=words.no_plan(),
        own_refusal=_own_refusal,
        active_files=opencode_sessions(platform),
    )


def accounts(settings: SettingsView) -> tuple[KeyedProvider, ...]:
    """The one account."""
    return (KeyedProvider(service(settings)),)


def _own_refusal(answer: Answer, place: str) -> ReadError | None:
    """A refusal by its kind, whatever the status: there is no plan, or the key is not accepted."""
    found = answer.json().get("error")
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == _NO_KEY:
        return error(ExpiredError, apikeys.key_refused(words.vendor().company, place))
    return error(NoLimitsError, words.no_plan()) if kind == _NO_PLAN else None
