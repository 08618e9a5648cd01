"""What people read about the simulated account. This module must not know when a text is shown."""

from __future__ import annotations

from dataclasses import replace

from brim.model.vendor import Vendor
from brim.words import pollreasons
from brim.words.translation import _


def vendor() -> Vendor:
    """The names of the simulation; its pages are those of what it simulates."""
    return Vendor(
        product=_("Demo"),
        company=pollreasons.demo_server_name(),
        program=pollreasons.demo_program_name(),
        mark="D",
        usage_url="https://claude.ai/settings/usage",
        status_url="https://status.claude.com",
    )


def second_vendor() -> Vendor:
    """The names of a second provider in the simulation."""
    return replace(vendor(), product=_("Second plan"), mark="S")


def second_label() -> str:
    """The name of the account of the second provider."""
    return _("another demo")


def reads() -> str:
    """Nothing is read."""
    return _("nothing")


def sends() -> str:
    """Nothing is sent."""
    return _("nothing")
