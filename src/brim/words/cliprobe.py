"""Text about getting usage from a program of the provider. This module must not know how it is run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.model.account import Problem
from brim.words import formatting, vendors
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.vendor import Vendor


def ask_cli_label(vendor: Vendor, *, network: bool, wait_seconds: float = 0.0) -> str:
    """The label of the menu row; while it may not be clicked, with the seconds until then.

    With `network` off Brim itself sends no requests, but the program does.
    """
    program = vendors.cli(vendor)
    if wait_seconds > 0:
        duration = formatting.duration_text(math.ceil(wait_seconds))
        return _("Get usage from the {program} (in {duration})", program=program, duration=duration)
    if network:
        return _("Get usage from the {program}", program=program)
    return _("Get usage from the {program} (goes online)", program=program)


def no_program() -> tuple[str, str]:
    """No program can report usage of this account."""
    return _("No program to ask"), _("Usage of this account is only fetched online.")


def account_changed(vendor: Vendor) -> tuple[str, str]:
    """Another account signed in while the program ran."""
    return _("Account changed; try again"), _("The login changed while the {program} ran.", program=vendors.cli(vendor))


def asked_too_soon(vendor: Vendor, asked_at: datetime | None, possible_from: datetime, now: datetime) -> Problem:
    """The program was run within the last minute."""
    return Problem(
        _("{program} not run", program=vendors.cli(vendor)),
        _(
            "The last run was {duration} ago; you can run it again from {clock}.",
            duration=formatting.duration_text((now - (asked_at or now)).total_seconds()),
            clock=formatting.precise_clock_text(possible_from),
        ),
    )
