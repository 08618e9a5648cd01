"""Evaluates the facts of `brim doctor`: the lines of the report, each with its verdict, and the worst verdict. Pure.

A problem always says what to do next. This module must not know how a fact is collected or how a line is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providerlist.selection import vendor_of
from brim.cli.doctor import accountchecks, autostartcheck, systemchecks
from brim.cli.doctor.facts import Severity
from brim.words import doctorsystem

if TYPE_CHECKING:
    from brim.cli.doctor.accountfacts import AccountFacts
    from brim.cli.doctor.facts import DoctorFacts, ReportLine


def report_lines(facts: DoctorFacts) -> tuple[ReportLine, ...]:
    """The report, from top to bottom."""
    lines = [
        *systemchecks.desktop_lines(facts.desktop),
        *systemchecks.tray_lines(facts.desktop, facts.folder, facts.versions.brim),
        *([] if facts.autostart is None else [autostartcheck.autostart_line(facts.autostart)]),
        *systemchecks.session_lines(facts.detours_by_provider),
    ]
    for account in facts.accounts:
        of_account = accountchecks.account_lines(account, facts.made_at)
        several = len(facts.accounts) > 1
        lines += [_with_account(line, account, facts.accounts) for line in of_account] if several else of_account
    lines += systemchecks.setting_lines(facts.settings, facts.complaints)
    if facts.folder is not None:
        lines += systemchecks.folder_lines(facts.folder)
    if facts.history is not None:
        lines += systemchecks.history_lines(facts.history, facts.made_at)
    if facts.metrics is not None:
        lines += systemchecks.metrics_lines(facts.metrics, facts.made_at)
    if facts.launcher is not None:
        lines.append(systemchecks.launcher_line(facts.launcher, facts.versions.brim))
    return (*lines, *systemchecks.version_lines(facts.versions, facts.update))


def worst_verdict(lines: tuple[ReportLine, ...]) -> Severity:
    """The verdict on the whole report."""
    verdicts = {Severity(line.verdict) for line in lines}
    return next((verdict for verdict in (Severity.PROBLEM, Severity.WARNING) if verdict in verdicts), Severity.OK)


def _with_account(line: ReportLine, account: AccountFacts, accounts: tuple[AccountFacts, ...]) -> ReportLine:
    """A line about one of several accounts: it names the provider where there are others, and else the folder.

    A folder without a login is no problem when another folder has one.
    """
    absent = account.login.state == "absent" and any(other.login.state != "absent" for other in accounts)
    verdict = Severity.WARNING if absent and line.verdict == Severity.PROBLEM else line.verdict
    of_provider = sum(other.provider == account.provider for other in accounts)
    product = vendor_of(account.provider).product if of_provider < len(accounts) else ""
    folder = account.folder if of_provider > 1 or not product else ""
    topic = doctorsystem.heading_for_account(line.topic, product, folder)
    return line.model_copy(update={"topic": topic, "verdict": verdict})
