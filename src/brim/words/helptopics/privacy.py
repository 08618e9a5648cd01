"""The topics `privacy` and `network`: what Brim reads, sends and writes, and how politely.

This module must not know how a request is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import updates
from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.words.helptopics.page import Page
    from brim.words.helptopics.providerhelp import ProviderHelp


def privacy(providers: Sequence[ProviderHelp]) -> Page:
    """What is read, sent and written, and how to turn requests off."""
    return (
        Heading(_("Reads")),
        Columns(
            (*((provider.product, provider.reads) for provider in providers), (updates.heading(), updates.reads()))
        ),
        Paragraph(
            _(
                "Brim never renews, writes, copies or logs a token or a key: the programs that own a login renew it "
                "themselves."
            )
        ),
        *_sends(providers),
        Heading(_("Runs")),
        Columns(tuple((provider.product, provider.runs) for provider in providers if provider.runs)),
        *_writes(),
    )


def _sends(providers: Sequence[ProviderHelp]) -> Page:
    return (
        Heading(_("Sends")),
        Columns(
            (
                *((provider.product, provider.sends) for provider in providers),
                (_("hooks"), _("the webhooks in your own settings; see `brim help hooks` and `brim help phones`")),
                (updates.heading(), updates.sends()),
                (_("metrics"), _("to the receiver in your own settings, if there is one; see `brim help metrics`")),
            )
        ),
        Paragraph(
            _(
                "Nothing else is sent, and each request as brim/<version>. Some of these endpoints are not documented: "
                "they may change, and whether other programs may use them is for their vendors to say. To send no "
                "requests to one provider, turn that off in the menu's Settings, or:"
            )
        ),
        Example((f"[{providers[0].name}]", "network = false")),
    )


def _writes() -> Page:
    return (
        Heading(_("Serves")),
        Paragraph(
            _(
                "The details page, only once you open it: on 127.0.0.1, to your own programs, by an address that works "
                "once. Its process opens no login, and ends with the tray or 15 minutes after you last looked at it."
            )
        ),
        Heading(_("Writes")),
        Paragraph(
            _(
                "Only into its own folders (see `brim help files`), readable by you alone. The exceptions are yours: "
                "`brim statusline install` changes Claude Code's settings.json after asking, Start at login leaves one "
                "entry where your desktop expects it, `brim launcher on` puts launcher, icon, manual, completions and, "
                "for an unpacked folder, the command `brim` where desktop and shells look for them (the tray renews "
                "them after an upgrade), `brim history export` and `brim details --html` write the file that you name, "
                "and so does `metrics.textfile`, for other users to read."
            )
        ),
    )


def network() -> Page:
    """How often requests are sent, what stops them, proxies and certificates."""
    return (
        Paragraph(
            _(
                "An account allows only so many usage requests an hour, for all programs together. Brim stays well "
                "below, each provider may ask for longer intervals than these, and `brim doctor` shows how many "
                "requests it sent."
            )
        ),
        Columns(
            (
                (_("in use"), _("every 5 minutes (poll.interval)")),
                (_("idle"), _("every 15 minutes (poll.quiet)")),
                (_("locked or away"), _("every 30 minutes (poll.away)")),
                (_("low battery"), _("half as often")),
                (_("asleep or offline"), _("never")),
                (_("Refresh"), _("at once, but at most once a minute")),
                (
                    _("rate limited"),
                    _("not before the time that the provider names (up to 24 hours), also after a restart"),
                ),
            )
        ),
        Paragraph(
            _(
                "The tray, the commands and scripts share one result and one wait, so running `brim status` often "
                "sends nothing more."
            )
        ),
        Heading(_("Proxy and certificates")),
        Paragraph(
            _(
                "HTTPS_PROXY, ALL_PROXY and NO_PROXY are used, on Windows and macOS also the system's proxy. NO_PROXY "
                "takes names, addresses and networks, with or without a port; requests to this machine never use a "
                "proxy. A SOCKS proxy needs the package "
                "brim[socks]. Certificates are trusted as the system trusts them."
            )
        ),
    )
