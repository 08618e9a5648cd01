"""The tray of macOS, run with stand-ins for Apple's frameworks, and what it said to them, as JSON on standard output.

`mac.py FOLDER`: one scenario from start to Quit; templates of all states are written to the folder. pystray's own code
for macOS runs as it is. The stand-ins know the messages that Apple documents and no others, and note in which thread
each one came.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command

SECONDS = 20.0
THICKNESS = 24.0
"""Of the menu bar, in points."""
ASTRAY: list[str] = []
"""Messages that came in another thread than the main one."""
IMAGES: list[Thing] = []
"""Those that the button was given."""
WORK: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()


class Thing:
    """An object of a framework: it answers the messages that it knows, and keeps what it was told."""

    def __init__(self, kind: str, **known: object) -> None:
        """What it answers to each message: a value, or what a function makes of the message's own values."""
        self.kind = kind
        self.known = known
        self.told: dict[str, list[tuple[object, ...]]] = {}

    def __getattr__(self, name: str) -> Callable[..., object]:
        """Take a message."""
        if name.startswith("__") or name not in self.known:
            raise AttributeError(f"{self.kind} knows no {name}")

        def message(*values: object) -> object:
            if threading.current_thread() is not threading.main_thread():
                ASTRAY.append(f"{self.kind}.{name}")
            self.told.setdefault(name, []).append(values)
            answer = self.known[name]
            return answer(*values) if callable(answer) else answer

        return message

    def last(self, name: str) -> object:
        """The value of the last such message."""
        return self.told[name][-1][0]


class Object:
    """NSObject."""

    @classmethod
    def alloc(cls) -> Self:
        """Make one."""
        return cls()

    def init(self) -> Self:
        """Nothing is to be set."""
        return self


def kind(maker: str, make: Callable[..., Thing], **more: object) -> Thing:
    """A class whose objects are made in two steps."""
    return Thing("class", alloc=lambda: Thing("allocated", **{maker: make}), **more)


def menu_item(title: str = "", *_more: object) -> Thing:
    """NSMenuItem."""
    words = ("setSubmenu_", "setAction_", "setTarget_", "setTag_", "setState_", "setEnabled_")
    item = Thing("NSMenuItem", **dict.fromkeys(words))
    item.known |= {"title": title, "tag": lambda: item.last("setTag_")}
    return item


def menu(_title: str) -> Thing:
    """NSMenu."""
    return Thing("NSMenu", **dict.fromkeys(("setAutoenablesItems_", "addItem_", "setDelegate_")))


class Application:
    """NSApplication's loop: what is to be done in the main thread is done there, until it is stopped."""

    def __init__(self) -> None:
        """Make the one that there is."""
        self.stopped = False
        self.thing = Thing("NSApplication", run=self.run, stop_=self.stop, postEvent_atStart_=self.wake)
        self.thing.known |= dict.fromkeys(("terminate_", "setActivationPolicy_"))

    def run(self) -> None:
        """Take work until the loop is stopped and an event has come after that."""
        ended = False
        while not ended:
            WORK.get(timeout=SECONDS)()
            ended = self.stopped and self.woken

    woken = False

    def stop(self, _sender: object) -> None:
        """It takes effect with the next event only."""
        self.stopped = True

    def wake(self, _event: object, _at_start: object) -> None:
        """An event."""
        self.woken = self.stopped


BUTTON_WORDS = ("setTarget_", "setAction_", "setHidden_", "setToolTip_", "setTitle_", "setImagePosition_")
BUTTON = Thing("NSStatusBarButton", setImage_=IMAGES.append, **dict.fromkeys(BUTTON_WORDS))
ITEM = Thing("NSStatusItem", button=lambda: BUTTON, setMenu_=None)
BAR = Thing("NSStatusBar", statusItemWithLength_=lambda _length: ITEM, thickness=THICKNESS, removeStatusItem_=None)
EVENT = "otherEventWithType_location_modifierFlags_timestamp_windowNumber_context_subtype_data1_data2_"
APPLICATION = Application()
WORKSPACE = Thing("NSWorkspace", accessibilityDisplayShouldReduceMotion=True)


def image(size: object) -> Thing:
    """NSImage."""
    return Thing("NSImage", size=size, **dict.fromkeys(("addRepresentation_", "setTemplate_")))


def modules() -> dict[str, ModuleType]:
    """The frameworks, as PyObjC offers them."""
    app_kit: dict[str, object] = {
        "NSApplication": Thing("class", sharedApplication=lambda: APPLICATION.thing),
        "NSApplicationActivationPolicyAccessory": 1,
        "NSApplicationDefined": 15,
        "NSBitmapImageRep": Thing("class", imageRepWithData_=lambda raw: Thing("rep", raw=raw, setSize_=None)),
        "NSEvent": Thing("class", **{EVENT: lambda *_values: object()}),
        "NSImage": kind("initWithSize_", image),
        "NSImageLeft": 2,
        "NSImageOnly": 1,
        "NSMenu": kind("initWithTitle_", menu),
        "NSMenuItem": kind("initWithTitle_action_keyEquivalent_", menu_item, separatorItem=menu_item),
        "NSOffState": 0,
        "NSOnState": 1,
        "NSPoint": lambda *place: place,
        "NSStatusBar": Thing("class", systemStatusBar=lambda: BAR),
        "NSVariableStatusItemLength": -1,
        "NSWorkspace": Thing("class", sharedWorkspace=lambda: WORKSPACE),
    }
    vars_of: dict[str, dict[str, object]] = {
        "AppKit": app_kit,
        "Foundation": {
            "NSObject": Object,
            "NSData": Thing("class", dataWithBytes_length_=lambda raw, length: raw[:length]),
        },
        "objc": {"namedSelector": lambda _name: lambda method: method},
        "PyObjCTools": {},
        "PyObjCTools.AppHelper": {"callAfter": WORK.put},
        "PyObjCTools.MachSignals": {"signal": lambda _number, _handler: None, "getsignal": lambda _number: None},
    }
    made = {name: ModuleType(name) for name in vars_of}
    for name, values in vars_of.items():
        vars(made[name]).update(values)
    vars(made["PyObjCTools"]).update({name: made[f"PyObjCTools.{name}"] for name in ("AppHelper", "MachSignals")})
    return made


