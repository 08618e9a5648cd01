"""All providers, one line each, in the order of their accounts. A new provider is a folder and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.claude.descriptor import CLAUDE
from brim.backend.providers.demo.descriptor import DEMO
from brim.backend.providers.opencode.descriptor import OPENCODE

if TYPE_CHECKING:
    from brim.backend.providers.descriptor import ProviderDescriptor

PROVIDERS: tuple[ProviderDescriptor, ...] = (
    CLAUDE,
    OPENCODE,
    DEMO,
)
