"""The icon values of a snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.model.account import Health
from brim.model.forecast import Forecast
from brim.model.level import Level
from brim.model.options import IconScheme, IconShow, IconStyle, Option
from brim.tray.icon import fromsnapshot
from brim.tray.icon.iconspec import Appearance, GaugeSpec, IconSpec, StateMark
from brim.tray.menu.tooltip import title
from brim.tray.menu.trayview import tray_view
from tests.support.samples import BLOCKED_PROBLEM, NOW, RESET, account_view, extra_usage, snapshot, week, window

if TYPE_CHECKING:
    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot

PACE = 40
"""At 11:02 of a session from 9:00 to 14:00."""


def _number(shown: Snapshot) -> IconSpec:
    """The icon without its bars and without the time until the reset."""
    return replace(fromsnapshot.icon_spec(shown, NOW), gauges=(), text=None)


def test_the_icon_shows_the_headline_floored() -> None:
    """99.9 percent is not drawn as 100: only a limit that is reached is 100."""
    shown = _number(snapshot(account_view(window(99.9, Level.CRITICAL))))

    assert IconSpec(99, Level.CRITICAL, pace=PACE) == shown


def test_more_than_the_limit_is_drawn_as_the_limit() -> None:
    """The icon has space for three digits."""
    assert IconSpec(100, Level.EXHAUSTED, pace=PACE) == _number(snapshot(account_view(window(112.0, Level.EXHAUSTED))))


@pytest.mark.parametrize(
    ("health", "mark"),
    [
        (Health.OK, StateMark.NONE),
        (Health.STALE, StateMark.STALE),
        (Health.EXPIRED, StateMark.STALE),
        (Health.NO_SCOPE, StateMark.STALE),
        (Health.ERROR, StateMark.STALE),
        (Health.BLOCKED, StateMark.BLOCKED),
        (Health.OFFLINE, StateMark.OFFLINE),
    ],
)
def test_a_failed_read_leaves_the_number_and_marks_it(health: Health, mark: StateMark) -> None:
    """The last number stays, dimmed, and is never drawn as 0."""
    shown = _number(
        snapshot(account_view(window(41.0), health=health, problem=BLOCKED_PROBLEM, stale=health != Health.OK))
    )

    assert IconSpec(41, Level.CALM, mark, pace=PACE) == shown
    assert (mark is not StateMark.NONE) == shown.dimmed


@pytest.mark.parametrize("health", [Health.EXPIRED, Health.NO_SCOPE, Health.SIGNED_OUT])
def test_without_login_and_number_the_icon_shows_signed_out(health: Health) -> None:
    """A person who must sign in sees it at once."""
    assert IconSpec(None, mark=StateMark.SIGNED_OUT) == _number(
        snapshot(account_view(health=health, problem=BLOCKED_PROBLEM))
    )


def test_an_unconfirmed_number_is_marked() -> None:
    """An unconfirmed figure does not look like a confirmed one."""
    shown = _number(snapshot(account_view(window(100.0, Level.EXHAUSTED, confirmed=False))))

    assert IconSpec(100, Level.EXHAUSTED, StateMark.UNCONFIRMED, pace=PACE) == shown


def test_a_plan_without_windows_shows_its_spend() -> None:
    """A usage-based plan has one figure: its money."""
    shown = snapshot(account_view(spend=extra_usage()))

    assert IconSpec(6, Level.CALM) == _number(shown)
    assert title(shown, NOW) == "Brim: extra usage 6% used"


def test_the_most_urgent_account_is_shown() -> None:
    """With several accounts the icon shows the one nearest its limit."""
    calm, urgent = account_view(window(10.0)), account_view(window(92.0, Level.CRITICAL))

    assert IconSpec(92, Level.CRITICAL, pace=PACE) == _number(snapshot(calm, urgent))


def test_a_fresh_figure_is_not_dimmed_by_a_failed_read() -> None:
    """A figure that the statusline has just reported is not dimmed while the login waits to be renewed."""
    shown = _number(snapshot(account_view(window(41.0), health=Health.EXPIRED, problem=BLOCKED_PROBLEM, stale=False)))

    assert IconSpec(41, Level.CALM, pace=PACE) == shown


def _icon_options(**values: str | bool) -> tuple[Option, ...]:
    return tuple(Option(f"icon.{name}", value) for name, value in values.items())


def test_a_pinned_window_is_shown() -> None:
    """With a window pinned the icon shows that window and its level, although another is fuller."""
    full = replace(account_view(window(89.0, Level.WARN), week()), pinned="weekly_all")

    assert IconSpec(18, Level.CALM, pace=45) == _number(snapshot(full))
    assert IconSpec(89, Level.WARN, pace=PACE) == _number(snapshot(replace(full, pinned="auto")))


@pytest.mark.parametrize(
    ("percent", "level"), [(90.0, Level.CRITICAL), (100.0, Level.EXHAUSTED), (100.0, Level.PAYING)]
)
def test_an_alarming_limit_is_shown_in_place_of_a_pinned_one(percent: float, level: Level) -> None:
    """From critical on the pressing limit is in icon, title and tooltip alike, and nothing says that it was pinned."""
    shown = snapshot(replace(account_view(window(percent, level), week()), pinned="weekly_all"))
    view = tray_view(shown, NOW)

    assert (view.icon.percent, view.icon.level) == (percent, level)
    assert f"Session {percent:.0f}% used" in view.title
    assert view.tooltip.startswith(f"Session {percent:.0f}% used")
    assert not shown.accounts[0].shows_pin


def test_a_pinned_window_that_is_gone_does_not_empty_the_icon() -> None:
    """The headline window is shown instead."""
    shown = snapshot(replace(account_view(window(41.0)), pinned="weekly_scoped:Fable"))

    assert IconSpec(41, Level.CALM, pace=PACE) == _number(shown)


def test_a_peek_shows_the_other_limit_and_leaves_the_menu_as_it_is() -> None:
    """Icon, text beside it, title and tooltip show the peeked limit, also beside an alarming one; no row changes."""
    usual = replace(
        snapshot(account_view(window(92.0, Level.CRITICAL), week())), options=_icon_options(text=True, show="used")
    )
    peeking = replace(usual, accounts=(replace(usual.accounts[0], peeked="weekly_all"),))
    view, shown = tray_view(usual, NOW), tray_view(usual, NOW, peeking=peeking)

    assert (shown.icon.percent, shown.icon.level, shown.label) == (18, Level.CALM, "18%")
    assert "Week, all models 18% used" in shown.title
    assert shown.tooltip.startswith("Week, all models 18% used")
    assert view.rows == shown.rows


def test_the_options_reach_the_icon() -> None:
    """Style, scheme, and whether the used or the remaining part is shown."""
    options = _icon_options(style="ring", scheme="light", show="remaining", text=False)
    shown = _number(replace(snapshot(account_view(window())), options=options))

    expected = IconSpec(
        41, Level.CALM, style=IconStyle.RING, scheme=IconScheme.LIGHT, show=IconShow.REMAINING, pace=PACE
    )
    assert expected == shown


def test_session_and_the_fullest_other_limit_are_the_bars() -> None:
    """The session is above; below it the fullest other limit; each has its own level and pace."""
    scoped = replace(week(61.0, Level.WATCH), id="weekly_scoped:Fable", kind="weekly_scoped")
    session = GaugeSpec(92, Level.CRITICAL, PACE, numbered=True)
    two = fromsnapshot.icon_spec(snapshot(account_view(window(92.0, Level.CRITICAL), week())), NOW)
    three = fromsnapshot.icon_spec(snapshot(account_view(window(92.0, Level.CRITICAL), week(), scoped)), NOW)

    assert (session, GaugeSpec(18, Level.CALM, 45)) == two.gauges
    assert (session, GaugeSpec(61, Level.WATCH, 45)) == three.gauges


def test_the_limit_of_the_number_is_one_of_the_bars() -> None:
    """A pinned limit has its bar although another one is fuller, and that bar is marked as the number's."""
    scoped = replace(week(61.0, Level.WATCH), id="weekly_scoped:Fable", kind="weekly_scoped")
    view = replace(account_view(window(30.0), week(), scoped), pinned="weekly_all")
    pinned = fromsnapshot.icon_spec(snapshot(view), NOW)

    assert 18 == pinned.percent
    assert (GaugeSpec(30, Level.CALM, PACE), GaugeSpec(18, Level.CALM, 45, numbered=True)) == pinned.gauges


