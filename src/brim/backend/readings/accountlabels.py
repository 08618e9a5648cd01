"""Several login folders as accounts: which folder is read for each account, and the account's label. Pure.

Two folders may hold logins of the same account; then only one of them is read and shown. This module must not know
where a login is stored or how a name is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import accounts as words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from brim.backend.providers.base import AccountIdentity
    from brim.model.account import Account

_SEPARATOR = " · "


def primary_locations(identities: Mapping[int, AccountIdentity]) -> tuple[int, ...]:
    """The keys to read and to show, in ascending order: for each account the location with the most useful login."""
    best: dict[str, int] = {}
    for location in sorted(identities):
        account = identities[location].account.id
        if account not in best or _usefulness(identities[location]) > _usefulness(identities[best[account]]):
            best[account] = location
    return tuple(sorted(best.values()))


def shown_locations(
    identities: Mapping[int, AccountIdentity], named: Collection[str], known: Collection[int]
) -> tuple[int, ...]:
    """The primary locations of the providers that are in use here; where none is, of the provider of location 0.

    While that location is not known, nobody can tell whether another one would take its place.

    A provider is in use when the settings name it (`named`), when any of its accounts has a login, or when usage of one
    is known (`known` are the keys of those).
    """
    primary = tuple(key for key in primary_locations(identities) if not _is_hidden(identities[key], named))
    in_use = set(named)
    for key in primary:
        if identities[key].present or key in known:
            in_use.add(identities[key].account.provider)
    shown = tuple(key for key in primary if identities[key].account.provider in in_use)
    if shown or 0 not in identities:
        return shown
    return tuple(key for key in primary if identities[key].account.provider == identities[0].account.provider)


def hidden_locations(identities: Mapping[int, AccountIdentity], named: Collection[str]) -> frozenset[int]:
    """The keys of accounts that are read and not shown."""
    return frozenset(key for key in primary_locations(identities) if _is_hidden(identities[key], named))


def _is_hidden(identity: AccountIdentity, named: Collection[str]) -> bool:
    return identity.hidden and identity.account.provider not in named


def labels(identities: Sequence[AccountIdentity]) -> tuple[str, ...]:
    """A label for each account; accounts with the same label get a name appended that differs between them."""
    unique = []
    for identity in identities:
        namesakes = [other for other in identities if other.account.label == identity.account.label]
        suffix = _distinguishing_name(identity, namesakes) if len(namesakes) > 1 else ""
        unique.append(f"{identity.account.label}{_SEPARATOR}{suffix}" if suffix else identity.account.label)
    return tuple(unique)


def full_labels(accounts: Sequence[Account], labels: Sequence[str]) -> tuple[str, ...]:
    """Each label with its provider before it, where there are several; empty where the label is enough."""
    if len({account.vendor.product for account in accounts}) <= 1:
        return ("",) * len(labels)
    return tuple(
        words.of_provider(account.vendor.product, label) for account, label in zip(accounts, labels, strict=True)
    )


def short_labels(accounts: Sequence[Account], labels: Sequence[str]) -> tuple[str, ...]:
    """The provider alone for each account that is the only one of its own, where there are several; else empty."""
    products = [account.vendor.product for account in accounts]
    if len(set(products)) <= 1:
        return ("",) * len(labels)
    return tuple(product if products.count(product) == 1 else "" for product in products)


def _usefulness(identity: AccountIdentity) -> tuple[bool, bool]:
    return identity.ready, identity.present


def _distinguishing_name(identity: AccountIdentity, namesakes: Sequence[AccountIdentity]) -> str:
    """The first name that every namesake has and that differs between all of them, else the account's last name."""
    for index, name in enumerate(identity.qualifiers):
        names = [other.qualifiers[index] if index < len(other.qualifiers) else "" for other in namesakes]
        if all(names) and len(set(names)) == len(names):
            return name
    return identity.qualifiers[-1] if identity.qualifiers else identity.account.id[:4]
