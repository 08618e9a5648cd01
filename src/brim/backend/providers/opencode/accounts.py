"""The account of opencode Go on this machine, by its key. This module must not know when it is read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.answers import error
from brim.backend.providers.keyedprovider import KeyedProvider, KeyedService
from brim.backend.providers.keys import KeyFile
from brim.backend.providers.opencode import usage, words
from brim.backend.providers.opencode.names import NAME, POLICY
from brim.backend.providers.opencode.settings import OpencodeSettings
from brim.backend.providers.opencode.variables import OpencodeVariables
from brim.errors import NoLimitsError

if TYPE_CHECKING:
    from brim.backend.providers.answers import Answer
    from brim.backend.providers.descriptor import SettingsView
    from brim.errors import ReadError

_PATH = "/zen/go/v1/usage"
_NO_PLAN = "EntitlementError"


def service(settings: SettingsView, platform: str = sys.platform) -> KeyedService:
    """What is asked, and where its key may be."""
    section, variables = settings.section(OpencodeSettings), OpencodeVariables()
    own = () if section.key_file is None else (KeyFile(section.key_file, own=True),)
    return KeyedService(
        name=NAME,
        vendor=words.vendor(),
        policy=POLICY.adapted(settings.poll, words.vendor()),
        api_url=section.api_url,
        path=_PATH,
        keys=((settings.display_name(f"{NAME}.api_key"), section.api_key), ("OPENCODE_API_KEY", variables.api_key)),
        files=(*own, KeyFile(_data_folder(variables, platform) / "auth.json", ("opencode-go", "key"))),
        parse=usage.parse,
        own_refusal=_own_refusal,
    )


def accounts(settings: SettingsView) -> tuple[KeyedProvider, ...]:
    """The one account."""
    return (KeyedProvider(service(settings)),)


def _data_folder(variables: OpencodeVariables, platform: str) -> Path:
    if platform == "win32" and variables.local_app_data is not None:
        return variables.local_app_data / "opencode"
    return (variables.data_home or Path("~/.local/share").expanduser()) / "opencode"


def _own_refusal(answer: Answer, _: str) -> ReadError | None:
    """A refusal that only says that there is no plan."""
    found = answer.json().get("error")
    kind = found.get("type") if isinstance(found, dict) else None
    return error(NoLimitsError, words.no_plan()) if kind == _NO_PLAN else None
