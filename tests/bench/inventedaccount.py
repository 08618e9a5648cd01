"""A machine with the login, the usage and the history of an invented account, for pictures.

This module must not know what is made of it.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from brim.backend.history.recorder import HistoryRecorder
from brim.backend.providers.claude.identity import account_id
from brim.backend.providers.claude.names import NAME
from brim.backend.providers.claude.usagejson import parse
from brim.model.account import Account
from tests.support.sandbox import Sandbox
from tests.support.usageserver import Answer, load_fixture, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

type _Json = dict[str, Any]  # an answer of the server: foreign JSON

SESSION_LEFT, WEEK_LEFT = timedelta(hours=2, minutes=51), timedelta(days=2, hours=21, minutes=5)
WEEK = timedelta(days=7)
EVERY_MODEL = 18
"""Percent used now of the week."""
_EARLIER_WEEKS = 4


@dataclass(frozen=True, slots=True)
class InventedUsage:
    """What is used now."""

    session: int = 42
    """Percent of the session."""
    fable: int = 78
    """Percent of the week of one model."""
    extra: bool = True
    """Extra usage is on."""


@contextmanager
def invented_machine(folder: Path, used: InventedUsage) -> Iterator[Sandbox]:
    """A login in `folder` as home, some weeks of history, and a server that answers with this usage."""
    with running_server() as server:
        sandbox = Sandbox(folder / ".claude", folder / "state", folder / "config", server)
        sandbox.write_login()
        for made in (sandbox.state, sandbox.config):
            made.mkdir(mode=0o700)
        now = datetime.now(UTC)
        server.answers = [Answer(body=json.dumps(_usage(now, now + WEEK_LEFT, used)).encode())]
        asyncio.run(_record_history(sandbox, now, used))
        sandbox.now = now
        sandbox.touch_transcript()
        yield sandbox


async def _record_history(sandbox: Sandbox, now: datetime, used: InventedUsage) -> None:
    """Each week like this one, which is used evenly."""
    ids = load_fixture("credentials")["claudeAiOauth"]
    name = account_id(ids["accountUuid"], ids["organizationUuid"], urlsplit(sandbox.server.url).netloc)
    history = HistoryRecorder(sandbox.state, lambda: now)
    for weeks in range(_EARLIER_WEEKS, -1, -1):
        resets_at = now + WEEK_LEFT - weeks * WEEK
        at = resets_at - WEEK
        while (at := at + timedelta(hours=3)) < min(now, resets_at):
            share = (at - (resets_at - WEEK)) / (WEEK - WEEK_LEFT)
            await history.record(Account(name, "", NAME), parse(_usage(at, resets_at, used, share), at))
    await history.aclose()


def _usage(at: datetime, week_resets_at: datetime, used: InventedUsage, share: float = 1.0) -> _Json:
    """An answer of the server; `share` of this week's usage is used already."""
    body: _Json = load_fixture("usage-extra")
    percents = {
        "session": used.session,
        "weekly_all": round(EVERY_MODEL * share),
        "weekly_scoped": round(used.fable * share),
    }
    resets = {"session": at + SESSION_LEFT, "weekly_all": week_resets_at, "weekly_scoped": week_resets_at}
    body["limits"] = load_fixture("usage-max")["limits"]
    for row in body["limits"]:
        row |= {"percent": min(100, percents[row["kind"]]), "resets_at": resets[row["kind"]].isoformat()}
    for key in ("five_hour", "seven_day"):
        body[key] = None
    body["spend"] |= {"percent": 6, "enabled": used.extra}
    body["extra_usage"] |= {"is_enabled": used.extra, "monthly_limit": 30000, "used_credits": 1800.0, "currency": "USD"}
    for key, amount in (("used", 1800), ("limit", 30000)):
        body["spend"][key] |= {"amount_minor": amount, "currency": "USD"}
    return body
