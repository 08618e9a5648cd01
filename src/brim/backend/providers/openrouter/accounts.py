"""The account of OpenRouter on this machine, by its key. This module must not know when it is read."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.network.request import OK
from brim.backend.providers.answers import refusal
from brim.backend.providers.keyedprovider import KeyedProvider
from brim.backend.providers.keyedservice import KeyedService, More
from brim.backend.providers.keys import NamedKey
from brim.backend.providers.keysources import opencode_file, own_file
from brim.backend.providers.openrouter import usage, words
from brim.backend.providers.openrouter.names import NAME, POLICY
from brim.backend.providers.openrouter.settings import OpenrouterSettings
from brim.backend.providers.openrouter.variables import OpenrouterVariables
from brim.backend.system.clock import utc
from brim.model.numbers import parse_number

if TYPE_CHECKING:
    from brim.backend.providers.answers import Answer
    from brim.backend.providers.descriptor import SettingsView
    from brim.errors import ReadError

_REFUSALS = range(400, 600)


def service(settings: SettingsView, platform: str = sys.platform) -> KeyedService:
    """What is asked, and where its key may be."""
    section = settings.section(OpenrouterSettings)
    return KeyedService(
        name=NAME,
        vendor=words.vendor(),
        policy=POLICY.adapted(settings.poll, words.vendor()),
        api_url=section.api_url,
        path="/api/v1/key",
        keys=(
            NamedKey(settings.display_name(f"{NAME}.api_key"), section.api_key),
            NamedKey("OPENROUTER_API_KEY", OpenrouterVariables().api_key),
        ),
        files=(*own_file(section.key_file), *opencode_file("openrouter", platform=platform)),
        parse=usage.parse,
        state_dir=settings.state_dir,
        own_refusal=_own_refusal,
        ends_at=usage.ends_at,
        more=More(usage.credits_path, usage.with_credits),
    )


def accounts(settings: SettingsView) -> tuple[KeyedProvider, ...]:
    """The one account."""
    return (KeyedProvider(service(settings)),)


def _own_refusal(answer: Answer, place: str) -> ReadError | None:
    """A refusal within an answer that looks good: its number is the status that counts."""
    found = answer.json().get("error") if answer.status in OK else None
    code = parse_number(found.get("code")) if isinstance(found, dict) else None
    if code is None or int(code) not in _REFUSALS:
        return None
    return refusal(replace(answer, status=int(code)), utc(), words.vendor(), place)
