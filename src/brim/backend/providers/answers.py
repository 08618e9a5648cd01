"""Translates an answer without usage into one of our errors: by status, headers and kind of body.

A provider adds what its own server means by a status. The server's texts are only compared, never passed on: a body may
echo the token. This module must not know how an answer was fetched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.network.request import FORBIDDEN, OK
from brim.backend.network.retryafter import retry_after
from brim.errors import BadAnswerError, BlockedError, ExpiredError, NoLimitsError, NoScopeError, ReadError
from brim.model.usage import Reading, Source
from brim.words import apikeys, fetcherrors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.model.account import Problem
    from brim.model.usage import Spend, Window
    from brim.model.vendor import Vendor

type Json = dict[str, object]

_REDIRECTS = range(300, 400)
_SERVER_FAULTS = range(500, 600)
_EDGE_HEADERS = ("cf-mitigated",)
"""A firewall before the server sets one of these when the request did not get through."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By name in small letters."""
    body: bytes

    def json(self) -> Json:
        """The JSON object in the body; empty when there is none."""
        return _object_in(self.body) or {}

    @property
    def is_from_edge(self) -> bool:
        """Whether a firewall refused it, and not the server: by its header, or by a 403 without the JSON asked for."""
        if any(name in self.headers for name in _EDGE_HEADERS):
            return True
        return self.status == FORBIDDEN and _object_in(self.body) is None


def usage_body(answer: Answer) -> Json:
    """The JSON object of a good answer; raises BadAnswerError when there is none."""
    body = _object_in(answer.body)
    if body is None:
        raise BadAnswerError(*fetcherrors.not_a_json_object())
    return body


def _object_in(body: bytes) -> Json | None:
    """The JSON object in a body; None when there is none."""
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_int=float)  # float: integers of any length
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def error(kind: type[ReadError], problem: Problem, wait: float | None = None) -> ReadError:
    """An error with the words of a problem; `wait` are seconds that the server asked for."""
    return kind(problem.title, problem.message, retry_after=wait)


def reading_of(now: datetime, vendor: Vendor, windows: tuple[Window, ...], spend: Spend | None = None) -> Reading:
    """The reading of an answer at a time; raises NoLimitsError where it names no limit, no amount and no balance."""
    if not windows and spend is None:
        raise error(NoLimitsError, apikeys.no_limits(vendor.company))
    return Reading(now, Source.API, windows, spend)


def refusal(answer: Answer, now: datetime, vendor: Vendor, place: str) -> ReadError | None:
    """What any server means by a status; None for a good one. `place` is where the login was found."""
    status, wait = answer.status, retry_after(answer.headers.get("retry-after"), now)
    company = vendor.company
    if answer.is_from_edge:
        return error(BlockedError, apikeys.edge_block(company), wait)
    match status:
        case 402:
            return error(NoLimitsError, apikeys.payment_required(company))
        case 401:
            return error(ExpiredError, apikeys.key_refused(company, place))
        case 403:
            return error(NoScopeError, apikeys.key_without_permission(company, place))
        case 429:
            return error(BlockedError, apikeys.rate_limited(company), wait)
        case _:
            return None if status in OK else _unexpected(status, wait, vendor)


def _unexpected(status: int, wait: float | None, vendor: Vendor) -> ReadError:
    if status in _REDIRECTS:
        return BadAnswerError(*fetcherrors.redirected(), retry_after=wait)
    if status in _SERVER_FAULTS:
        return error(BadAnswerError, apikeys.server_error(vendor.company, status, vendor.status_url), wait)
    return BadAnswerError(*fetcherrors.unknown_status(status), retry_after=wait)
