"""What is said about metrics: the help of each, and what became of a file or a POST.

This module must not know how a metric is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.translation import N_, _

if TYPE_CHECKING:
    from pathlib import Path

_HELPS = {
    "brim_build_info": N_("The version of Brim; always 1."),
    "brim_limit_used_percent": N_("Percent used of a limit."),
    "brim_limit_reset_timestamp_seconds": N_("When a limit resets."),
    "brim_limit_run_out_chance": N_("Chance, from 0 to 1, that a limit runs out before its reset."),
    "brim_limit_refused": N_(
        "1 while the vendor refuses requests under a limit, whatever its percentage says; else 0."
    ),
    "brim_money_spent": N_("Money that an account has spent: extra usage, or all of it where there is no plan."),
    "brim_money_balance": N_("Money or credits that an account has left."),
    "brim_reading_timestamp_seconds": N_("When the usage of an account was last known, by its source."),
    "brim_quota_points": N_("Percent of a running limit that a project used; elsewhere is what nothing here explains."),
    "brim_tokens_total": N_("Tokens that coding agents used on this machine."),
    "brim_cost_usd_total": N_("List price of these tokens when they were first counted; not money spent."),
    "brim_unpriced_tokens_total": N_("Tokens of models that had no list price when they were first counted."),
    "brim_requests_total": N_("Requests for usage that Brim sent to the provider."),
}


def metric_help(name: str) -> str:
    """What a metric means, in a sentence."""
    return _(_HELPS[name])


def metric_helps() -> dict[str, str]:
    """What each metric means, by its name."""
    return {name: metric_help(name) for name in _HELPS}


def textfile_unwritable(path: Path, reason: str | None) -> tuple[str, str]:
    """The file for a textfile collector cannot be written."""
    return _("Metrics file cannot be written"), _(
        "{file}: {reason}. Make the folder, or correct metrics.textfile in brim.toml.", file=path, reason=reason
    )


def not_sent(reason: str) -> str:
    """Metrics could not be sent; `reason` is a sentence."""
    return _("Metrics were not sent. {reason}", reason=reason)


def refused(status: int) -> str:
    """A receiver answered that it does not take metrics in this way."""
    return _("The server answered {status}: check metrics.otlp_endpoint and metrics.otlp_headers.", status=status)


def busy(status: int) -> str:
    """A receiver cannot take metrics now."""
    return _("The server answered {status}, and may take them later.", status=status)


def no_answer(title: str, message: str) -> str:
    """There was no answer: the title and the first sentence, as a command makes no other attempt."""
    return _("{title}. {sentence}.", title=title, sentence=message.partition(". ")[0].rstrip("."))


def partly_refused(count: int) -> str:
    """A receiver took metrics, but not all of them."""
    return _("The server left out {count} of the values.", count=count)


def sent(status: int) -> str:
    """A receiver took all metrics."""
    return _("Metrics were sent. The server answered {status}.", status=status)


def no_receiver() -> tuple[str, str]:
    """Metrics were to be sent, and no setting says where."""
    return _("No metrics receiver"), _("Set metrics.otlp_endpoint in brim.toml: `brim help metrics` shows how.")


def sent_again() -> str:
    """Metrics are taken again after a failure."""
    return _("Metrics are sent again.")


def counters_damaged() -> str:
    """The file of counters is not as Brim wrote it."""
    return _("its checksum is wrong")
