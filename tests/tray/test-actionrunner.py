"""A burst of clicks is one action, and actions never take more than a thread for each kind."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from brim.model.command import CopyText, OpenLogs, OpenPage, Page, StartAtLogin
from brim.tray.actionrunner import JOIN_SECONDS, ActionRunner
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from brim.model.command import DesktopAction


class Machine:
    """Carries out actions while it is open, and has the clock."""

    def __init__(self) -> None:
        """Nothing was done yet."""
        self.done: list[DesktopAction] = []
        self.open = threading.Event()
        self.now = 0.0
        self.runner = ActionRunner(self._run, lambda: self.now)

    def _run(self, action: DesktopAction) -> None:
        assert self.open.wait(20)
        self.done.append(action)

    def wait_for_end(self) -> None:
        """Return once no action runs."""
        self.open.set()
        wait_for(lambda: not _threads())


def _threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "brim-action"]


def test_the_same_clicks_are_one_action() -> None:
    """While an action runs, and within a second of the last click, the same click starts nothing."""
    machine = Machine()
    for _ in range(300):
        machine.runner.start(OpenPage())
    assert len(_threads()) == 1
    machine.now = 100.0
    machine.runner.start(OpenPage())
    machine.wait_for_end()
    for _ in range(50):
        machine.now += JOIN_SECONDS * 0.9
        machine.runner.start(OpenPage())
    assert [OpenPage()] == machine.done

    machine.now += JOIN_SECONDS
    machine.runner.start(OpenPage())
    machine.wait_for_end()

    assert [OpenPage()] * 2 == machine.done


def test_different_clicks_do_not_wait_for_each_other() -> None:
    """Each page, also of another provider, and each kind of action has a thread; none holds another."""
    machine = Machine()
    actions: list[DesktopAction] = [
        OpenPage(),
        OpenPage(Page.STATUS),
        OpenPage(url="https://example.com/of-another-provider"),
        OpenLogs(),
        CopyText("a"),
        StartAtLogin(enabled=True),
    ]
    for action in actions * 100:
        machine.runner.start(action)
    assert len(_threads()) == len(actions)
    machine.wait_for_end()

    assert set(machine.done) == set(actions)
    assert len(machine.done) == len(actions)


def test_the_last_of_different_wishes_counts() -> None:
    """Of wishes about one thing that wait for the first, only the last is carried out."""
    machine = Machine()
    for number in range(300):
        machine.runner.start(StartAtLogin(enabled=number % 2 == 0))
        machine.runner.start(CopyText(str(number)))
    assert len(_threads()) == 2
    machine.wait_for_end()

    switches = [action for action in machine.done if isinstance(action, StartAtLogin)]
    assert [StartAtLogin(enabled=True), StartAtLogin(enabled=False)] == switches
    texts = [action for action in machine.done if isinstance(action, CopyText)]
    assert [CopyText("0"), CopyText("299")] == texts
