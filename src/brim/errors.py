"""The errors of Brim, each with a title and what to do next.

    BrimError
    ├── ConfigError          a setting, a file of settings or an argument cannot be used
    ├── StateError           the state folder cannot be read or written
    └── ReadError            a reading was tried and did not come; carries the health it leads to
        ├── SignedOutError   no login, or none that can be read
        ├── ExpiredError     the token is past its time, or the server refused it (401)
        ├── NoScopeError     the login may not read usage (403 naming a scope)
        ├── NoLimitsError    the server named no limit
        ├── BlockedError     the server asked us to wait (429, another 403, in-band)
        ├── OfflineError     no connection, no name, no answer in time, or asking is switched off
        │   └── NoAnswerError  the request was sent, and no answer came
        └── BadAnswerError   5xx, a redirect, or a body that is no reading

No text here may hold a token. This module must not know HTTP, files or the desktop: the rooms that do
translate what they meet into one of these, at their edge.
"""

from __future__ import annotations

from typing import ClassVar

from brim.model.account import Health, Problem


class BrimError(Exception):
    """An error that a person can read.

    `title` says what is wrong in a few words, `message` what to do next; `retry_after` is the number of
    seconds for which the other side asked to be left alone, None when it did not say.
    """

    def __init__(self, title: str, message: str, *, retry_after: float | None = None) -> None:
        """Keep the words for whoever shows them."""
        super().__init__(f"{title}. {message}")
        self.title = title
        self.message = message
        self.retry_after = retry_after

    @property
    def problem(self) -> Problem:
        """The words as a value that may cross rooms."""
        return Problem(self.title, self.message)


class ConfigError(BrimError):
    """A setting, a file of settings or an argument cannot be used."""


class StateError(BrimError):
    """The state folder cannot be read or written."""


class ReadError(BrimError):
    """A reading was tried and did not come."""

    health: ClassVar[Health] = Health.ERROR
    incident_possible: ClassVar[bool] = False
    """The other side was reached and may be the one with the trouble: an incident there would explain it."""


class SignedOutError(ReadError):
    """No login was found, or none that can be read."""

    health = Health.SIGNED_OUT


class ExpiredError(ReadError):
    """The token is past its time, or the server refused it."""

    health = Health.EXPIRED


class NoScopeError(ReadError):
    """The login may not read usage."""

    health = Health.NO_SCOPE


class NoLimitsError(ReadError):
    """The server answered and named no limit."""

    health = Health.NO_LIMITS


class BlockedError(ReadError):
    """The server asked us to wait."""

    health = Health.BLOCKED
    incident_possible = True


class OfflineError(ReadError):
    """Nobody answered."""

    health = Health.OFFLINE


class NoAnswerError(OfflineError):
    """The request went out, and no answer came."""

    incident_possible = True


class BadAnswerError(ReadError):
    """The answer is not a reading."""

    health = Health.ERROR
    incident_possible = True
