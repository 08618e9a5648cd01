"""Turns away every request that the page itself did not send, before anything else looks at it.

A site that a browser shows may send requests to any local port, and a name that it owns may lead there (DNS rebinding):
so the Host must be exactly this server's, and Origin and Sec-Fetch-Site, which browsers set, must say the same. There
is no cookie and no CORS header. This module must not know what is served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": CONTENT_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Of every answer; the server adds them, so that also its own answers have them."""
_OWN_SITES = {"", "none", "same-origin"}
_METHODS = {"GET", "POST"}
_MOST_BODY = 65_536


class Guard:
    """The application behind it sees only what this page asked for."""

    def __init__(
        self, app: ASGIApp, host: str, is_open: Callable[[str], bool], is_stranger: Callable[[int], bool]
    ) -> None:
        """`host`: name and port of this server.

        `is_open`: whether a key is that of a session; `is_stranger`: whether the client with a port is another user's.
        """
        self._app, self._host, self._is_open, self._is_stranger = app, host, is_open, is_stranger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or 401, or pass the request on. What serves this adds the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_without_others(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", []) if name.decode() not in HEADERS]
                message["headers"] = kept
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_without_others)
        else:
            code, text = refusal
            await PlainTextResponse(text, code)(scope, receive, send_without_others)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        if (wrong := self._wrong_sender(scope, headers)) is not None:
            return 403, wrong
        if scope["method"] not in _METHODS:
            return 405, "wrong method"
        if scope["method"] == "POST" and not _is_small(headers):
            return 413, "too large"
        return self._without_session(scope, headers)

    def _wrong_sender(self, scope: Scope, headers: dict[str, list[str]]) -> str | None:
        """What tells that something else than this page sent the request."""
        client = scope.get("client")
        own = [f"http://{self._host}"]
        checks = {
            "wrong host": headers.get("host") != [self._host],
            "wrong origin": headers.get("origin", own) != own,
            "wrong site": not set(headers.get("sec-fetch-site", [""])) <= _OWN_SITES,
            "wrong user": client is not None and self._is_stranger(client[1]),
        }
        return next((text for text, wrong in checks.items() if wrong), None)

    def _without_session(self, scope: Scope, headers: dict[str, list[str]]) -> tuple[int, str] | None:
        """Data needs the key of a session; the page itself holds none."""
        if not scope["path"].startswith("/api/") or scope["path"] == "/api/session":
            return None
        kind, _, key = headers.get("authorization", [""])[0].partition(" ")
        return None if kind == "Bearer" and self._is_open(key) else (401, "no session")


def _is_small(headers: dict[str, list[str]]) -> bool:
    length = headers.get("content-length", ["x"])[0]
    return length.isdecimal() and int(length) <= _MOST_BODY
