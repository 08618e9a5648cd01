"""The topic `forecast`: what the values of a forecast mean, and how good they are as measured.

The measured values are those that `make bench-forecast` prints. This module must not know how a forecast is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def forecast() -> Page:
    """How a forecast is made, what it says, and how often it is right."""
    return (
        Paragraph(
            _(
                "A forecast says whether a limit will last until its reset and, if not, when you are on pace to run "
                "out. It is based on your own earlier sessions, days and weeks, because nobody works at an even pace. "
                "While there is little history it says that it is a rough estimate. After an early reset, because you "
                "used a grant or got one as a gift, forecast and history start again, and for a day the limit says so."
            )
        ),
        Columns(
            (
                (_("on pace to run out"), _("the likely time; it is as coarse as the forecast is sure")),
                (_("between ... and ..."), _("in 4 of 5 cases the limit is reached in this range")),
                (_("chance"), _("how likely the limit is reached before its reset")),
                (_("%/h"), _("how fast the percentage grows at present")),
                (_("today's budget"), _("what you can still use today, if the week is used evenly on your work days")),
            )
        ),
        Heading(_("When you work")),
        Paragraph(_("Forecasts and budgets follow your work time, if you set it in brim.toml:")),
        Example(
            (
                "[calendar]",
                'days = "mon-fri"',
                'hours = "09:00-18:00"',
                'off = ["2026-12-24..2027-01-02"]',
            )
        ),
        *_quality(),
        *_for_programs(),
    )


def _for_programs() -> Page:
    return (
        Heading(_("For programs")),
        Paragraph(
            _(
                "`brim forecast --json` prints the forecasts of your accounts. `brim forecast --stdin` answers "
                "questions about any window: each line of its input is one JSON object with these keys."
            )
        ),
        Columns(
            (
                ("now", _("the time: ISO 8601 with its offset, such as 2026-11-23T14:00:00Z")),
                ("kind", _("session, weekly_all or weekly_scoped; of others, only the length counts")),
                ("length_seconds", _("of the window, or null where its kind says it")),
                ("resets_at", _("when the window resets, or null")),
                ("readings", _("what was used so far: a list of [time, percent]")),
                ("past", _("earlier windows: a list of such lists")),
            )
        ),
        Paragraph(_("Each answer is one JSON object on a line; for an invalid question its only key is error:")),
        Columns(
            (
                ("chance", _("that the limit is reached before the reset, 0 to 1")),
                ("runs_out_at", _("an object with median, low and high, each a time or null")),
                ("pace", _("usage compared with an even pace, which is 1; or null")),
                ("rate_per_hour", _("percent an hour at present, or null")),
                ("enough", _("false while too little is known for a forecast")),
                ("sentence", _("the same in words")),
            )
        ),
    )


def _quality() -> Page:
    return (
        Heading(_("How good it is")),
        Paragraph(
            _(
                "Measured with 5760 forecasts for simulated people whose future is known, of kinds that the model was "
                "not fitted to (the width of its ranges and a correction of its chances were chosen with a look at "
                "them):"
            )
        ),
        Columns(
            (
                (_("run-out time"), _("median error 88 minutes; at an even pace it would be 218")),
                (_("range"), _("84 of 100 run-outs were inside; 80 should be")),
                (
                    _("chance"),
                    _(
                        "Brier score 0.077 (0 is perfect); an even pace has 0.152, a constant guess 0.207, the last 30 "
                        "minutes 0.257"
                    ),
                ),
                (_("without history"), _("25 to 35 percent better than the best simple rule")),
            )
        ),
        Paragraph(
            _("In Brim's source folder, `make bench-forecast` measures it again, also with your own exported history.")
        ),
    )
