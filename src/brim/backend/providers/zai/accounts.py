"""The accounts of z.ai on this machine, by their keys: one of z.ai, one of its service for China.

This module must not know when they are read.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brim.backend.providers.keyedprovider import KeyedProvider
from brim.backend.providers.keyedservice import KeyedService
from brim.backend.providers.keys import KeyFile, NamedKey
from brim.backend.providers.keysources import opencode_file, own_file
from brim.backend.providers.zai import usage, words
from brim.backend.providers.zai.names import CHINA, NAME, POLICY, SERVER
from brim.backend.providers.zai.refusals import own_refusal
from brim.backend.providers.zai.settings import ZaiSettings
from brim.backend.providers.zai.variables import ZaiVariables
from brim.backend.system.homefolder import below_home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from brim.backend.providers.descriptor import SettingsView

_KEYS = ("zai-coding-plan", ("zai", "z-ai", "z.ai"))
_KEYS_OF_CHINA = ("zhipuai-coding-plan", ("zhipuai", "zhipu"))
"""The entry for the plan in opencode's file, and those for any use."""


def service(settings: SettingsView, platform: str = sys.platform) -> KeyedService:
    """What is asked, and where its keys may be; the server of the settings takes the place of both.

    Where that is the one for China, no key that is known to be of the other one is sent to it.
    """
    section, variables = settings.section(ZaiSettings), ZaiVariables()
    asked = _host(section.api_url)
    china, is_china = CHINA if asked == _host(SERVER) else "", asked == _host(CHINA)
    of_china = NamedKey("ZHIPU_API_KEY", variables.zhipu, china, general=True)
    others = (
        NamedKey("ZAI_API_KEY", variables.zai, general=True),
        NamedKey("Z_AI_API_KEY", variables.z_ai, general=True),
        NamedKey("GLM_API_KEY", variables.glm, general=True),
    )
    return KeyedService(
        name=NAME,
        vendor=words.vendor(),
        policy=POLICY.adapted(settings.poll, words.vendor()),
        api_url=section.api_url,
        path="/api/monitor/usage/quota/limit",
        keys=(
            NamedKey(settings.display_name(f"{NAME}.api_key"), section.api_key),
            *((of_china, *others) if is_china else (*others, of_china)),
        ),
        files=(
            *own_file(section.key_file),
            *(() if is_china else _opencode(_KEYS, "", platform)),
            *_opencode(_KEYS_OF_CHINA, china, platform),
            *_claude_code(variables.claude_folder, ((CHINA, china),) if is_china else ((SERVER, ""), (CHINA, china))),
        ),
        parse=usage.parse,
        state_dir=settings.state_dir,
        no_plan=words.no_plan(),
        own_refusal=own_refusal,
    )


def accounts(settings: SettingsView) -> tuple[KeyedProvider, ...]:
    """One account for each server that there may be a key for."""
    asked = service(settings)
    return KeyedProvider(asked), KeyedProvider(asked, rank=1)


def _opencode(entries: tuple[str, tuple[str, ...]], server: str, platform: str) -> tuple[KeyFile, ...]:
    plan, general = entries
    return (
        *opencode_file(plan, server=server, platform=platform),
        *opencode_file(*general, server=server, general=True, platform=platform),
    )


def _claude_code(folder: Path | None, servers: Iterable[tuple[str, str]]) -> Iterator[KeyFile]:
    """Claude Code's own settings where they send its sessions to z.ai; its token is then a key of that server.

    `servers` are those that its sessions may go to, each with the one that the key is bound to.
    """
    path = (folder or below_home("~/.claude")) / "settings.json"
    for server, bound in servers:
        needs = ("env", "ANTHROPIC_BASE_URL"), _host(server)
        yield KeyFile(path, ("env", "ANTHROPIC_AUTH_TOKEN"), server=bound, needs=needs)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
