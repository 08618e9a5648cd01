"""All providers, one line each, in the order of their accounts. A new provider is a folder and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.claude.descriptor import CLAUDE
from brim.backend.providers.codex.descriptor import CODEX
from brim.backend.providers.copilot.descriptor import COPILOT
from brim.backend.providers.cursor.descriptor import CURSOR
from brim.backend.providers.demo.descriptor import DEMO
from brim.backend.providers.opencode.descriptor import OPENCODE
from brim.backend.providers.openrouter.descriptor import OPENROUTER
from brim.backend.providers.zai.descriptor import ZAI

if TYPE_CHECKING:
    from brim.backend.providers.descriptor import ProviderDescriptor

PROVIDERS: tuple[ProviderDescriptor, ...] = (
    CLAUDE,
    CODEX,
    COPILOT,
    CURSOR,
    OPENCODE,
    OPENROUTER,
    ZAI,
    DEMO,
)
