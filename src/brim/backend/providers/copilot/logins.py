"""Finds the logins of one GitHub host in all places, the strongest first. They are read; never refreshed or written.

Kinds of tokens that are used here do not expire by themselves. This module must not know how a token is used.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from brim.backend.providers.copilot import words
from brim.backend.providers.copilot.findgh import find_gh
from brim.backend.providers.copilot.hosts import PUBLIC, api_server, host_name
from brim.backend.providers.copilot.loginfiles import FoundLogin, cli_logins, editor_logins, gh_logins, usable
from brim.backend.system.files import MAX_BYTES, file_version, read_regular_file, short_path
from brim.childenvironment import child_environment
from brim.words import loginerrors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydantic import SecretStr

    from brim.backend.providers.copilot.places import CopilotPlaces
    from brim.backend.providers.copilot.variables import CopilotVariables
    from brim.model.account import Problem
_MAX_TRIES = 4
_RETRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Login:
    """A login of one host."""

    host: str
    place: str
    """A variable, or a file as people write it."""
    version: str
    """Changes whenever the file does."""
    user: str | None = None
    secret: SecretStr | None = field(default=None, repr=False)
    asks_gh: bool = False
    """The keyring holds the token, and the GitHub CLI reads it from there."""
    problem: Problem | None = None
    """Why it cannot be used; None for one that can."""
    origin: str = "file"
    """`file`, `environment` or `program`."""
    unfinished: bool = False
    """The file is empty, or no JSON: its tool may be writing it just now."""
    empty: bool = False
    """There is nothing in the file."""
    general: bool = False
    """It is for all of GitHub, and its account may have nothing to do with Copilot."""

    @property
    def mark(self) -> str:
        """What a refusal is remembered by: the token, or the file of one in the keyring."""
        return f"{self.host} {self.user} {self.version}" if self.secret is None else self.secret.get_secret_value()

    @property
    def ready(self) -> bool:
        """Whether it can be tried."""
        return self.problem is None


@dataclass(frozen=True, slots=True)
class HostLogins:
    """The logins of one host."""

    host: str
    logins: tuple[Login, ...] = ()
    """Usable ones first."""


class LoginFinder:
    """Looks for the logins of one host: a given one, or the one with a rank among those that have a login now."""

    def __init__(
        self,
        host: str | None,
        places: CopilotPlaces,
        variables: CopilotVariables,
        program: Path | None = None,
        rank: int = 0,
    ) -> None:
        """`program` is the GitHub CLI in the settings. Nothing is read yet."""
        self.places = places
        self._host, self._rank = host, rank
        self._variables = variables
        self._program = program

    def version(self) -> str:
        """Changes whenever `find` may return something else; opens no file."""
        return " ".join(_version(path) for path in self.places.login_files)

    async def find(self) -> HostLogins:
        """All logins of the host; never raises. Without so many hosts it is the first one.

        Tools rewrite their files in place, so one that is not finished is read again shortly after.
        """
        found = await asyncio.to_thread(self._read_once)
        for _ in range(_MAX_TRIES - 1):
            if not any(login.unfinished for login in found.logins):
                break
            await asyncio.sleep(_RETRY_SECONDS)
            found = await asyncio.to_thread(self._read_once)
        return replace(found, logins=tuple(login for login in found.logins if not login.empty))

    def _read_once(self) -> HostLogins:
        found = tuple(all_logins(self.places, self._variables))
        hosts = (self._host,) if self._host is not None else _hosts(found)
        host = hosts[self._rank if self._rank < len(hosts) else 0]
        logins = map(self._checked, (login for login in found if login.host == host))
        return HostLogins(host, tuple(sorted(logins, key=lambda login: not login.ready)))

    def _checked(self, login: Login) -> Login:
        """A login in the keyring cannot be used without the program that reads it."""
        if not login.asks_gh or find_gh(self._program, child_environment()) is not None:
            return login
        configured = str(self._program) if self._program is not None else None
        return replace(login, problem=words.gh_not_found(login.host, configured))


def _hosts(found: tuple[Login, ...]) -> tuple[str, ...]:
    """Each host that has Copilot and a login here, github.com first; that alone where there is none."""
    hosts = {login.host for login in found if not login.empty and api_server(login.host) is not None}
    return tuple(sorted(hosts, key=lambda host: (host != PUBLIC, host))) or (PUBLIC,)


def all_logins(places: CopilotPlaces, variables: CopilotVariables) -> Iterator[Login]:
    """The logins of every host: one that is meant for Copilot before one for all of GitHub, a file before a variable.

    Variables that scripts use, too, come last: their tokens often have no right to Copilot.
    """
    yield from _in_variable("COPILOT_GITHUB_TOKEN", variables.copilot_token, variables)
    for path in (places.apps, places.hosts):
        yield from _in_file(path, editor_logins, words.no_usable_token)
    yield from _in_file(places.cli_config, cli_logins, words.token_in_keychain)
    general = (
        *_in_file(places.gh_hosts, gh_logins, None),
        *_in_variable("GH_TOKEN", variables.gh_token, variables),
        *_in_variable("GITHUB_TOKEN", variables.github_token, variables),
    )
    yield from (replace(login, general=True) for login in general)


def _in_variable(name: str, value: SecretStr | None, variables: CopilotVariables) -> Iterator[Login]:
    if value is None or not value.get_secret_value().strip():
        return
    named = host_name(variables.gh_host)
    host = named if named is not None and api_server(named) is not None else PUBLIC
    secret = usable(value.get_secret_value())
    problem = words.login_unreadable(name, words.no_usable_token()) if secret is None else None
    yield Login(host, name, name, None, secret, problem=problem, origin="environment")


def _in_file(
    path: Path, parse: Callable[[str], tuple[FoundLogin, ...]], missing: Callable[[], str] | None
) -> Iterator[Login]:
    """The logins of a file; `missing` says why one has no token, None stands for the keyring that `gh` reads."""
    place, version, content = short_path(path), f"{path.name} {_version(path)}", ""
    try:
        content = read_regular_file(path, MAX_BYTES).decode("utf-8-sig", errors="replace")
        found = parse(content)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        why = loginerrors.cannot_open(error.strerror)
        yield Login(PUBLIC, place, version, problem=words.login_unreadable(place, why))
        return
    except ValueError:
        problem = words.login_unreadable(place, loginerrors.not_json())
        yield Login(PUBLIC, place, version, problem=problem, unfinished=True, empty=not content.strip())
        return
    for login in found:
        asks_gh = login.secret is None and missing is None
        lacking = None if login.secret is not None or missing is None else words.login_unreadable(place, missing())
        origin = "program" if asks_gh else "file"
        yield Login(login.host, place, version, login.user, login.secret, asks_gh, lacking, origin)


def _version(path: Path) -> str:
    return "-".join(map(str, file_version(path) or ("none",)))
