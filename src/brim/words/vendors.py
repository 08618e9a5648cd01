"""The names of a provider within a sentence, also where it has none. This module must not know any provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import pollreasons
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.model.vendor import Vendor


def company(vendor: Vendor) -> str:
    """Whose server it is."""
    return vendor.company or pollreasons.server_name()


def program(vendor: Vendor) -> str:
    """The program whose limits these are."""
    return vendor.program or pollreasons.program_name()


def cli(vendor: Vendor) -> str:
    """The program that can report usage."""
    return vendor.cli or _("its program")


def sign_in(vendor: Vendor) -> str:
    """What to do after a login has ended."""
    return vendor.sign_in or _("Sign in again.")


def sign_in_again(vendor: Vendor) -> str:
    """What to do before a login ends."""
    return vendor.sign_in_again or _("Sign in again before then.")