def test_without_a_session_the_week_comes_first() -> None:
    """An account without a 5-hour limit has its week above the fullest other limit, or one bar."""
    scoped = replace(week(61.0, Level.WATCH), id="weekly_scoped:Fable", kind="weekly_scoped", headline=True)
    both = fromsnapshot.icon_spec(snapshot(account_view(week(), scoped)), NOW)
    alone = fromsnapshot.icon_spec(snapshot(account_view(replace(week(), headline=True))), NOW)

    assert (GaugeSpec(18, Level.CALM, 45), GaugeSpec(61, Level.WATCH, 45, numbered=True)) == both.gauges
    assert (GaugeSpec(18, Level.CALM, 45, numbered=True),) == alone.gauges
    assert 18 == alone.percent


@pytest.mark.parametrize(
    ("left", "expected", "changes_after"),
    [
        (timedelta(days=2, hours=20), "3d", timedelta(hours=20)),
        (timedelta(hours=48), "48h", timedelta(hours=1)),
        (timedelta(hours=1, minutes=50), "2h", timedelta(minutes=50)),
        (timedelta(minutes=60), "60m", timedelta(minutes=5)),
        (timedelta(minutes=42), "45m", timedelta(minutes=2)),
        (timedelta(minutes=9, seconds=30), "10m", timedelta(seconds=30)),
        (timedelta(seconds=20), "1m", None),
    ],
)
def test_at_the_limit_the_icon_counts_down(left: timedelta, expected: str, changes_after: timedelta | None) -> None:
    """The time until the reset, rounded up, takes the place of the number; the icon says when that changes."""
    shown = snapshot(account_view(window(100.0, Level.EXHAUSTED, resets_at=NOW + left)))

    assert expected == fromsnapshot.icon_spec(shown, NOW).text
    assert (None if changes_after is None else changes_after.total_seconds()) == fromsnapshot.icon_changes_after(
        shown, NOW
    )


