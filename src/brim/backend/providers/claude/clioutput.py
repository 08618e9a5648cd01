"""Parses the output of the Claude CLI into a Reading: the answer to a control request, or the text of /usage.

Facts, seen in Claude Code 2.1.330, 2.1.332 and in public code of 2026: a control request `get_usage` is answered with
one line of JSON whose `rate_limits` is a body of the usage endpoint with `model_scoped` beside it, or null. With null,
`rate_limits_available` is true for a plan whose usage could not be fetched, for whatever reason (seen: no network, a
proxy that refuses, 401, 403, 429, 500), and false for anything else. Then `subscription_type` names the plan of a login
without the right to read usage. The answer to `initialize` has an `account` with `tokenSource` (`none` when signed
out), `apiKeySource` and `apiProvider` (`firstParty`, or a cloud service).
`/usage` prints `Current session: 42% used · resets Oct 1, 1:40pm (Europe/London)` and a line for each week; older
programs spread the same over several lines. All of this is experimental: any other output is ignored.
This module must not know how the program is run.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.backend.providers.claude import cliwords as words
from brim.backend.providers.claude import usagejson
from brim.backend.providers.claude.resettime import parse_reset_time
from brim.errors import BadAnswerError, NoLimitsError, NoScopeError, OfflineError, SignedOutError
from brim.model.numbers import parse_percent
from brim.model.usage import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.errors import ReadError
    from brim.model.usage import Reading

type Json = dict[str, object]

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_HEADING = re.compile(r"current (session|week)\b\s*(?:\(([^()]{1,60})\))?", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\w.,-])(\d{1,30}(?:\.\d{1,6})?)\s*%\s*(used|left|remaining)\b", re.IGNORECASE)
_RESETS = re.compile(r"\bresets?\s+(\S.{0,80})", re.IGNORECASE)
_ALL_MODELS = "all models"
_CREDENTIAL_SOURCES = ("apiKeySource", "tokenSource")
"""A key counts before a token."""
_NO_CREDENTIAL, _OWN_SERVICE = "none", "firstParty"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_MAX_LINES_BELOW_HEADING = 4
"""Lines below its heading that may belong to a limit."""


def parse(output: bytes, now: datetime) -> Reading | None:
    """The figures in the program's output at `now`; None when there are none.

    Raises a ReadError when the program says that it has no figures: signed out, offline, no right, or no plan.
    """
    text = output.decode("utf-8-sig", "replace")
    usage: Json | None = None
    account: Json = {}
    for message in _messages(text):
        if message.get("type") == "control_response":
            answer = _object(_object(message, "response"), "response")
            if "rate_limits" in answer or "rate_limits_available" in answer:
                usage = answer
            account = _object(answer, "account") or account
        elif message.get("type") == "result" and isinstance(result := message.get("result"), str):
            return _parse_text(result, now)
    if usage is None:
        return _parse_text(text, now)
    if not isinstance(limits := usage.get("rate_limits"), dict):
        raise _no_figures(usage, account)
    return _parse_limits(limits, now)


def _no_figures(usage: Json, account: Json) -> ReadError:
    """Why the answer to `get_usage` has no figures, as far as it and the account say."""
    if usage.get("rate_limits_available") is True:
        return OfflineError(*words.not_connected())
    if isinstance(usage.get("subscription_type"), str):
        return NoScopeError(*words.no_scope())
    provider, sources = account.get("apiProvider", _OWN_SERVICE), [account.get(key) for key in _CREDENTIAL_SOURCES]
    used = [name for name in sources if isinstance(name, str) and name != _NO_CREDENTIAL]
    if provider == _OWN_SERVICE and not used and _NO_CREDENTIAL in sources:
        return SignedOutError(*words.signed_out())
    for name in [provider] if provider != _OWN_SERVICE else used:
        if isinstance(name, str) and _PLAIN_NAME.fullmatch(name):
            return NoLimitsError(*words.other_credential(name))
    return NoLimitsError(*words.no_limits())


def _messages(text: str) -> Iterator[Json]:
    """The JSON objects in the output: each on a line of its own, or one over all lines."""
    for part in (text, *text.splitlines()):
        if not part.lstrip().startswith("{"):
            continue
        try:
            message = json.loads(part, parse_int=float)
        except (ValueError, RecursionError):
            continue
        if isinstance(message, dict):
            yield message


def _object(parent: Json, key: str) -> Json:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _parse_limits(limits: Json, now: datetime) -> Reading | None:
    rows, scoped = limits.get("limits"), limits.get("model_scoped")
    rows = rows if isinstance(rows, list) else []
    for item in scoped if isinstance(scoped, list) else []:
        if isinstance(item, dict):
            model = {"display_name": item.get("display_name")}
            row = {"percent": item.get("utilization"), "resets_at": item.get("resets_at"), "scope": {"model": model}}
            rows = [*rows, {"kind": "weekly_scoped", **row}]
    return _reading(limits | {"limits": rows}, now)


def _reading(body: Json, now: datetime) -> Reading | None:
    try:
        reading = usagejson.parse(body, now)
    except BadAnswerError:
        return None
    windows = tuple(replace(window, source=Source.CLI) for window in reading.windows)
    return replace(reading, source=Source.CLI, windows=windows)


@dataclass(slots=True)
class _LimitText:
    """One limit in the text of /usage, as far as it has been parsed."""

    is_week: bool
    scope: str
    line: int
    """Number of the line with its heading."""
    percent: float | None = None
    resets: str | None = None

    def row(self, now: datetime) -> Json:
        """The same limit as a row of the usage endpoint."""
        resets_at = None if self.resets is None else parse_reset_time(self.resets, now)
        row: Json = {"percent": self.percent, "resets_at": None if resets_at is None else resets_at.isoformat()}
        if not self.is_week:
            return row | {"kind": "session"}
        if self.scope.casefold() in {"", _ALL_MODELS}:
            return row | {"kind": "weekly_all"}
        return row | {"kind": "weekly_scoped", "scope": {"model": {"display_name": self.scope}}}


def _parse_text(text: str, now: datetime) -> Reading | None:
    limits: list[_LimitText] = []
    for number, line in enumerate(_ESCAPES.sub("", text).splitlines()):
        if heading := _HEADING.search(line):
            scope = (heading[2] or "").strip().removesuffix(" only")
            limits.append(_LimitText(heading[1].lower() == "week", scope, number))
        if not limits or number - limits[-1].line > _MAX_LINES_BELOW_HEADING:
            continue
        limit = limits[-1]
        if limit.percent is None and (match := _PERCENT.search(line)):
            percent = parse_percent(match[1])
            left = match[2].lower() != "used"
            limit.percent = max(0.0, 100 - percent) if left and percent is not None else percent
        if limit.resets is None and (match := _RESETS.search(line)):
            limit.resets = match[1]
    rows = [limit.row(now) for limit in limits if limit.percent is not None]
    return _reading({"limits": rows}, now) if rows else None
