"""The notifications of a first start, and of a provider that was found later: what is read, and who is asked.

This module must not know when they are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import joining, vendors
from brim.words.translation import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.model.account import Problem
    from brim.model.vendor import Vendor


def welcome(vendor: Vendor, problem: Problem | None, *, network: bool) -> tuple[str, str]:
    """The notification of the very first start: where the usage is, or how to see it; and what Brim does not do."""
    title = _first_title()
    if not network:
        return title, _(
            "It sends no requests; tick “Fetch usage online” in its Settings to get your usage from {company}. "
            "Until then it shows what {program} left on this computer.",
            company=vendors.company(vendor),
            program=vendors.program(vendor),
        )
    if problem is not None and vendor.sign_in:
        return title, joining.sentences(vendor.sign_in, _privacy([vendor]))
    return introduction([vendor], first=True)


def of_several() -> tuple[str, str]:
    """The notification of the very first start where a command has named several providers before."""
    return _first_title(), _("Your usage is in its tooltip and its menu.")


def without_login(products: Sequence[str]) -> tuple[str, str]:
    """The notification of the very first start where nobody is signed in to any of these."""
    return _first_title(), _(
        "Sign in to {products}, and Brim shows your usage. `brim help accounts` says how.",
        products=joining.one_of(products),
    )


def introduction(found: Sequence[Vendor], *, first: bool) -> tuple[str, str]:
    """The notification before the first request to providers: which were found, what is read and who is asked.

    `first` is whether it is the very first one of Brim.
    """
    title = _new_title(len(found)) if not first else _first_title()
    products = joining.all_of([vendor.product for vendor in found])
    news = _("Your {products} usage is shown from now on.", products=products)
    return title, joining.sentences(news, _privacy(found))


def _first_title() -> str:
    """Where to look: not in the body, which a terminal shows, too."""
    return _("Brim is running in the tray")


def _new_title(count: int) -> str:
    return ngettext("New provider found", "New providers found", count)


def _privacy(found: Sequence[Vendor]) -> str:
    programs = joining.all_of([vendors.program(vendor) for vendor in found])
    companies = joining.all_of([vendors.company(vendor) for vendor in found])
    if len(found) == 1:
        return _(
            "Brim only reads the {program} login, and asks nobody but {company} for your usage.",
            program=programs,
            company=companies,
        )
    return _(
        "Brim only reads the logins of {programs}, and asks nobody but {companies} for your usage.",
        programs=programs,
        companies=companies,
    )
