"""Tokens: bound to one server, and what they say of themselves without being checked."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from brim.backend.providers import jsonwebtoken
from brim.backend.providers.boundtoken import BoundToken

TOKEN = BoundToken(SecretStr("gho_invented"), "https://api.example.com")


def _jwt(claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{body}."


def test_a_token_goes_to_its_server_only() -> None:
    """Another host, port or scheme gets no token, and the error does not hold it."""
    assert {"Authorization": "Bearer gho_invented"} == TOKEN.header("https://API.example.com:443/user")
    assert {"Authorization": "token gho_invented"} == TOKEN.header("https://api.example.com/user", "token")
    for url in (
        "https://example.com/",
        "http://api.example.com/",
        "https://api.example.com:444/",
        "https://x.example.com",
    ):
        with pytest.raises(ValueError) as refused:  # noqa: PT011 - its text is checked below
            TOKEN.header(url)
        assert "gho_" not in f"{refused.value!r}"
    assert "gho_" not in repr(TOKEN)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (_jwt({"exp": 1_795_431_720}), datetime(2026, 11, 23, 11, 2, tzinfo=UTC)),
        (_jwt({"exp": "soon"}), None),
        (_jwt({}), None),
        (_jwt([1]), None),
        ("gho_invented", None),
        ("a.b.c", None),
        ("a.é.c", None),
        (f"e30.{'A' * 30_000}.", None),
    ],
)
def test_the_end_of_a_login_is_read_from_its_token(token: str, expected: datetime | None) -> None:
    """`exp` is when the login ends; a token without one, or of another form, says nothing."""
    assert expected == jsonwebtoken.expires_at(token)
