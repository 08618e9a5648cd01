"""The wheel over the icon: a burst of events is one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.tray.linux.wheel import WheelScroller

if TYPE_CHECKING:
    from collections.abc import Callable


class ManualTimer:
    """Makes delayed calls when the test asks for it."""

    def __init__(self) -> None:
        """Begin without a delayed call."""
        self.calls: list[Callable[[], None]] = []

    def __call__(self, _seconds: float, function: Callable[[], None], /) -> Callable[[], object]:
        """Store a call; returns what cancels it."""
        self.calls.append(function)
        return self.calls.clear

    def fire(self) -> None:
        """Make the stored calls."""
        calls, self.calls = self.calls, []
        for function in calls:
            function()


@pytest.mark.parametrize(
    ("scrolls", "expected"),
    [([1.0], [1]), ([-1.0], [-1]), ([1.0] * 9, [1]), ([0.25] * 3, []), ([0.25] * 4, [1]), ([1.0, -1.0], [])],
)
def test_a_burst_is_one_step(scrolls: list[float], expected: list[int]) -> None:
    """The events of one burst are one step at most, in the direction of their sum."""
    steps: list[int] = []
    timer = ManualTimer()
    wheel = WheelScroller(timer, steps.append)

    for distance in scrolls:
        wheel.scroll(distance)
    timer.fire()

    assert expected == steps


def test_parts_of_a_step_add_up() -> None:
    """A slow touchpad makes a step too."""
    steps: list[int] = []
    timer = ManualTimer()
    wheel = WheelScroller(timer, steps.append)

    for _ in range(4):
        wheel.scroll(0.25)
        timer.fire()

    assert [1] == steps
