"""The text of notifications. This module must not know when one is due, or how it is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from brim.model.alert import AlertButton, Rule
from brim.model.level import Level
from brim.words import costs, forecast, formatting, joining, vendors
from brim.words.money import amount_text
from brim.words.notificationtitles import as_sentence, with_limit
from brim.words.translation import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.model.account import AccountView, Problem
    from brim.model.options import IconShow
    from brim.model.usage import Spend, Window
    from brim.model.vendor import Vendor

_MAX_LINES = 4
"""Lines of a notification about several limits."""


def button_labels() -> dict[AlertButton, str]:
    """The labels of the buttons."""
    return {
        AlertButton.REFRESH: _("Refresh"),
        AlertButton.OPEN: _("Details"),
        AlertButton.SNOOZE: _("Snooze 1 h"),
        AlertButton.QUIT: _("Quit Brim"),
    }


_RULES = {
    Rule.LIMIT: N_("A limit reaches a threshold"),
    Rule.PACE: N_("On pace to run out before the reset"),
    Rule.RESET: N_("A busy limit has reset"),
    Rule.SPEND: N_("Extra usage starts or passes an amount"),
    Rule.COST: N_("A day's list price passes an amount"),
    Rule.LOGIN: N_("Login expires soon"),
    Rule.LOST: N_("No data for a while"),
    Rule.BACK: N_("Connection restored"),
}


def rule_label(rule: Rule) -> str:
    """What a rule announces, for the menu and `brim alerts`."""
    return _(_RULES[rule])


def several_title(limits: int, *, all_high: bool) -> str:
    """The title of one notification about several limits, each of which is a line of its body."""
    if all_high:
        return ngettext("{count} limit is high", "{count} limits are high", limits)
    return ngettext("{count} update on your limits", "{count} updates on your limits", limits)


def several_accounts_title(accounts: int) -> str:
    """The title of one notification about limits of several accounts, each of which is a line of its body."""
    return ngettext("Limits of {count} account", "Limits of {count} accounts", accounts)


def several_body(lines: Sequence[str]) -> str:
    """A line for each limit or account; what does not fit is counted."""
    if len(lines) <= _MAX_LINES:
        return "\n".join(lines)
    more = len(lines) - _MAX_LINES + 1
    return "\n".join((*lines[: _MAX_LINES - 1], ngettext("and {count} more", "and {count} more", more)))


def usage_title(label: str, percent: float, show: IconShow) -> str:
    """`Fable (week): 78% used`, for a limit that has reached a threshold or is on pace to run out."""
    return with_limit(N_("{limit}: {usage}"), label, usage=formatting.used_or_left_text(percent, show))


def refused_title(label: str) -> str:
    """`Week: refused by the vendor`, for a limit that refuses whatever its percentage says."""
    return with_limit(N_("{limit}: refused by the vendor"), label)


def refused_text(window: Window, now: datetime, show: IconShow) -> str:
    """What follows: `25% used. Resets Sun 05:35.`."""
    resets = as_sentence(formatting.reset_text(window, now))
    if window.percent is None:
        return resets
    return _("{usage}. {resets}", usage=formatting.used_or_left_text(window.percent, show), resets=resets)


def refused_line(window: Window, now: datetime, show: IconShow) -> str:
    """One refused limit among several: `Week: 25% used, refused by the vendor now, resets Sun 05:35`."""
    if window.percent is None:
        return formatting.window_text(window, now, show)
    when = formatting.refused_and_resets(formatting.reset_text(window, now))
    return usage_line(window.label, window.percent, when, show)


def usage_line(label: str, percent: float, when: str, show: IconShow) -> str:
    """One limit among several: `Fable (week): 78% used, resets Sun 05:35`."""
    return _("{limit}: {usage}, {when}", limit=label, usage=formatting.used_or_left_text(percent, show), when=when)


def usage_text(window: Window, now: datetime) -> str:
    """What follows for a limit: `On pace to run out Thu evening. Resets Sun 05:35.`."""
    resets = as_sentence(formatting.reset_text(window, now))
    if window.level is Level.EXHAUSTED:
        return _("Limit reached. {resets}", resets=resets)
    if window.level is Level.PAYING:
        return _("Limit reached, using extra usage. {resets}", resets=resets)
    run_out = forecast.run_out_sentence(window, now)
    return resets if run_out is None else _("{run_out}. {resets}", run_out=run_out, resets=resets)


def spend_text(spend: Spend) -> str:
    """How much extra usage has been spent."""
    return _("{amount} spent.", amount=formatting.money_text(spend))


def event_line(title: str, text: str) -> str:
    """An event as a line among several: `Session has reset: 2% used, resets 19:00`."""
    return _("{title}: {text}", title=title, text=text.rstrip("."))


def window_reset(window: Window, now: datetime, show: IconShow) -> tuple[str, str]:
    """A window has been reset, perhaps before its time: title and text."""
    state = _after_reset(window, now, show)
    if window.early_reset is None:
        return with_limit(N_("{limit} has reset"), window.label), as_sentence(state)
    since = formatting.at_clock_text(window.early_reset.at, now)
    before = formatting.used_or_left_text(window.early_reset.before.percent, show)
    return with_limit(N_("{limit} was reset early"), window.label), _(
        "It had {before} until the reset {since}. Now {state}.", before=before, since=since, state=state
    )


def _after_reset(window: Window, now: datetime, show: IconShow) -> str:
    """`2% used, resets 19:00`; `not used yet` for a window that has not started."""
    resets = formatting.reset_text(window, now)
    if window.percent is not None:
        usage = formatting.used_or_left_text(window.percent, show)
        return _("{usage}, {resets}", usage=usage, resets=resets)
    if window.resets_at is None:
        return _("not used yet")
    return _("not used yet, {resets}", resets=resets)


def spend_started(spend: Spend) -> tuple[str, str]:
    """Extra usage starts to be spent: title and text."""
    return _("Extra usage has started"), _spent_so_far(spend)


def spend_passed_amount(spend: Spend, amount: Decimal) -> tuple[str, str]:
    """Extra usage, or what is spent where there is no plan, has passed an amount: title and text."""
    passed = amount_text(amount, spend.currency)
    if spend.beyond_plan:
        return _("Extra usage has passed {amount}", amount=passed), _spent_so_far(spend)
    return _("Spending has passed {amount}", amount=passed), _spent_so_far(spend)


def _spent_so_far(spend: Spend) -> str:
    without_cap = spend.used is not None and spend.limit is None
    amount = amount_text(spend.used, spend.currency) if without_cap and spend.used else formatting.money_text(spend)
    return _("{amount} spent so far.", amount=amount)


def day_passed_cost(amount: float, cost: float) -> tuple[str, str]:
    """Today's list price has passed an amount: title and text."""
    title = _("Today has passed {amount}", amount=amount_text(Decimal(str(amount)), "USD"))
    return title, _("{cost} so far, at list price; it is not money spent.", cost=costs.cost_text(cost))


