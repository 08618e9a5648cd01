"""The folders whose transcripts count, and the accounts they belong to. It must not know what is read there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.providerlist.transcripts import roots_of
from brim.backend.providers.transcripts import TranscriptRoot
from brim.backend.transcripts.paths import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brim.backend.providers.base import Provider
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import Account


@dataclass(frozen=True, slots=True)
class AccountRoots:
    """The folders of one account."""

    account: Account
    roots: tuple[TranscriptRoot, ...]


def all_roots(settings: AppSettings) -> tuple[TranscriptRoot, ...]:
    """Every folder whose transcripts count, each once, of the providers that are read.

    Raises ConfigError without a home folder.
    """
    from brim.backend.providerlist.selection import chosen_providers

    found = ((one.transcripts, one.transcript_roots) for one in chosen_providers(settings))
    return tuple(TranscriptRoot(path, kind) for kind, paths in found if kind is not None for path in paths(settings))


def roots_by_index(providers: Sequence[Provider]) -> dict[int, tuple[TranscriptRoot, ...]]:
    """The folders of each account that has some on this machine, by its index. Raises ConfigError."""
    found = {index: roots_of(one.name, one.transcript_folders()) for index, one in enumerate(providers)}
    return {index: roots for index, roots in found.items() if roots}


def paths_of(roots: Iterable[TranscriptRoot], provider: str | None = None) -> frozenset[str]:
    """The folders as they are stored; with `provider` only those of one."""
    return frozenset(text_of(root.path) for root in roots if provider in {None, root.kind.provider})


async def account_roots(settings: AppSettings) -> tuple[AccountRoots, ...]:
    """The folders of each account that the settings name; it belongs to the account that is signed in there now.

    Raises ConfigError for a folder that cannot be.
    """
    from brim.backend.providerlist.selection import accounts_of

    providers = accounts_of(settings)
    return tuple(
        [
            AccountRoots((await providers[index].identify()).account, roots)
            for index, roots in roots_by_index(providers).items()
        ]
    )
