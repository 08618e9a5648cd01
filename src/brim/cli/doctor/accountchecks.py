"""Evaluates facts about an account: login, requests, usage and the status line. Pure.

A problem always says what to do next. This module must not know how a fact is collected or how a line is shown.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import vendor_of
from brim.cli.doctor.facts import ReportLine, Severity
from brim.model.account import Health
from brim.model.usage import Source
from brim.words import accounts, detours, doctoraccount, doctorrequests, doctorstatusline, sources, vendors
from brim.words.doctorsystem import Topic, heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.cli.doctor.accountfacts import AccountFacts, LoginFacts, RequestFacts, StatuslineFacts
    from brim.model.vendor import Vendor

OK, WARNING, PROBLEM = Severity.OK, Severity.WARNING, Severity.PROBLEM
_ENDS_SOON = timedelta(days=3)
_MUCH = 0.8
"""This part of the requests of an hour leaves too few to others."""
_EXPLAINED = {Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE, Health.BLOCKED}
"""Other lines say what to do after these outcomes: those about the login, and the one about a rate limit."""


def account_lines(account: AccountFacts, now: datetime) -> Iterator[ReportLine]:
    """All lines about one account."""
    yield from _login_lines(account, now)
    if account.read_as is not None:
        yield _line(Topic.LOGIN, OK, doctoraccount.same_account(account.read_as))
        return
    yield from _request_lines(account, now, explained=_is_explained(account))
    for attempt in account.reads:
        verdict = OK if Health(attempt.health) is Health.OK else WARNING
        text = doctorrequests.recent_attempt(attempt.at, attempt.health, attempt.seconds, now)
        yield _line(Topic.RECENT_ATTEMPTS, verdict, text)
    yield from _other_source_lines(account, now)
    yield from _usage_lines(account, now)
    if account.statusline is not None:
        yield _statusline_line(account.statusline, now)


def _login_lines(account: AccountFacts, now: datetime) -> Iterator[ReportLine]:
    topic, login, vendor = Topic.LOGIN, account.login, vendor_of(account.provider)
    program = vendors.program(vendor)
    text = doctoraccount.login_state(login.place, login.state)
    if login.state == "usable":
        yield _line(topic, OK, text)
    else:
        yield _line(topic, PROBLEM, text, login.message)
    if (note := detours.note(program, account.detours)) is not None:
        yield _line(topic, WARNING, note, detours.next_step())
    if login.state == "absent":
        return
    yield _line(topic, OK, doctoraccount.account_and_plan(vendor.product, account.id, login.plan))
    if account.profile_fault is not None:
        yield _line(topic, WARNING, account.profile_fault, doctoraccount.profile_unknown(program))
    if login.scopes is not None:
        yield _line(topic, OK, doctoraccount.login_scopes(login.scopes))
    yield from _expiry_lines(login, vendor, now)
    if login.unseen is not None:
        yield _line(topic, OK, login.unseen)


def _expiry_lines(login: LoginFacts, vendor: Vendor, now: datetime) -> Iterator[ReportLine]:
    topic = Topic.LOGIN
    if login.expires_at is not None:
        verdict = WARNING if login.expires_at <= now else OK
        yield _line(topic, verdict, doctoraccount.token_expiry(login.expires_at, vendors.program(vendor), now))
    if login.ends_at is None:
        if login.expires_at is not None:
            yield _line(topic, OK, doctoraccount.login_expiry_unknown())
        return
    text = doctoraccount.login_expiry(login.ends_at, now, by_key=vendor.by_key)
    if login.ends_at <= now:
        yield _line(topic, PROBLEM, text, login.message or vendors.sign_in(vendor))
    elif login.ends_at - now <= _ENDS_SOON:
        yield _line(topic, WARNING, text, vendors.sign_in_again(vendor))
    else:
        yield _line(topic, OK, text)


def _is_explained(account: AccountFacts) -> bool:
    """Whether other lines say what to do after the last attempt; of a valid login that was refused none does."""
    refused = account.gate.refused and account.login.state == "usable"
    return account.gate.health in _EXPLAINED and not refused


def _request_lines(account: AccountFacts, now: datetime, *, explained: bool) -> Iterator[ReportLine]:
    topic, facts, network, vendor = Topic.REQUESTS, account.gate, account.network, vendor_of(account.provider)
    if network:
        yield _line(topic, OK, doctorrequests.network_on())
    else:
        text, step = doctorrequests.network_off(account.provider)
        yield _line(topic, WARNING, text, account.network_fault or step)
    yield _last_attempt_line(facts, now, network=network, explained=explained)
    if facts.asked_at is not None:
        text = doctorrequests.request_counts(facts.asked_at, facts.requests_today, facts.requests_total, now)
        yield _line(topic, OK, text)
    used, allowed = facts.requests_hour, facts.allowance_hour
    text = doctorrequests.requests_of_the_hour(used, allowed)
    if allowed is not None and used >= allowed * _MUCH:
        yield _line(topic, WARNING, text, doctorrequests.refresh_less(vendors.program(vendor)))
    else:
        yield _line(topic, OK, text)
    if facts.blocked_until is not None:
        yield _line(topic, WARNING, *doctorrequests.rate_limited(vendors.company(vendor), facts.blocked_until, now))
    if facts.next_read_at is not None:
        yield _line(topic, OK, doctorrequests.next_update(facts.next_read_at, facts.next_read_reason, now))
    if facts.unsaved:
        yield _line(topic, PROBLEM, *doctorrequests.state_not_written())


def _last_attempt_line(facts: RequestFacts, now: datetime, *, network: bool, explained: bool) -> ReportLine:
    topic = Topic.REQUESTS
    if facts.tried_at is None or facts.health is None:
        next_step = doctorrequests.make_first_attempt() if network else None
        return _line(topic, WARNING, doctorrequests.no_attempt(), next_step)
    health = Health(facts.health)
    if health is Health.OK:
        return _line(topic, OK, doctorrequests.last_attempt(facts.tried_at, health, now))
    text = doctorrequests.last_failed_attempt(facts.tried_at, health, facts.failures, facts.title, now)
    if explained:
        return _line(topic, WARNING, text)
    if not network:
        return _line(topic, WARNING, text, facts.message)
    return _line(topic, PROBLEM, text, facts.message or doctorrequests.refresh_and_retry())


def _other_source_lines(account: AccountFacts, now: datetime) -> Iterator[ReportLine]:
    """The status page and the provider's program."""
    page, probe, vendor = account.incidents, account.program, vendor_of(account.provider)
    if page.looked_at is not None:
        text = doctorrequests.status_page_result(page.looked_at, page.title, now)
        yield _line(Topic.STATUS_PAGE, WARNING if page.title else OK, text, vendor=vendor)
    if probe is None:
        return
    if probe.path is None:
        yield _line(Topic.PROGRAM, WARNING, *doctorrequests.cli_not_found(vendor), vendor=vendor)
    else:
        yield _line(Topic.PROGRAM, OK, doctorrequests.cli_path(probe.path, probe.total), vendor=vendor)
    if probe.at is not None:
        text = doctorrequests.cli_last_run(probe.at, probe.health, probe.title, now)
        if probe.title:
            yield _line(Topic.PROGRAM, WARNING, text, vendor.cli_check or None, vendor=vendor)
        else:
            yield _line(Topic.PROGRAM, OK, text, vendor=vendor)


