"""Several folders of logins as accounts: which folder speaks for each, and what each is called. Pure.

Two folders may hold logins of one account; then one of them is read and shown. This module must not know where a login
lies or how a name is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brim.backend.providers.base import Identity

_BETWEEN = " · "


def primary_locations(identities: Mapping[int, Identity]) -> tuple[int, ...]:
    """The places to read and to show, in their order: for each account the one with the most useful login."""
    best: dict[str, int] = {}
    for place in sorted(identities):
        account = identities[place].account.id
        if account not in best or _useful(identities[place]) > _useful(identities[best[account]]):
            best[account] = place
    return tuple(sorted(best.values()))


def labels(identities: Sequence[Identity]) -> tuple[str, ...]:
    """What each account is called beside the others: its label, and where that is not enough what tells it apart."""
    made = []
    for one in identities:
        alike = [other for other in identities if other.account.label == one.account.label]
        more = _telling(one, alike) if len(alike) > 1 else ""
        made.append(f"{one.account.label}{_BETWEEN}{more}" if more else one.account.label)
    return tuple(made)


def _useful(identity: Identity) -> tuple[bool, bool]:
    return identity.ready, identity.present


def _telling(one: Identity, alike: Sequence[Identity]) -> str:
    """The first name that all have and that differs in all, else the last name that this one has."""
    for index, name in enumerate(one.qualifiers):
        names = [other.qualifiers[index] if index < len(other.qualifiers) else "" for other in alike]
        if all(names) and len(set(names)) == len(names):
            return name
    return one.qualifiers[-1] if one.qualifiers else one.account.id[:4]
