"""What the answer for `brim status` in the shared status depends on: the environment, files, and logins that expire.

This module must not know how an account is read, nor what is answered.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brim.backend.outputs.statusanswer import Basis, versions_of
from brim.backend.settings.environmentmark import environment_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from brim.backend.outputs.statusanswer import Versions
    from brim.backend.providers.base import Provider
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import Account

_ACCOUNT_FILES = ("gate.json", "reading.json", "unsaved", "figures.json", "program.json")


class AnswerBasis:
    """What the accounts of some providers depend on; made before they are read, so that no change is missed."""

    def __init__(self, settings: AppSettings, providers: Sequence[Provider]) -> None:
        """Looks at files, and opens none."""
        self._state_dir, self._providers = settings.state_dir, providers
        complaints = (*settings.errors, *settings.hints)  # each process says them for itself
        own = tuple(path for provider in providers for path in provider.settings_files())
        folders = (settings.state_dir, settings.config_dir, *own)
        anywhere = all(path.is_absolute() for path in folders)  # others mean another one in another folder
        self._mark = environment_mark() if anywhere and not complaints and not settings.debug else None
        self._settings: Versions = {
            str(path): [*version] if isinstance(version, tuple) else None for path, version in settings.files.items()
        }
        self._settings |= versions_of(own)
        self._sources = versions_of(self._files_of_providers())

    async def of(self, accounts: Iterable[Account], notes: Mapping[str, str]) -> Basis | None:
        """The basis of these accounts, which have been read; None where nobody else can compare it."""
        if self._mark is None:
            return None
        sources = self._sources | versions_of(self._files_of_accounts(accounts))
        ends = [at for provider in self._providers if (at := await _expires_at(provider)) is not None]
        # Elsewhere a login may be in a keychain, and a folder in a system that is not started.
        followed_only = sys.platform != "linux"
        return Basis(self._mark, self._settings, {} if followed_only else sources, notes, min(ends, default=None))

    async def notes(self) -> dict[str, str]:
        """Sentences about the accounts, by their ids."""
        found = {(await one.identify()).account.id: await one.note() for one in self._providers}
        return {account: note for account, note in found.items() if note is not None}

    def _files_of_providers(self) -> Iterator[Path]:
        for provider in self._providers:
            yield from (place.path for place in provider.watched_places() if place.suffix is None)
            yield from provider.usage_files()

    def _files_of_accounts(self, accounts: Iterable[Account]) -> Iterator[Path]:
        for account in accounts:
            yield from (self._state_dir / "accounts" / account.id / name for name in _ACCOUNT_FILES)
            yield self._state_dir / "incidents" / f"{account.provider}.json"


async def _expires_at(provider: Provider) -> datetime | None:
    identity = await provider.identify()
    return identity.expires_at or identity.login_ends_at
