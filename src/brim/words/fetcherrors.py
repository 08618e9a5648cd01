"""Text about a failed request for usage: a title and a next step.

A pair becomes one of `brim.errors`, or a problem. This module must not know HTTP, or where the text is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Problem
from brim.words import formatting, ownfiles
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from brim.model.vendor import Vendor


def network_off(provider: str) -> Problem:
    """Requests are switched off in the settings or in the menu; `provider` is the section of the setting."""
    return Problem(
        _("Online fetching is off"),
        _(
            "Turn it on in the menu's Settings, or set BRIM_{section}__NETWORK to true.",
            section=provider.upper(),
        ),
    )


def stale_usage() -> Problem:
    """The last attempt succeeded, but too long ago."""
    return Problem(
        _("Usage is stale"), _("There has been no update for a while. Click Refresh, or run `brim status --refresh`.")
    )


def no_usage_yet(vendor: Vendor) -> Problem:
    """The account has limits, and none of them has started."""
    if not vendor.product:
        return Problem(_("No usage yet"), _("No limit has started."))
    return Problem(
        _("No usage yet"),
        _("No limit has started. The first one starts when you use {product}.", product=vendor.product),
    )


def only_past_resets() -> Problem:
    """Every known limit has reset since the last update."""
    return Problem(_("No current usage"), _("Limits have reset since the last update. Brim updates automatically."))


def no_data_yet() -> Problem:
    """Another process made the first attempt a moment ago."""
    return Problem(_("No data yet"), _("Another attempt was made just now. Try again in a minute."))


def internal_error() -> Problem:
    """Brim has a bug, and goes on."""
    return Problem(
        _("Internal error"),
        _("Brim keeps running. The log file says what happened; `brim doctor` shows where it is."),
    )


def files_changed() -> Problem:
    """An upgrade or a removal took away what Brim needs now."""
    return Problem(*ownfiles.changed())


def updates_stopped() -> Problem:
    """Brim has a bug, and the part that fetches usage ended."""
    return Problem(
        _("Updates have stopped"),
        _("Quit Brim and start it again. The log file says why; `brim doctor` shows where it is."),
    )


def no_answer(*, sent: bool) -> tuple[str, str]:
    """The server did not answer in time; `sent` is whether it has the request."""
    if sent:
        step = _("The request was sent, but the server did not answer. Brim retries automatically.")
    else:
        step = _("Check the network: the server did not answer. Brim retries automatically.")
    return _no_answer_title(), step


def incomplete_answer(*, sent: bool) -> tuple[str, str]:
    """The server did not finish its answer in time; `sent` is whether it has the request."""
    if sent:
        step = _("The request was sent, but the server did not finish its response. Brim retries automatically.")
    else:
        step = _("Check the network: the server did not finish its response. Brim retries automatically.")
    return _no_answer_title(), step


def connection_broken(*, sent: bool) -> tuple[str, str]:
    """The connection ended before an answer came; `sent` is whether the server has the request."""
    if sent:
        step = _("The request was sent, but the connection closed before a response. Brim retries automatically.")
    else:
        step = _("Check the network: the connection closed before a response. Brim retries automatically.")
    return _("No connection"), step


def answer_cut_off() -> tuple[str, str]:
    """The connection ended within the answer."""
    return _("Incomplete response"), _("The server's response was cut off. Brim retries automatically.")


def bad_compression() -> tuple[str, str]:
    """The compressed answer cannot be decompressed."""
    return _("Incomplete response"), _("The compressed response is damaged. Brim retries automatically.")


def not_http() -> tuple[str, str]:
    """The answer breaks the rules of HTTP."""
    return _unexpected(), _("The server does not speak HTTP correctly. Check the API URL.")


def unknown_encoding() -> tuple[str, str]:
    """The answer is compressed by a method that was not asked for."""
    return _("Unexpected encoding"), _("The response is compressed by an unknown method. Check the proxy.")


def too_large() -> tuple[str, str]:
    """The answer is too large to be usage."""
    return _unexpected(), _("The response is larger than 1 MB, so it cannot be usage. Check the API URL.")


def not_a_json_object() -> tuple[str, str]:
    """The answer is not a JSON object."""
    return _unexpected(), _(
        "The response is not a JSON object. Brim retries automatically; if it keeps happening, look for a newer "
        "version of Brim or check the API URL."
    )


def no_known_part() -> tuple[str, str]:
    """The answer is a JSON object without usage."""
    return _unexpected(), _(
        "The response holds no usage that Brim knows. Brim retries automatically; if it keeps happening, look for a "
        "newer version of Brim or check the API URL."
    )


def unknown_status(status: int) -> tuple[str, str]:
    """The answer has an HTTP status that Brim does not expect."""
    return _unexpected(status), _(
        "Brim retries automatically; if it keeps happening, look for a newer version of Brim or check the API URL."
    )


def redirected() -> tuple[str, str]:
    """The server answers with another address."""
    return _("Redirected"), _(
        "The server redirects, and Brim does not follow. Sign in to this network, or check the API URL."
    )


def unknown_account() -> str:
    """The label of an account of which nothing is known."""
    return _("unknown account")


def no_incident_name() -> str:
    """The title of an incident that has none."""
    return _("unnamed incident")


def time_not_kept(folder: Path | None) -> tuple[str, str]:
    """A command sends no request, because it cannot write down when it did."""
    if folder is None:
        step = _("Make the data folder writable for you, or set BRIM_STATE_DIR to a folder that is.")
    else:
        step = _("Make {folder} writable for you, or set BRIM_STATE_DIR to a folder that is.", folder=folder)
    return _("No request sent"), _(
        "Brim cannot record the time of its requests, and would send too many. {next_step}", next_step=step
    )


def refreshed_too_soon(asked_at: datetime, possible_from: datetime, now: datetime) -> Problem:
    """A person wants a refresh sooner than requests may follow each other."""
    return Problem(
        _("Not refreshed"),
        _(
            "The last request was {duration} ago; you can refresh again from {clock}.",
            duration=formatting.duration_text((now - asked_at).total_seconds()),
            clock=formatting.precise_clock_text(possible_from),
        ),
    )


def _no_answer_title() -> str:
    return _("No response in time")


def _unexpected(status: int | None = None) -> str:
    if status is None:
        return _("Unexpected response")
    return _("Unexpected status {status}", status=status)
