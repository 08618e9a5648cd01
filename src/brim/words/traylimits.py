"""What the tray says about limits: rows of the menu, lines of the tooltip, and the one-line title.

A percentage is shown as `used` or `left`, as the user has set it. All functions are pure. This module must not know
when a row or a line is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.words import forecast, formatting
from brim.words.extrausage import money_line
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.usage import Spend, Window

MOST_LETTERS = 46
"""The longest label of the menu."""
_LEAST_NAME_LETTERS = 14
"""Of the name of an account, beside a limit with a long name."""
_COUNTED_DOWN = timedelta(days=1)
"""From so long before it on, a menu that opens shows how long a reset is away."""


def shortened(text: str, letters: int = MOST_LETTERS) -> str:
    """A text of at most so many letters; `…` is in the place of what is left out."""
    return text if len(text) <= letters else f"{text[: max(0, letters - 1)].rstrip()}…"


def shortened_name(name: str, letters: int = MOST_LETTERS) -> str:
    """A name of at most so many letters: what is left out is within it, because names that begin alike end apart."""
    end = letters // 2
    if len(name) <= letters or not end:
        return shortened(name, letters)
    return f"{name[: letters - end - 1].rstrip()}…{name[-end:].lstrip()}"


def with_limit_name(label: str, text: str, letters: int = MOST_LETTERS) -> str:
    """A text with the name of its limit before it; a name that is too long for the row is shortened, the text stays."""
    room = letters - len(text) - len(": ")
    if room <= 0:
        return shortened(text, letters)
    return _("{limit}: {text}", limit=shortened_name(label, room), text=text)


def limit_of_account(name: str, label: str) -> str:
    """A limit of one account among several: `<product> · Week`; without a name of an account the limit alone."""
    return _("{account} · {limit}", account=name, limit=label) if name else label


def limit_row(window: Window, show: IconShow, now: datetime, *, durations: bool) -> str:
    """`Week 18% used · resets Sun 05:35`; with `durations` and on the last day `resets in 2 h 50 min`.

    Where that is too long, the time of the reset becomes shorter before the name does.
    """
    resets = [
        resets_in(window, now) if durations else None,
        formatting.reset_text(window, now),
        formatting.passed_reset_text(window, now),  # not that nothing was updated since
    ]
    known = [text for text in resets if text is not None]
    rows = [_limit_text(window, show, text) for text in known]
    fitting = next((row for row in rows if len(row) <= MOST_LETTERS), None)
    if fitting is not None:
        return fitting
    room = MOST_LETTERS - (len(rows[-1]) - len(window.label))
    return _limit_text(replace(window, label=shortened_name(window.label, max(1, room))), show, known[-1])


def limit_line(window: Window, show: IconShow, now: datetime) -> str:
    """`Week 18% used · resets Sun 05:35`: one line of the tooltip."""
    return _limit_text(window, show, formatting.reset_text(window, now))


def line_of_account(name: str, window: Window, show: IconShow, now: datetime, letters: int) -> str:
    """`<product>: Week 92% used · resets 14:00`: a limit of one account among several, in at most so many letters.

    The time of the reset gives way to the names of the limit and the account, and these to how much is used.
    """
    line = limit_line(window, show, now)
    if window.percent is not None and len(_("{limit}: {text}", limit=name, text=line)) > letters:
        line = limit_usage(window, show, room_beside(name, letters))
    return with_limit_name(name, line, letters)


def room_beside(name: str, letters: int) -> int:
    """The letters for a text behind the name of an account, which may be shortened to the beginning and the end."""
    return letters - len(_("{limit}: {text}", limit=name[:_LEAST_NAME_LETTERS], text=""))


def limit_usage(window: Window, show: IconShow, letters: int) -> str:
    """`Week 18% used`, of a limit with a percentage: where there is no room for its reset. Its name is shortened."""
    usage = formatting.usage_text(window, show)
    label = shortened_name(window.label, max(1, letters - len(_("{limit} {usage}", limit="", usage=usage))))
    return _("{limit} {usage}", limit=label, usage=usage)


def _limit_text(window: Window, show: IconShow, resets: str) -> str:
    if window.percent is None:
        text = formatting.refused_and_resets(resets) if window.refused else resets
        return _("{limit}: {text}", limit=window.label, text=text)
    usage = formatting.usage_text(window, show)
    return _("{limit} {usage} · {resets}", limit=window.label, usage=usage, resets=resets)


def limit_title(window: Window, show: IconShow, now: datetime) -> str:
    """The same for the title: `Week 18% used, resets Sun 05:35`."""
    return formatting.window_text(window, now, show)


def extra_usage_row(spend: Spend) -> str:
    """`Extra usage: $18.02 of $300`."""
    if not spend.beyond_plan:
        return shortened(money_line(spend))
    return shortened(_("Extra usage: {amount}", amount=formatting.money_text(spend)))


def forecast_row(view: AccountView, now: datetime, name: str = "") -> str | None:
    """The one sentence about the future: which limit runs out and when, or that the shown one lasts; None if unknown.

    The limit in the icon comes first, then the others in their order. `name` is that of the account among several.
    """
    shown = view.shown_window
    limits = sorted(view.windows, key=lambda window: window is not shown)
    for window in limits:
        if (sentence := forecast.run_out_sentence(window, now)) is not None:
            return _forecast(name, window, sentence, shown=window is shown)
    outlook = shown.forecast if shown is not None else None
    running = shown is not None and shown.resets_at is not None and shown.resets_at > now
    if outlook is None or not running or not outlook.enough_data or (outlook.chance or 0.0) >= forecast.LIKELY:
        return None
    lasts = forecast.lasts_until_reset(rough=outlook.rough)
    return _forecast(name, shown, lasts, shown=True) if name and shown is not None else lasts


def _forecast(name: str, window: Window, sentence: str, *, shown: bool) -> str:
    """A sentence about a limit with its name and that of its account; one of the names alone where both do not fit.

    The shown limit is seen above, so its account stays.
    """
    both = limit_of_account(name, window.label)
    if len(_("{limit}: {text}", limit=both, text=sentence)) > MOST_LETTERS:
        both = name if name and shown else window.label
    return with_limit_name(both, sentence)


def resets_in(window: Window, now: datetime) -> str | None:
    """`resets in 2 h 50 min` on the last day before a reset; None before that, and after it."""
    if window.resets_at is None or not now < window.resets_at <= now + _COUNTED_DOWN:
        return None
    return _("resets in {duration}", duration=formatting.duration_text((window.resets_at - now).total_seconds()))
