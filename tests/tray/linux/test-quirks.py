"""What hosts send for the wheel over the icon, and what a left click does in them."""

from __future__ import annotations

import pytest

from brim.tray.linux.quirks import (
    AYATANA,
    GNOME_SHELL,
    PLASMA,
    XAPP_WATCHER,
    label_is_tooltip,
    opens_menu_on_refusal,
    steps_down,
)


@pytest.mark.parametrize(("delta", "steps"), [(1, 1.0), (-3, -3.0), (120, -1.0), (-240, 2.0), (30, -0.25), (0, 0.0)])
def test_hosts_send_two_kinds_of_numbers(delta: int, steps: float) -> None:
    """Small numbers count steps, down is positive; large ones are parts of 120, up is positive."""
    assert steps == steps_down(delta)


@pytest.mark.parametrize(
    ("hosts", "watcher", "opens"),
    [
        ((), "", False),
        ((PLASMA,), "", True),
        ((AYATANA,), "", False),
        ((), GNOME_SHELL, True),
        ((), XAPP_WATCHER, False),
    ],
)
def test_hosts_that_open_the_menu_when_a_click_is_refused(hosts: tuple[str, ...], watcher: str, opens: bool) -> None:  # noqa: FBT001 - expected value
    """A refused click opens the menu in Plasma and GNOME; elsewhere it would do nothing."""
    assert opens_menu_on_refusal(frozenset(hosts), watcher) == opens


def test_only_xapp_shows_the_text_beside_the_icon_as_the_tooltip() -> None:
    """Where the text would take the tooltip's place, there is none."""
    assert [True, False, False] == [label_is_tooltip(name) for name in (XAPP_WATCHER, GNOME_SHELL, "")]