def _usage_lines(account: AccountFacts, now: datetime) -> Iterator[ReportLine]:
    topic, vendor = Topic.USAGE, vendor_of(account.provider)
    money = account.money
    if not account.windows and money is None:
        yield _line(topic, WARNING, *doctoraccount.no_usage(vendors.program(vendor)))
    for window in account.windows:
        source = sources.source_label(Source(window.source), vendor)
        caveats = doctoraccount.usage_caveats(window.doubt, known=window.known, stale=account.stale)
        text = doctoraccount.usage_origin(window.label, source, window.read_at, caveats, now)
        yield _line(topic, WARNING if caveats else OK, text)
    if money is not None:
        caveats = doctoraccount.usage_caveats(None, known=True, stale=account.stale)
        source = sources.source_label(Source(money.source), vendor)
        text = doctoraccount.usage_origin(doctoraccount.money(), source, money.read_at, caveats, now)
        yield _line(topic, WARNING if caveats else OK, text)
    if (extra := account.extra_usage) is not None:
        yield _line(topic, OK, doctoraccount.extra_usage(extra.disabled_text, enabled=extra.enabled))
    if account.saved_resets:
        yield _line(topic, OK, accounts.saved_resets(account.saved_resets))
    if account.windows or account.extra_usage is not None or money is not None:
        yield _line(topic, OK, doctoraccount.why_this_status(account.why))


def _statusline_line(facts: StatuslineFacts, now: datetime) -> ReportLine:
    topic = Topic.STATUS_LINE
    if facts.fault is not None:
        return _line(topic, WARNING, facts.fault)
    if not facts.installed:
        return _line(topic, OK, doctorstatusline.not_installed(facts.blocked_by))
    if (fault := _statusline_fault(facts)) is not None:
        return _line(topic, PROBLEM, *fault)
    if facts.told_at is None:
        return _line(topic, WARNING, *doctorstatusline.without_data(facts.settings, chained=facts.chained))
    age = (now - facts.told_at).total_seconds()
    return _line(topic, OK, doctorstatusline.last_data(facts.settings, age, chained=facts.chained))


def _statusline_fault(facts: StatuslineFacts) -> tuple[str, str] | None:
    """Why an installed status line reports nothing, and what to do; None when nothing prevents it."""
    if facts.blocked_by:
        return doctorstatusline.blocked(facts.blocked_by)
    if not facts.runs:
        return doctorstatusline.program_missing(facts.settings)
    return None if facts.same_state else doctorstatusline.other_data_folder(facts.settings)


def _line(
    topic: Topic, verdict: Severity, text: str, next_step: str | None = None, *, vendor: Vendor | None = None
) -> ReportLine:
    return ReportLine(topic=heading(topic, vendor), verdict=verdict, text=text, next=next_step)