def test_below_the_limit_or_without_a_reset_nothing_counts_down() -> None:
    """The number stays, and no timer runs."""
    for limit in (window(99.9, Level.CRITICAL), window(100.0, Level.EXHAUSTED, resets_at=None)):
        shown = snapshot(account_view(limit))

        assert fromsnapshot.icon_spec(shown, NOW).text is None
        assert fromsnapshot.icon_changes_after(shown, NOW) is None


def test_extra_usage_shows_money() -> None:
    """While extra usage is spent, the question is money and not the reset."""
    shown = snapshot(replace(account_view(window(100.0, Level.PAYING)), level=Level.PAYING))

    assert "$" == fromsnapshot.icon_spec(shown, NOW).text
    assert fromsnapshot.icon_changes_after(shown, NOW) is None


@pytest.mark.parametrize(
    ("after", "expected"),
    [(timedelta(0), 40), (timedelta(minutes=4), 40), (timedelta(minutes=20), 45), (RESET - NOW, 100)],
)
def test_the_even_pace_moves_in_steps(after: timedelta, expected: int) -> None:
    """It shows how much of the window's time has passed, and does not move with every minute."""
    assert expected == fromsnapshot.even_pace(window(), NOW + after)


def test_the_even_pace_follows_the_hours_of_work() -> None:
    """Where the calendar names hours of work, the even pace is the part of them that has passed."""
    assert 60 == fromsnapshot.even_pace(replace(window(), forecast=Forecast(even_percent=61)), NOW)
    assert 40 == fromsnapshot.even_pace(replace(window(), forecast=Forecast(pace=1.2)), NOW)


def test_the_even_pace_is_not_guessed() -> None:
    """Without a reset, without a length, after the reset or before the window there is none."""
    windows = [
        window(resets_at=None),
        replace(window(), length_seconds=None),
        window(resets_at=NOW - timedelta(seconds=1)),
        window(resets_at=NOW + timedelta(hours=6)),
    ]

    assert [None] * 4 == [fromsnapshot.even_pace(limit, NOW) for limit in windows]


def test_the_icon_is_animated_only_while_an_account_is_read() -> None:
    """And never when the user has switched the animation off."""
    idle = snapshot(account_view(window()))
    reading = snapshot(replace(account_view(window()), being_read=True))
    switched_off = replace(reading, options=_icon_options(animate=False))

    assert [False, True, False] == [tray_view(shown, NOW).animated for shown in (idle, reading, switched_off)]
    assert tray_view(idle, NOW).icon == tray_view(reading, NOW).icon


def test_a_chosen_scheme_overrides_the_desktop() -> None:
    """The desktop's scheme counts only for `auto`."""
    desktop = Appearance(IconScheme.LIGHT)
    chosen = IconSpec(41, scheme=IconScheme.DARK)

    assert IconScheme.LIGHT == fromsnapshot.with_appearance(IconSpec(41), desktop).scheme
    assert chosen == fromsnapshot.with_appearance(chosen, desktop)


@pytest.mark.parametrize(
    ("wanted", "show", "account", "expected"),
    [
        (False, "used", account_view(window()), ""),
        (True, "used", account_view(window(41.9)), "41%"),
        (True, "remaining", account_view(window(41.9)), "59%"),
        (True, "used", account_view(window(None)), ""),
        (True, "used", replace(account_view(window()), stale=True), "(41%)"),
        (True, "used", account_view(replace(window(), confirmed=False)), "(41%)"),
    ],
)
def test_the_label_beside_the_icon(*, wanted: bool, show: str, account: AccountView, expected: str) -> None:
    """It is the icon's figure, in brackets when it is old or unconfirmed, and only when the user wants it."""
    shown = replace(snapshot(account), options=_icon_options(text=wanted, show=show))

    assert expected == tray_view(shown, NOW).label
