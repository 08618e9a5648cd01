"""When the icon moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.icon.animation import STEP_SECONDS, STEPS, WAIT_SECONDS, ReadingAnimation

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """A timer that is wound by hand."""

    def __init__(self) -> None:
        """Nothing is due."""
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.drawn: list[int | None] = []
        self.motion = ReadingAnimation(self.later, lambda: self.drawn.append(self.motion.step))

    def later(self, seconds: float, work: Callable[[], None]) -> Callable[[], object]:
        """Remember what is due."""
        entry = (seconds, work)
        self.due.append(entry)

        def take_back() -> None:
            if entry in self.due:
                self.due.remove(entry)

        return take_back

    def run(self) -> float:
        """Let all that is due come, and what follows from it; the seconds that it took."""
        passed = 0.0
        while self.due:
            seconds, work = self.due.pop(0)
            passed += seconds
            work()
        return passed


def test_the_light_runs_once_around_and_rests() -> None:
    """Eight steps within 1.2 seconds, however long the reading takes; then nobody is woken any more."""
    clock = Clock()
    clock.motion.follow(moving=True)

    passed = clock.run()

    assert [*range(STEPS), None] == clock.drawn
    assert passed <= 1.2
    assert passed == WAIT_SECONDS + STEPS * STEP_SECONDS


def test_a_reading_that_is_told_again_does_not_start_it_again() -> None:
    """One round for one reading."""
    clock = Clock()
    for _ in range(3):
        clock.motion.follow(moving=True)
        clock.run()

    assert len(clock.drawn) == STEPS + 1


def test_a_quick_reading_moves_nothing() -> None:
    """Whoever waits for the answer less than a moment sees the answer and no motion."""
    clock = Clock()
    clock.motion.follow(moving=True)
    clock.motion.follow(moving=False)
    clock.motion.follow(moving=False)

    assert clock.run() == 0.0
    assert clock.drawn == []


def test_the_light_ends_with_the_reading() -> None:
    """Nothing is drawn by itself afterwards, also when a timer comes that was taken back too late."""
    clock = Clock()
    clock.motion.follow(moving=True)
    clock.due.pop(0)[1]()
    late = clock.due[0][1]

    clock.motion.follow(moving=False)
    late()

    assert (clock.motion.step, clock.due, clock.drawn) == (None, [], [0])


def test_each_reading_has_its_own_round() -> None:
    """The next reading moves the light again."""
    clock = Clock()
    for moving in (True, False, True):
        clock.motion.follow(moving=moving)
        clock.run()

    assert len(clock.drawn) == 2 * (STEPS + 1)
