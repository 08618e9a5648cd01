"""The wheel over the icon: steps of hosts of every kind, bursts, and the limits that they step through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import ChangeSetting
from brim.tray.linux.quirks import steps_down
from brim.tray.linux.wheel import Wheel, next_pin
from brim.tray.menu.row import Row, RowKind

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(("delta", "steps"), [(1, 1.0), (-3, -3.0), (120, -1.0), (-240, 2.0), (30, -0.25), (0, 0.0)])
def test_what_hosts_send(delta: int, steps: float) -> None:
    """Small numbers count steps, down being positive; large ones are parts of 120, up being positive."""
    assert steps == steps_down(delta)


class Timer:
    """A clock that rings when it is told to."""

    def __init__(self) -> None:
        """Nothing is due."""
        self.due: list[Callable[[], None]] = []

    def __call__(self, _seconds: float, work: Callable[[], None], /) -> Callable[[], object]:
        """Remember what is to be done."""
        self.due.append(work)
        return self.due.clear

    def ring(self) -> None:
        """Do it."""
        due, self.due = self.due, []
        for work in due:
            work()


@pytest.mark.parametrize(
    ("turns", "expected"),
    [([1.0], [1]), ([-1.0], [-1]), ([1.0] * 9, [1]), ([0.25] * 3, []), ([0.25] * 4, [1]), ([1.0, -1.0], [])],
)
def test_a_burst_is_one_step(turns: list[float], expected: list[int]) -> None:
    """What is turned in one burst is one step at most, in the direction of its sum."""
    steps: list[int] = []
    timer = Timer()
    wheel = Wheel(timer, steps.append)

    for turn in turns:
        wheel.turn(turn)
    timer.ring()

    assert expected == steps


def test_parts_of_a_step_add_up() -> None:
    """A slow touchpad comes to a step too."""
    steps: list[int] = []
    timer = Timer()
    wheel = Wheel(timer, steps.append)

    for _ in range(4):
        wheel.turn(0.25)
        timer.ring()

    assert [1] == steps


def rows(pinned: int | None, *, enabled: bool = True) -> tuple[Row, ...]:
    """A menu with three limits that can be pinned."""
    children = tuple(
        Row(
            f"pin-{place}",
            kind=RowKind.RADIO,
            enabled=enabled,
            checked=place == pinned,
            command=ChangeSetting("k", str(place)),
        )
        for place in range(3)
    )
    return (Row("other"), Row("pinned", kind=RowKind.SUBMENU, children=children))


@pytest.mark.parametrize(("pinned", "by", "expected"), [(0, 1, "1"), (2, 1, "0"), (0, -1, "2"), (1, -1, "0")])
def test_the_limit_beside(pinned: int, by: int, expected: str) -> None:
    """The steps go through the limits in the order of the menu, round and round."""
    assert ChangeSetting("k", expected) == next_pin(rows(pinned), by)


def test_nothing_to_step_through() -> None:
    """Without limits, without a pinned one, or where something else decides, a step does nothing."""
    assert [None] * 3 == [next_pin(made, 1) for made in ((), rows(None), rows(0, enabled=False))]
