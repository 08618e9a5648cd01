"""The topics `alerts` and `hooks`: when Brim notifies you, and how your own programs hear of it.

This module must not know how a rule decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.alert import Rule
from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.notifications import rule_label
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def alerts() -> Page:
    """The rules, what holds notifications back, and how to set them."""
    return (
        Paragraph(
            _("Brim notifies you when one of these rules applies. Each notification comes once, also across restarts.")
        ),
        Columns(tuple((rule, rule_label(rule)) for rule in Rule)),
        Paragraph(
            _(
                "Turn a rule off in the menu or with its setting, such as `alerts.back = false`. `brim alerts` lists "
                "which rules are on, `brim alerts test limit` shows an example, and `brim alerts log` says why each "
                "notification was or was not sent."
            )
        ),
        Heading(_("When notifications wait")),
        Paragraph(
            _(
                "Nothing is shown during quiet hours, while you snooze alerts in the menu, and while a window is in "
                "full screen. Afterwards one notification summarizes what still applies."
            )
        ),
        Heading(_("In brim.toml")),
        Example(
            (
                "[alerts]",
                "thresholds = [75, 90, 100]",
                "spend_amounts = [10, 25]",
                'quiet_hours = "22:00-07:00"',
                "",
                "[alerts.limits]",
                '"weekly_*" = [50, 80, 95, 100]',
                '"weekly_scoped:Sonnet" = []',
            )
        ),
        Paragraph(
            _(
                "Limits are called session, weekly_all, or weekly_scoped:Fable for the week of one model; * matches "
                "any letters. An empty list turns the thresholds of a limit off. `brim help settings` lists "
                "everything that can be set, and `brim help hooks` explains how to run a program on an alert."
            )
        ),
    )


def hooks() -> Page:
    """Commands and webhooks for each event."""
    return (
        Paragraph(
            _(
                "A hook is a command or a URL that receives an event when its notification is sent. Events are named "
                "like the rules of `brim alerts`; all stands for every event. For messages on your phone or in a "
                "chat see `brim help phones`. In brim.toml:"
            )
        ),
        Example(
            (
                "[hooks.command]",
                'limit = "~/bin/on-limit"',
                "",
                "[hooks.webhook]",
                'all = "https://example.com/hook"',
            )
        ),
        Paragraph(_("A command receives the event as one JSON object on standard input, a URL as the body of a POST:")),
        _event_fields(),
        Paragraph(
            _(
                "An attempt may take `hooks.seconds` (10); two more follow after 5 and 30 seconds, and a final failure "
                "is a line in the log. Hooks get no token, key or webhook from Brim's environment. "
                "`brim alerts test limit --hooks` runs those of a rule once, with invented values, and prints what "
                "came back."
            )
        ),
    )


def _event_fields() -> Columns:
    """What the JSON of an event holds."""
    return Columns(
        (
            ("schema", _("1; it changes only with an incompatible change")),
            ("event", ", ".join(Rule)),
            ("at", _("when the notification was sent, in UTC")),
            (
                "account",
                _("an object with id, label, name (with the provider, where several are shown) and provider"),
            ),
            ("window", _("the limit, such as session or weekly_all; else `login`, `reading` or `cost`")),
            ("percent", _("percent used, or null")),
            ("refused", _("whether the vendor refuses now, whatever the percentage says")),
            ("resets_at", _("when the limit resets, or null")),
            ("title, text", _("the notification")),
        )
    )
