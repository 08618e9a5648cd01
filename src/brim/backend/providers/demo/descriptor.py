"""The simulated account: it reads nothing and asks nobody. This module must not know what is simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.demo import words
from brim.backend.providers.demo.names import NAME, POLICY
from brim.backend.providers.demo.settings import DemoSettings
from brim.backend.providers.descriptor import ProviderDescriptor
from brim.words.translation import N_

if TYPE_CHECKING:
    from brim.backend.providers.base import Provider
    from brim.backend.providers.descriptor import SettingsView


def _accounts(_: SettingsView) -> tuple[Provider, ...]:
    from brim.backend.providers.demo.provider import DemoProvider

    return (DemoProvider(),)


DEMO = ProviderDescriptor(
    name=NAME,
    vendor=words.vendor,
    settings=DemoSettings,
    section=N_("A simulated account."),
    accounts=_accounts,
    reads=words.reads,
    sends=words.sends,
    policy=POLICY,
    simulated=True,
)
