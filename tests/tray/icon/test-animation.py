"""When the icon's reading animation runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.icon.animation import DELAY_SECONDS, STEP_SECONDS, STEPS, ReadingAnimation

if TYPE_CHECKING:
    from collections.abc import Callable


class ManualTimer:
    """A timer whose calls run when the test asks for it, and the animation that it drives."""

    def __init__(self) -> None:
        """No call is due."""
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.drawn: list[int | None] = []
        self.animation = ReadingAnimation(self.call_later, lambda: self.drawn.append(self.animation.step))

    def call_later(self, seconds: float, work: Callable[[], None]) -> Callable[[], object]:
        """Record a call that is due."""
        entry = (seconds, work)
        self.due.append(entry)

        def cancel() -> None:
            if entry in self.due:
                self.due.remove(entry)

        return cancel

    def run(self) -> float:
        """Run all due calls and those that they schedule; returns the seconds that they waited."""
        passed = 0.0
        while self.due:
            seconds, work = self.due.pop(0)
            passed += seconds
            work()
        return passed


def test_the_animation_runs_once_and_stops() -> None:
    """Eight steps within 1.2 seconds, however long the reading takes; then no timer is left."""
    timer = ManualTimer()
    timer.animation.update(reading=True)

    passed = timer.run()

    assert [*range(STEPS), None] == timer.drawn
    assert passed <= 1.2
    assert passed == DELAY_SECONDS + STEPS * STEP_SECONDS


def test_a_repeated_update_does_not_restart_the_animation() -> None:
    """One reading has one round."""
    timer = ManualTimer()
    for _ in range(3):
        timer.animation.update(reading=True)
        timer.run()

    assert len(timer.drawn) == STEPS + 1


def test_a_short_reading_shows_no_animation() -> None:
    """A reading that ends within the delay redraws nothing."""
    timer = ManualTimer()
    timer.animation.update(reading=True)
    timer.animation.update(reading=False)
    timer.animation.update(reading=False)

    assert timer.run() == 0.0
    assert timer.drawn == []


def test_the_animation_ends_with_the_reading() -> None:
    """Nothing is drawn afterwards, even when a timer fires that was cancelled too late."""
    timer = ManualTimer()
    timer.animation.update(reading=True)
    timer.due.pop(0)[1]()
    late = timer.due[0][1]

    timer.animation.update(reading=False)
    late()

    assert (timer.animation.step, timer.due, timer.drawn) == (None, [], [0])


def test_each_reading_has_its_own_round() -> None:
    """The next reading starts the animation again."""
    timer = ManualTimer()
    for reading in (True, False, True):
        timer.animation.update(reading=reading)
        timer.run()

    assert len(timer.drawn) == 2 * (STEPS + 1)