def login_ending(vendor: Vendor, ends_at: datetime, now: datetime) -> tuple[str, str]:
    """The login ends soon: title and text."""
    when = formatting.clock_text(ends_at, now)
    title = _("API key expires {when}", when=when) if vendor.by_key else _("Login expires {when}", when=when)
    return title, vendors.sign_in_again(vendor)


def readings_missing(problem: Problem | None, since: datetime, now: datetime) -> tuple[str, str]:
    """No update has succeeded for a long time: title and text."""
    title = _("No data for {duration}", duration=formatting.duration_text((now - since).total_seconds()))
    if problem is None:
        return title, _("Run `brim doctor` to see why.")
    return title, joining.sentences(as_sentence(problem.title), _next_step(problem.message))


def _next_step(message: str) -> str:
    """The sentence of a problem's message that says what to do: the cause is before it, that Brim retries after it."""
    steps = [step for step in joining.split_sentences(message) if step != _("Brim retries automatically.")]
    return next(iter(steps[1:] or steps), message)


def readings_back(view: AccountView, now: datetime, show: IconShow) -> tuple[str, str]:
    """Updates succeed again: title and text."""
    window = view.headline_window
    title = _("Connection restored")
    if window is None:
        return title, _("Your usage is up to date.")
    return title, f"{formatting.window_text(window, now, show)}."


def unusable_setting_title() -> str:
    """The title of the notification about a setting with an invalid value."""
    return _("A setting cannot be used")


def refresh_blocked(next_read: str, vendor: Vendor) -> tuple[str, str]:
    """The answer to a click on Refresh during a rate limit: title and text."""
    return _("Rate limited"), _(
        "{company} limits how often usage can be fetched. Next update at {time}.",
        company=vendors.company(vendor),
        time=next_read,
    )


def refresh_too_soon(*, succeeded: bool, seconds_ago: float | None, possible_at: str) -> tuple[str, str]:
    """The answer to a click on Refresh soon after the last attempt; `possible_at` is empty when that is now."""
    if possible_at:
        body = _("You can refresh again at {time}.", time=possible_at)
    else:
        body = _("Click Refresh to update again.")
    if seconds_ago is None:
        return _("Updated just now") if succeeded else _("Last attempt just now"), body
    age = formatting.duration_text(seconds_ago)
    return _("Updated {age} ago", age=age) if succeeded else _("Last attempt {age} ago", age=age), body


def preview_result(*, shown: bool) -> str:
    """The output of `brim alerts test`."""
    return _("Notification sent.") if shown else _("The desktop did not show the notification.")


def no_notification_daemon() -> str:
    """What to do where no program shows notifications."""
    return _("Start a notification daemon; `brim doctor` shows what this desktop offers.")


def no_alerts_yet() -> str:
    """The output of `brim alerts log` before the first alert."""
    return _("No alerts yet.")


def quiet_hours_line(hours: str | None) -> str:
    """The line of `brim alerts` about the quiet hours."""
    return _("Quiet hours: {hours}", hours=hours) if hours else _("Quiet hours: none")