def main() -> None:
    """Be a Mac, show some faces, choose something, and quit."""
    sys.platform = "darwin"
    sys.modules.update(modules())
    from brim.tray.menu.view import STARTING
    from brim.tray.pystraytray import PystrayTray

    commands: list[str] = []
    tray: PystrayTray

    def send(command: Command) -> None:
        commands.append(type(command).__name__)
        if commands[-1] == "Quit":
            tray.stop()

    tray = PystrayTray(STARTING, send)
    told: dict[str, object] = {}
    tray.run(lambda: play(tray, told))
    write_templates(Path(sys.argv[1]))
    told |= {
        "astray": ASTRAY,
        "commands": commands,
        "hidden": BUTTON.told["setHidden_"],
        "policy": APPLICATION.thing.told["setActivationPolicy_"],
        "still": tray._appearance.reduced_motion,
        "images": [drawn(one) for one in IMAGES],
        "removed": len(BAR.told["removeStatusItem_"]),
    }
    json.dump(told, sys.stdout)


def play(tray: object, told: dict[str, object]) -> None:
    """What a person sees and does, from pystray's set-up thread."""
    from brim.model.command import Quit, Refresh
    from brim.model.options import IconScheme
    from brim.model.usage import Level
    from brim.tray.icon.spec import IconSpec
    from brim.tray.menu.row import Row, RowKind
    from brim.tray.menu.view import TrayView
    from brim.tray.pystraytray import PystrayTray

    assert isinstance(tray, PystrayTray)
    style = Row("style", "Icon style", RowKind.SUBMENU, children=(Row("ring", "Ring", command=Refresh()),))
    rows = (Row("refresh", "Refresh now", command=Refresh()), style, Row("quit", "Quit Brim", command=Quit()))
    plain = TrayView(IconSpec(41, Level.CALM), "Brim: 41%", "5-hour session 41%", rows)
    tray.show(plain, lambda _now: rows)
    told["tooltip"] = settled(lambda: BUTTON.last("setToolTip_"))
    told["beside"] = shown = [settled(beside)]
    tray.show(TrayView(plain.icon, plain.title, plain.tooltip, rows, label="41%"), lambda _now: rows)
    shown.append(settled(beside))
    light = IconSpec(41, Level.CALM, scheme=IconScheme.LIGHT)
    tray.show(TrayView(light, plain.title, plain.tooltip, rows), lambda _now: rows)
    shown.append(settled(beside))
    settled(lambda: send_to(open_menu().last("setDelegate_"), "menuWillOpen_", open_menu()))
    settled(lambda: choose("Ring"))
    WORK.put(lambda: choose("Quit Brim"))


def beside() -> tuple[object, object]:
    """The text beside the icon, and where the picture stands to it."""
    return BUTTON.last("setTitle_"), BUTTON.last("setImagePosition_")


def settled[T](look: Callable[[], T]) -> T:
    """Do something in the main thread, after all that is to be done there already."""
    answers: queue.SimpleQueue[T] = queue.SimpleQueue()
    WORK.put(lambda: answers.put(look()))
    return answers.get(timeout=SECONDS)


def open_menu() -> Thing:
    """The menu that the item has now."""
    found = ITEM.last("setMenu_")
    assert isinstance(found, Thing)
    return found


def choose(title: str) -> None:
    """Choose a row, in the menu or in a submenu."""
    places = [open_menu()]
    for place in places:
        for (item,) in place.told["addItem_"]:
            assert isinstance(item, Thing)
            if item.known["title"] == title:
                send_to(item.last("setTarget_"), "activate_menu_item", item)
            below = item.told.get("setSubmenu_", [])
            places += [one for (one,) in below if isinstance(one, Thing)]


def send_to(target: object, message: str, sender: Thing) -> None:
    """Tell a delegate something, as AppKit does."""
    getattr(target, message)(sender)


def drawn(made: Thing) -> dict[str, object]:
    """An image as it was handed over: whether it is a template, and each picture of it."""
    pictures = [one for (one,) in made.told["addRepresentation_"] if isinstance(one, Thing)]
    return {
        "template": made.last("setTemplate_"),
        "size": made.known["size"],
        "points": [one.last("setSize_") for one in pictures],
        "raw": [one.known["raw"].hex() for one in pictures if isinstance(one.known["raw"], bytes)],
    }


def write_templates(folder: Path) -> None:
    """Write every state in every style as the menu bar gets it."""
    from brim.model.options import IconStyle
    from brim.tray.icon import render
    from brim.tray.icon.states import IconState, sample
    from brim.tray.macos.icon import as_template

    for state in IconState:
        for style in IconStyle:
            as_template(render.draw(sample(state, style=style), 44)).save(folder / f"{state}-{style}.png")


if __name__ == "__main__":
    main()
