"""Runs the Codex CLI to get the usage, because a person asks for that: where it is, how it is run, what it answers.

Facts (its README, and seen in Codex 0.171.0): `codex app-server` speaks JSON lines on standard input and output until
its input ends; `account/rateLimits/read` asks the server and renews the login if needed. A pool of usage is one
snapshot in `rateLimitsByLimitId`; `rateLimits` repeats the plan's own. A key in the environment would be another login
than the stored one. The program gets no secret from Brim: it finds its own login. It is asked to read only, with no
approvals, and starts no thread. This module must not know what the answer is used for.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger

from brim import __version__
from brim.backend.providers.answers import error
from brim.backend.providers.codex import programwords, spending, usagejson, words
from brim.backend.providers.codex.snapshots import read_snapshot
from brim.backend.providers.valueparsing import parse_text
from brim.backend.system import process
from brim.backend.system.findprogram import find_program
from brim.backend.system.homefolder import is_same
from brim.backend.system.process import ExitReason, ProcessSpec
from brim.errors import BadAnswerError, NoLimitsError, OfflineError, SignedOutError
from brim.model.numbers import parse_number
from brim.model.usage import Reading, Source
from brim.words import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.backend.providers.codex.homes import CodexHome
    from brim.model.usage import Window

TOTAL_SECONDS = 30.0
_NAME = "codex"
_ARGUMENTS = ("-c", 'sandbox_mode="read-only"', "-c", 'approval_policy="never"', "app-server")
_MISLEADING_VARIABLES = frozenset(
    {"OPENAI_API_KEY", "CODEX_API_KEY", "CODEX_ACCESS_TOKEN", "CODEX_AGENT_IDENTITY", "CODEX_HOME"}
)
"""Variables that select another login."""
_INITIALIZE, _ACCOUNT, _LIMITS = 1, 2, 3
_MESSAGES: tuple[Json, ...] = (
    {
        "id": _INITIALIZE,
        "method": "initialize",
        "params": {"clientInfo": {"name": "brim", "title": "Brim", "version": __version__}},
    },
    {"method": "initialized"},
    {"id": _ACCOUNT, "method": "account/read", "params": {"refreshToken": False}},
    {"id": _LIMITS, "method": "account/rateLimits/read"},
)
_INPUT = "".join(json.dumps({"jsonrpc": "2.0", **message}) + "\n" for message in _MESSAGES).encode()
_LAST_ID = re.compile(rb'"id"\s*:\s*%d\b' % _LIMITS)
_MAX_POOLS = 32
_NOT_KNOWN = {-32601, -32600, -32602}
"""Codes of JSON-RPC for a method or a form of it that a program does not know."""


def find_codex(configured: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The configured program, else the one on the PATH or where it is usually installed; None if there is none."""
    return find_program(_NAME, configured, environment)


def program_environment(environment: Mapping[str, str], program: Path, home: CodexHome) -> dict[str, str]:
    """The environment for the program: without other logins, with the folder of the account that is meant."""
    variables = {name: value for name, value in environment.items() if name.upper() not in _MISLEADING_VARIABLES}
    # When npm installed it, it needs a `node` in the same folder.
    variables["PATH"] = os.pathsep.join(part for part in (environment.get("PATH"), str(program.parent)) if part)
    if not is_same(home.path, "~/.codex"):
        variables["CODEX_HOME"] = str(home.path)
    return variables


async def read_usage(
    program: Path, environment: Mapping[str, str], now: Callable[[], datetime], seconds: float = TOTAL_SECONDS
) -> Reading:
    """Ask the program once and end it; raises a ReadError without usage, also after `seconds`."""
    spec = ProcessSpec((str(program), *_ARGUMENTS), environment, Path(program.anchor), _INPUT, _is_complete)
    try:
        result = await process.run(spec, seconds)
    except OSError as fault:
        raise BadAnswerError(*programwords.not_started(fault.strerror or type(fault).__name__)) from None
    reading = await asyncio.to_thread(parse, result.output, now())
    if reading is not None:
        return reading
    logger.bind(provider=_NAME, program=program.name).info(
        "the Codex CLI reported no usage: {}, {}", result.reason, result.exit_status
    )
    if result.reason is ExitReason.TIMED_OUT:
        raise BadAnswerError(*programwords.timed_out(seconds))
    raise BadAnswerError(*programwords.without_usage())


def parse(output: bytes, now: datetime) -> Reading | None:
    """The usage in the program's output; None when there is none. Raises a ReadError when it says why."""
    messages = {message.get("id"): message for message in _messages(output)}
    account = messages.get(_ACCOUNT, {}).get("result")
    known = account.get("account") if isinstance(account, dict) else None
    if isinstance(account, dict) and known is None:
        raise error(SignedOutError, programwords.signed_out())
    kind = known.get("type") if isinstance(known, dict) else None
    if isinstance(kind, str) and kind != "chatgpt":
        raise error(NoLimitsError, words.key_only())
    answer = messages.get(_LIMITS, {})
    result = answer.get("result")
    if isinstance(result, dict):
        return _reading(result, now)
    failure = answer.get("error")
    if isinstance(failure, dict):
        if "authentication" in str(failure.get("message")):
            raise error(SignedOutError, programwords.signed_out())
        if parse_number(failure.get("code")) in _NOT_KNOWN:
            raise BadAnswerError(*programwords.too_old())
        raise OfflineError(*programwords.could_not_fetch())
    return None


def _reading(result: Json, now: datetime) -> Reading | None:
    pools = result.get("rateLimitsByLimitId")
    named = [one for one in pools.values() if isinstance(one, dict)] if isinstance(pools, dict) else []
    plain = result.get("rateLimits")
    main = plain if isinstance(plain, dict) else {}
    refused = result.get("ordinaryUsageAllowed") is False
    windows: dict[str, Window] = {}
    for number, pool in enumerate((main, *_told_apart(named[:_MAX_POOLS]))):
        of_plan = not number or pool.get("limitId") == main.get("limitId")
        for window in read_snapshot(pool, now, Source.CLI, refused=refused and of_plan).windows:
            windows.setdefault(window.id, window)
    is_refused = any(window.refused and ":" not in window.id for window in windows.values())
    raw = main.get("credits")
    spend = spending.credits_of(raw if isinstance(raw, dict) else {}, refused_for="" if is_refused else None)
    if not windows and spend is None and not isinstance(plain, dict | None):
        return None  # it says something, in a form that nobody knows
    if not windows and spend is None:
        raise error(NoLimitsError, words.no_limits())
    plan = parse_text(main.get("planType"))
    plan_name, saved = None if plan is None else words.plan(plan), usagejson.saved_resets(result)
    return Reading(now, Source.CLI, tuple(windows.values()), spend, plan_name, saved)


def _told_apart(pools: list[Json]) -> Iterator[Json]:
    """The pools; one whose name another one had before has its ID in it."""
    seen: dict[object, object] = {}
    for pool in pools:
        name, number = parse_text(pool.get("limitName")), parse_text(pool.get("limitId"))
        first = seen.setdefault(name, number)
        is_other = name is not None and number is not None and number != first
        yield pool | {"limitName": limits.told_apart(str(name), str(number))} if is_other else pool


def _is_complete(output: bytes) -> bool:
    """Whether the last answer is there."""
    if _LAST_ID.search(output) is None:
        return False  # quick, because this is asked for each piece of the output
    return any(message.get("id") == _LIMITS for message in _messages(output))


def _messages(output: bytes) -> Iterator[Json]:
    """The JSON objects of an output, one a line; the last line may be cut off."""
    for line in output.split(b"\n"):
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(message, dict):
            yield message
