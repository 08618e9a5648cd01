"""What became of a command's request beyond the present usage, and why nothing was fetched if nothing was.

This module must not know how a request is sent, nor where an answer is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.polling.accountview import with_cli_result
from brim.backend.polling.readonce import ReadRequest, asks_program
from brim.backend.system.clock import utc
from brim.model.account import Problem
from brim.words import cliprobe, fetcherrors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from brim.backend.fetching.accountstate import AccountState
    from brim.model.account import AccountView


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One shown account with its states around the pass."""

    view: AccountView
    before: AccountState
    after: AccountState
    refresh_allowed_at: datetime | None
    """Before this time no request is sent that a person wants; None when one would be sent now."""


@dataclass(frozen=True, slots=True)
class RequestOutcome:
    """The accounts, and what is to be said besides, with account ids."""

    views: tuple[AccountView, ...]
    answers: tuple[tuple[str, Problem], ...] = ()


def outcome_of(
    request: ReadRequest,
    changes: Sequence[AccountChange],
    network_off: Mapping[str, Problem],
    programs_of: str | None = None,
) -> RequestOutcome:
    """What became of the request; `network_off` are the providers to which Brim may send none, with why.

    `programs_of` is the provider whose program was asked; None stands for all that have one.
    """
    views = tuple(change.view for change in changes)
    if request is ReadRequest.ASK_PROGRAM:
        return _with_cli_results(changes, programs_of)
    if request is ReadRequest.NOTHING:
        return RequestOutcome(views)
    switched_off = [view.account for view in views if view.account.provider in network_off and view.problem is None]
    answers = tuple((account.id, network_off[account.provider]) for account in switched_off)
    asked = [change for change in changes if change.view.account.provider not in network_off]
    return RequestOutcome(views, (*answers, *_refusals(asked)))


def _refusals(changes: Sequence[AccountChange]) -> Iterator[tuple[str, Problem]]:
    """For each account that was not asked although that was requested: when it was asked last, and when it may be.

    A wait that the server asked for is the problem of the account already.
    """
    now = utc()
    for change in changes:
        asked_at, allowed_at = change.after.history.asked_at, change.refresh_allowed_at
        was_asked = asked_at != change.before.history.asked_at
        if not was_asked and allowed_at is not None and asked_at is not None and change.view.blocked_until is None:
            yield change.view.account.id, fetcherrors.refreshed_too_soon(asked_at, allowed_at, now)


def _with_cli_results(changes: Sequence[AccountChange], programs_of: str | None) -> RequestOutcome:
    """The views after the provider's program was run, and what is to be said besides.

    Its failure is the outcome of the last attempt, but does not make fresh usage old: there it is said besides. Where
    no account has such a program, that is the answer.
    """
    now = utc()
    asked = [change for change in changes if asks_program(change.after.identity, programs_of)]
    if not asked:
        nobody = Problem(*cliprobe.no_program())
        return RequestOutcome(
            tuple(change.view for change in changes), tuple((change.view.account.id, nobody) for change in changes)
        )
    views: list[AccountView] = []
    answers: list[tuple[str, Problem]] = []
    for change in changes:
        view, probe = change.view, change.after.cli_probe
        if change not in asked:
            views.append(view)
            continue
        if probe.at == change.before.cli_probe.at:
            allowed_at = probe.allowed_at(now) or now
            problem = cliprobe.asked_too_soon(view.account.vendor, probe.at, allowed_at, now)
            answers.append((view.account.id, problem))
        elif probe.problem is not None and view.fetched_at is not None and not view.stale:
            answers.append((view.account.id, probe.problem))
        else:
            view = with_cli_result(view, change.after)
        views.append(view)
    return RequestOutcome(tuple(views), tuple(answers))
