"""Reads the logins in the files of GitHub's tools: which user, which host, which token. Pure: text in, logins out.

Facts (public code of 2026): `apps.json` has entries `<host>:<client id>`, `hosts.json` `<host>`, each with `user` and
`oauth_token`. `hosts.yml` has a block for each host with `oauth_token` and `user`, or with `user` alone where the
system's keyring holds the token; tokens of other users stand below `users`. The Copilot CLI's `config.json` begins with
lines of comment; the member with the tokens has had several names, its keys are `<URL of the host>:<user>`. This module
must not know which login counts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import SecretStr

from brim.backend.providers.copilot.hosts import host_name
from brim.backend.providers.valueparsing import parse_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"(gho_|ghu_|ghp_|github_pat_)[!-~]{1,500}")
"""Tokens that may be sent; a `ghr_` token renews logins and is never sent."""
_YAML_LINE = re.compile(r"""( *)("[^"]+"|'[^']+'|[^\s#'"-][^\s#]*?):(?:\s+(.*))?""")
_MAX_LOGINS = 50


@dataclass(frozen=True, slots=True)
class FoundLogin:
    """A login in a file."""

    host: str
    user: str | None
    secret: SecretStr | None = field(default=None, repr=False)
    """None where it is elsewhere, or where no such token may be sent."""


def usable(text: object) -> SecretStr | None:
    """A token that may be sent; None for any other text."""
    stripped = text.strip() if isinstance(text, str) else ""
    return SecretStr(stripped) if _TOKEN.fullmatch(stripped) else None


def editor_logins(content: str) -> tuple[FoundLogin, ...]:
    """The logins of `apps.json` or `hosts.json`; raises ValueError for what is no JSON object."""
    return tuple(_editor_logins(_json_object(content)))


def cli_logins(content: str) -> tuple[FoundLogin, ...]:
    """The logins of the Copilot CLI, the last used one first, without a token where a keychain holds it.

    Raises ValueError for what is no JSON object.
    """
    lines = (line for line in content.splitlines() if not line.lstrip().startswith("//"))
    config = _json_object("\n".join(lines))
    tokens = {(login.host, _folded(login.user)): login for login in _cli_tokens(config)}
    named = [*_cli_users([_member(config, "lastLoggedInUser")]), *_cli_users(_member(config, "loggedInUsers"))]
    in_order = {(login.host, _folded(login.user)): login for login in named} | tokens
    return tuple(in_order.values())[:_MAX_LOGINS]


def gh_logins(content: str) -> tuple[FoundLogin, ...]:
    """The active login of each host in the GitHub CLI's `hosts.yml`, without a token where the keyring holds it."""
    values = dict(_yaml_values(content))
    hosts = dict.fromkeys(path[0] for path in values)
    found = []
    for key in hosts:
        host, user = host_name(key), parse_text(values.get((key, "user")))
        own = values.get((key, "oauth_token")) or values.get((key, "users", user or "", "oauth_token"))
        if host is not None and (user is not None or own is not None):
            found.append(FoundLogin(host, user, usable(own)))
    return tuple(found)[:_MAX_LOGINS]


def _json_object(content: str) -> dict[str, object]:
    try:
        found = json.loads(content)
    except RecursionError:
        raise ValueError from None
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 - of the caller's file, whose type is not known before
    return found


def _editor_logins(content: dict[str, object]) -> Iterator[FoundLogin]:
    for key, entry in list(content.items())[:_MAX_LOGINS]:
        host = host_name(key.partition(":")[0])
        if host is not None and isinstance(entry, dict) and isinstance(entry.get("oauth_token"), str):
            yield FoundLogin(host, parse_text(entry.get("user")), usable(entry["oauth_token"]))


def _cli_tokens(config: dict[str, object]) -> Iterator[FoundLogin]:
    """Any member of the configuration whose keys are a URL and a user, and whose values are or hold a token."""
    for member in config.values():
        for key, value in member.items() if isinstance(member, dict) else ():
            url, _, user = key.rpartition(":")
            host = host_name(url) if user and "/" not in user else None
            parts = value.values() if isinstance(value, dict) else (value,)
            secret = next((found for part in parts if (found := usable(part)) is not None), None)
            if host is not None and secret is not None:
                yield FoundLogin(host, parse_text(user), secret)


def _cli_users(entries: object) -> Iterator[FoundLogin]:
    for entry in entries if isinstance(entries, list) else ():
        host = host_name(entry.get("host")) if isinstance(entry, dict) else None
        user = parse_text(entry.get("login")) if isinstance(entry, dict) else None
        if host is not None and user is not None:
            yield FoundLogin(host, user)


def _member(config: dict[str, object], name: str) -> object:
    """A member by its name, in camel case or with underscores."""
    folded = name.lower()
    return next((value for key, value in config.items() if key.replace("_", "").lower() == folded), None)


def _folded(user: str | None) -> str:
    return (user or "").casefold()


def _yaml_values(content: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The plain values of nested blocks, each with the path of its keys: all that this file has of YAML."""
    path: list[tuple[int, str]] = []
    for line in content.splitlines():
        parts = _YAML_LINE.fullmatch(line)
        if parts is None:
            continue
        indent, key, value = len(parts[1]), parts[2].strip("\"'"), parts[3] or ""
        while path and path[-1][0] >= indent:
            path.pop()
        path.append((indent, key))
        text = value if value[:1] in {'"', "'"} else value.partition(" #")[0]
        yield tuple(name for _, name in path), text.strip().strip("\"'")
