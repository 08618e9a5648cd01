"""The errors of Brim, each with a title and a next step for the user.

    BrimError
    ├── ConfigError          a setting, a settings file or an argument cannot be used
    │   ├── ProviderConfigError  a setting of one provider, which stops that provider alone
    │   └── NobodyAskedError     the setting that names whom to ask, which stops the requests to all
    ├── StateError           the data folder cannot be read or written
    └── ReadError            an attempt to read failed; names the health of the account after it
        ├── SignedOutError   no login, or a login that cannot be read
        ├── ExpiredError     the token has expired, or the server refused it (401)
        ├── NoScopeError     the login has no right to read the usage (403 naming a scope)
        ├── NoLimitsError    the server named no limit
        ├── BlockedError     the server asked Brim to wait (429, another 403, or in the body)
        ├── OfflineError     no connection, no name resolution, no answer in time, or requests are switched off
        │   └── NoAnswerError  the request was sent, and no answer came
        └── BadAnswerError   5xx, a redirect, or a body that is not a reading

No text of an error may contain a token. This module must not know HTTP, files or the desktop: the packages that do
turn their own errors into one of these.
"""

from __future__ import annotations

from typing import ClassVar

from brim.model.account import Health, Problem


class BrimError(Exception):
    """An error with text for the user.

    `title` says in a few words what is wrong, `message` what to do next. `retry_after` is the number of seconds that
    the server asked Brim to wait; None when it did not say.
    """

    def __init__(self, title: str, message: str, *, retry_after: float | None = None) -> None:
        """Store the texts."""
        super().__init__(f"{title}. {message}")
        self.title = title
        self.message = message
        self.retry_after = retry_after

    @property
    def problem(self) -> Problem:
        """The texts as a frozen value."""
        return Problem(self.title, self.message)


class ConfigError(BrimError):
    """A setting, a settings file or an argument cannot be used."""


class ProviderConfigError(ConfigError):
    """A setting of one provider cannot be used: that one is not read, and the others are."""

    def __init__(self, title: str, message: str, *, provider: str) -> None:
        """`provider` is its name in the settings."""
        super().__init__(title, message)
        self.provider = provider


class NobodyAskedError(ConfigError):
    """The setting that names the providers to ask cannot be used: no provider is asked, whatever else is set."""


class StateError(BrimError):
    """The data folder cannot be read or written."""


class ReadError(BrimError):
    """An attempt to read failed."""

    health: ClassVar[Health] = Health.ERROR
    incident_possible: ClassVar[bool] = False
    """The request was sent, so the fault may be the server's: an incident at the provider would explain it."""


class SignedOutError(ReadError):
    """No login was found, or the login cannot be read."""

    health = Health.SIGNED_OUT


class ExpiredError(ReadError):
    """The token has expired, or the server refused it."""

    health = Health.EXPIRED


class NoScopeError(ReadError):
    """The login has no right to read the usage."""

    health = Health.NO_SCOPE


class NoLimitsError(ReadError):
    """The server answered without naming a limit."""

    health = Health.NO_LIMITS


class BlockedError(ReadError):
    """The server asked Brim to wait."""

    health = Health.BLOCKED
    incident_possible = True


class OfflineError(ReadError):
    """No answer came."""

    health = Health.OFFLINE


class NoAnswerError(OfflineError):
    """The request was sent, and no answer came."""

    incident_possible = True


class BadAnswerError(ReadError):
    """The answer is not a reading."""

    health = Health.ERROR
    incident_possible = True
