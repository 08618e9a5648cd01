"""What the server answers: the page, its parts, and JSON for each part of it. Access is the guard's matter.

Reading files takes place in threads; errors of ours become one line of JSON. This module must not know who asks.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from brim.backend.alerts.log import FILE_NAME as ALERTS_FILE
from brim.backend.alerts.log import read_log
from brim.backend.costs.report import GroupBy
from brim.backend.costs.store import COSTS_FILE
from brim.backend.history.recorder import FILE_NAME as HISTORY_FILE
from brim.backend.outputs.statusfile import STATUS_FILE
from brim.backend.settings.choicesfile import CHOICES_FILE
from brim.backend.settings.load import SETTINGS_FILE
from brim.backend.system.clock import utc
from brim.backend.system.wakeup import FILE_NAME as TRAY_FILE
from brim.details import document, history, preferences, windows
from brim.details.accountusage import day_of_account, usage_with_points
from brim.details.follow import Followers
from brim.details.limitpoints import LimitPoints
from brim.details.status import shared_status
from brim.errors import BrimError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request

    from brim.backend.system.files import Json
    from brim.details.access import Access
    from brim.details.sources import Sources

    type Handler = Callable[[Request], Awaitable[Response]]

_PARTS = {
    **dict.fromkeys(document.STYLES, "text/css"),
    **dict.fromkeys((document.SCRIPT, *document.MODULES), "text/javascript"),
}
_MOST_DAYS, _MOST_ALERTS = 3_660, 200
_WATCHED = (
    *(STATUS_FILE, TRAY_FILE, HISTORY_FILE, f"{HISTORY_FILE}-wal", COSTS_FILE, f"{COSTS_FILE}-wal"),
    *(ALERTS_FILE, CHOICES_FILE),
)


def application(sources: Sources, access: Access, on_use: Callable[[], None]) -> Starlette:
    """The application; `on_use` is called for each request, and while a page listens."""

    def used(handler: Handler) -> Handler:
        async def call(request: Request) -> Response:
            on_use()
            return await handler(request)

        return call

    pages = Pages(sources, access, on_use)
    routes = [
        Route("/", used(_page)),
        *(Route(f"/{name}", used(partial(_part, name))) for name in _PARTS),
        Route("/api/session", used(pages.session), methods=["POST"]),
        Route("/api/status", used(pages.status)),
        Route("/api/window", used(pages.window)),
        Route("/api/history", used(pages.history)),
        Route("/api/usage", used(pages.usage)),
        Route("/api/day", used(pages.day)),
        Route("/api/alerts", used(pages.alerts)),
        Route("/api/settings", used(pages.settings)),
        Route("/api/settings", used(pages.change), methods=["POST"]),
        Route("/api/doctor", used(pages.doctor)),
        Route("/api/changes", used(pages.changes)),
    ]
    return Starlette(routes=routes)


async def _page(_: Request) -> Response:
    return Response(document.served_page(), media_type="text/html; charset=utf-8")


async def _part(name: str, _: Request) -> Response:
    return Response(await run_in_threadpool(document.part, name), media_type=f"{_PARTS[name]}; charset=utf-8")


class Pages:
    """The handlers of the API."""

    def __init__(self, sources: Sources, access: Access, on_use: Callable[[], None]) -> None:
        """Everything is read as `sources` says; `on_use` is called while a page listens."""
        self._sources, self._access = sources, access
        self._state_dir, self._config_dir = sources.state_dir, sources.config_dir
        self._points = LimitPoints(sources.state_dir, sources.config_dir, sources.roots)
        paths = [*(sources.state_dir / name for name in _WATCHED), sources.config_dir / SETTINGS_FILE]
        self._followers = Followers(paths, on_use)

    async def session(self, request: Request) -> Response:
        """Trade a ticket for a key."""
        content = await _object(request)
        key = self._access.open_session(str(content.get("ticket", "")))
        return _refused("no session", 401) if key is None else JSONResponse({"key": key})

    async def status(self, _: Request) -> Response:
        """All accounts now."""
        return await _answer(partial(shared_status, self._state_dir))

    async def window(self, _: Request) -> Response:
        """What the running windows went into."""
        return await _answer(lambda: windows.running_windows(self._state_dir, self._config_dir, self._points, utc()))

    async def doctor(self, _: Request) -> Response:
        """The diagnosis."""
        return await _answer(lambda: {"lines": self._sources.diagnosis()})

    async def history(self, request: Request) -> Response:
        """Each limit since so many days."""
        since = history.since_days(_number(request, "days", 7, _MOST_DAYS))
        return await _answer(lambda: {"limits": history.limit_histories(self._state_dir, since)})

    async def usage(self, request: Request) -> Response:
        """The last days by one thing, of one account or of all."""
        name = request.query_params.get("by", GroupBy.PROJECT)
        if name not in {GroupBy.PROJECT, GroupBy.MODEL, GroupBy.SESSION, GroupBy.PROVIDER}:
            return _refused("by project, model, session or provider", 400)
        days, account = int(_number(request, "days", 30, _MOST_DAYS)), request.query_params.get("account", "")
        return await _answer(partial(usage_with_points, self._sources, self._points, GroupBy(name), days, account))

    async def day(self, request: Request) -> Response:
        """One day by project, session and model."""
        day, account = (request.query_params.get(name, "") for name in ("day", "account"))
        return await _answer(partial(day_of_account, self._sources, self._points, day, account))

    async def alerts(self, _: Request) -> Response:
        """What was sent, and why not, the newest first."""
        return await _answer(partial(newest_alerts, self._state_dir))

    async def settings(self, _: Request) -> Response:
        """Every setting."""
        return await _answer(preferences.all_settings)

    async def change(self, request: Request) -> Response:
        """Change one setting."""
        content = await _object(request)
        name, value = content.get("name"), content.get("value")
        if not isinstance(name, str) or "value" not in content or not isinstance(value, str | bool | None):
            return _refused("a name and a value", 400)

        def changed() -> dict[str, object]:
            preferences.change(name, value)
            return preferences.all_settings()

        return await _answer(changed)

    async def changes(self, _: Request) -> Response:
        """A line with the names of the files that changed each time that some did, for as long as the page listens."""
        return self._followers.answer() or _refused("too many pages", 503)


def newest_alerts(state_dir: Path) -> Json:
    """What was sent, and why not, the newest first."""
    entries = read_log(state_dir / ALERTS_FILE)[-_MOST_ALERTS:]
    return {"alerts": [json.loads(entry.model_dump_json()) for entry in reversed(entries)]}


async def _answer(make: Callable[[], object]) -> Response:
    """The JSON that a function makes in a thread, or its error."""
    try:
        return JSONResponse(await run_in_threadpool(make))
    except BrimError as error:
        return JSONResponse({"error": error.title, "message": error.message}, 409)
    except (ValueError, OverflowError):  # a year that is none overflows
        return _refused("not understood", 400)


async def _object(request: Request) -> dict[str, object]:
    """The JSON object of a request; empty for anything else, and for a client that left before its end."""
    try:
        content = json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):
        return {}
    return content if isinstance(content, dict) else {}


def _number(request: Request, name: str, default: float, most: float) -> float:
    try:
        value = float(request.query_params.get(name, default))
    except ValueError:
        return default
    return min(max(value, 0.01), most) if value == value else default  # noqa: PLR0124 - a NaN is none


def _refused(text: str, code: int) -> Response:
    return JSONResponse({"error": text}, code)
