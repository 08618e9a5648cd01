"""What is wrong with the address of a messaging service. This module must not know how an address is checked."""

from __future__ import annotations

from brim.words.joining import sentences
from brim.words.translation import _


def other_form(service: str, example: str) -> str:
    """An address that is not one of this service."""
    return _("For {service} it must look like {example}.", service=service, example=example)


def missing(name: str, service: str, example: str) -> str:
    """An address without a part that the service needs."""
    return sentences(_("`{name}` is missing.", name=name), other_form(service, example))


def link_label() -> str:
    """The label of the link to the page with the usage."""
    return _("Open usage page")
