"""Runs the tray of macOS with fakes for Apple's frameworks, and prints the recorded calls as JSON.

`fakemac.py FOLDER`: one scenario from start to Quit; templates of all states are written to the folder. pystray's own
code for macOS runs as it is. The fakes accept the messages that Apple documents and no others, and record in which
thread each message arrived.
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

TIMEOUT_SECONDS = 20.0
THICKNESS = 24.0
"""Of the menu bar, in points."""
WRONG_THREAD_CALLS: list[str] = []
"""Messages that arrived in another thread than the main one."""
IMAGES: list[FakeObject] = []
"""The images that the button was given."""
MAIN_THREAD_WORK: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()


class FakeObject:
    """An object of a framework: it answers the messages that it knows, and records their values."""

    def __init__(self, kind: str, **answers: object) -> None:
        """`answers` has the answer to each message: a value, or a function of the message's own values."""
        self.kind = kind
        self.answers = answers
        self.calls: dict[str, list[tuple[object, ...]]] = {}

    def __getattr__(self, name: str) -> Callable[..., object]:
        """Receive a message."""
        if name.startswith("__") or name not in self.answers:
            raise AttributeError(f"{self.kind} knows no {name}")

        def message(*values: object) -> object:
            if threading.current_thread() is not threading.main_thread():
                WRONG_THREAD_CALLS.append(f"{self.kind}.{name}")
            self.calls.setdefault(name, []).append(values)
            answer = self.answers[name]
            return answer(*values) if callable(answer) else answer

        return message

    def last(self, name: str) -> object:
        """The first value of the last such message."""
        return self.calls[name][-1][0]


class FakeNSObject:
    """NSObject."""

    @classmethod
    def alloc(cls) -> Self:
        """Create an object."""
        return cls()

    def init(self) -> Self:
        """There is nothing to set."""
        return self


def fake_class(initializer: str, create: Callable[..., FakeObject], **answers: object) -> FakeObject:
    """A class whose objects are created in two steps."""
    return FakeObject("class", alloc=lambda: FakeObject("allocated", **{initializer: create}), **answers)


def menu_item(title: str = "", *_more: object) -> FakeObject:
    """NSMenuItem."""
    setters = ("setSubmenu_", "setAction_", "setTarget_", "setTag_", "setState_", "setEnabled_")
    item = FakeObject("NSMenuItem", **dict.fromkeys(setters))
    item.answers |= {"title": title, "tag": lambda: item.last("setTag_")}
    return item


def menu(_title: str) -> FakeObject:
    """NSMenu."""
    return FakeObject("NSMenu", **dict.fromkeys(("setAutoenablesItems_", "addItem_", "setDelegate_")))


class FakeApplication:
    """NSApplication's loop: runs the main thread's work in the main thread until it is stopped."""

    def __init__(self) -> None:
        """Create the one application."""
        self.stopped = False
        self.object = FakeObject("NSApplication", run=self.run, stop_=self.stop, postEvent_atStart_=self.post_event)
        self.object.answers |= dict.fromkeys(("terminate_", "setActivationPolicy_"))

    def run(self) -> None:
        """Run work until the loop is stopped and an event has arrived after that."""
        ended = False
        while not ended:
            MAIN_THREAD_WORK.get(timeout=TIMEOUT_SECONDS)()
            ended = self.stopped and self.event_after_stop

    event_after_stop = False

    def stop(self, _sender: object) -> None:
        """The stop takes effect only with the next event."""
        self.stopped = True

    def post_event(self, _event: object, _at_start: object) -> None:
        """An event."""
        self.event_after_stop = self.stopped


BUTTON_SETTERS = ("setTarget_", "setAction_", "setHidden_", "setToolTip_", "setTitle_", "setImagePosition_")
BUTTON = FakeObject("NSStatusBarButton", setImage_=IMAGES.append, **dict.fromkeys(BUTTON_SETTERS))
ITEM = FakeObject("NSStatusItem", button=lambda: BUTTON, setMenu_=None)
STATUS_BAR = FakeObject(
    "NSStatusBar", statusItemWithLength_=lambda _length: ITEM, thickness=THICKNESS, removeStatusItem_=None
)
EVENT = "otherEventWithType_location_modifierFlags_timestamp_windowNumber_context_subtype_data1_data2_"
APPLICATION = FakeApplication()
WORKSPACE = FakeObject("NSWorkspace", accessibilityDisplayShouldReduceMotion=True)


def image(size: object) -> FakeObject:
    """NSImage."""
    return FakeObject("NSImage", size=size, **dict.fromkeys(("addRepresentation_", "setTemplate_")))


def representation(data: object) -> FakeObject:
    """NSBitmapImageRep."""
    return FakeObject("NSBitmapImageRep", data=data, setSize_=None)


def modules() -> dict[str, ModuleType]:
    """The frameworks, as PyObjC offers them."""
    app_kit: dict[str, object] = {
        "NSApplication": FakeObject("class", sharedApplication=lambda: APPLICATION.object),
        "NSApplicationActivationPolicyAccessory": 1,
        "NSApplicationDefined": 15,
        "NSBitmapImageRep": FakeObject("class", imageRepWithData_=representation),
        "NSEvent": FakeObject("class", **{EVENT: lambda *_values: object()}),
        "NSImage": fake_class("initWithSize_", image),
        "NSImageLeft": 2,
        "NSImageOnly": 1,
        "NSMenu": fake_class("initWithTitle_", menu),
        "NSMenuItem": fake_class("initWithTitle_action_keyEquivalent_", menu_item, separatorItem=menu_item),
        "NSOffState": 0,
        "NSOnState": 1,
        "NSPoint": lambda *place: place,
        "NSStatusBar": FakeObject("class", systemStatusBar=lambda: STATUS_BAR),
        "NSVariableStatusItemLength": -1,
        "NSWorkspace": FakeObject("class", sharedWorkspace=lambda: WORKSPACE),
    }
    contents: dict[str, dict[str, object]] = {
        "AppKit": app_kit,
        "Foundation": {
            "NSObject": FakeNSObject,
            "NSData": FakeObject("class", dataWithBytes_length_=lambda raw, length: raw[:length]),
        },
        "objc": {"namedSelector": lambda _name: lambda method: method},
        "PyObjCTools": {},
        "PyObjCTools.AppHelper": {"callAfter": MAIN_THREAD_WORK.put},
        "PyObjCTools.MachSignals": {"signal": lambda _number, _handler: None, "getsignal": lambda _number: None},
    }
    by_name = {name: ModuleType(name) for name in contents}
    for name, values in contents.items():
        vars(by_name[name]).update(values)
    tools = {name: by_name[f"PyObjCTools.{name}"] for name in ("AppHelper", "MachSignals")}
    vars(by_name["PyObjCTools"]).update(tools)
    return by_name


def main() -> None:
    """Pretend to be a Mac, show some views, choose a menu item, and quit."""
    sys.platform = "darwin"
    sys.modules.update(modules())
    from brim.tray.menu.trayview import starting_view
    from brim.tray.pystraytray import PystrayTray

    commands: list[str] = []
    tray: PystrayTray

    def send(command: Command) -> None:
        commands.append(type(command).__name__)
        if commands[-1] == "Quit":
            tray.stop()

    tray = PystrayTray(starting_view(), send)
    record: dict[str, object] = {}
    tray.run(lambda: run_scenario(tray, record))
    write_templates(Path(sys.argv[1]))
    record |= {
        "wrong_thread_calls": WRONG_THREAD_CALLS,
        "commands": commands,
        "hidden": BUTTON.calls["setHidden_"],
        "policy": APPLICATION.object.calls["setActivationPolicy_"],
        "reduced_motion": tray._appearance.reduced_motion,
        "images": [image_record(shown) for shown in IMAGES],
        "removed": len(STATUS_BAR.calls["removeStatusItem_"]),
    }
    json.dump(record, sys.stdout)


def run_scenario(tray: object, record: dict[str, object]) -> None:
    """What a person sees and does, from pystray's set-up thread."""
    from brim.model.command import Quit, Refresh
    from brim.model.level import Level
    from brim.model.options import IconScheme
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.menu.row import MenuRow, RowKind
    from brim.tray.menu.trayview import TrayView
    from brim.tray.pystraytray import PystrayTray

    assert isinstance(tray, PystrayTray)
    style = MenuRow("style", "Icon style", RowKind.SUBMENU, children=(MenuRow("ring", "Ring", command=Refresh()),))
    rows = (MenuRow("refresh", "Refresh", command=Refresh()), style, MenuRow("quit", "Quit Brim", command=Quit()))
    plain = TrayView(IconSpec(41, Level.CALM), "Brim: 41%", "Session 41%", rows)
    tray.show(plain, lambda _now: rows)
    record["tooltip"] = on_main_thread(lambda: BUTTON.last("setToolTip_"))
    record["labels"] = labels = [on_main_thread(label_and_position)]
    tray.show(TrayView(plain.icon, plain.title, plain.tooltip, rows, label="41%"), lambda _now: rows)
    labels.append(on_main_thread(label_and_position))
    light = IconSpec(41, Level.CALM, scheme=IconScheme.LIGHT)
    tray.show(TrayView(light, plain.title, plain.tooltip, rows), lambda _now: rows)
    labels.append(on_main_thread(label_and_position))
    on_main_thread(lambda: send_to(open_menu().last("setDelegate_"), "menuWillOpen_", open_menu()))
    on_main_thread(lambda: choose("Ring"))
    MAIN_THREAD_WORK.put(lambda: choose("Quit Brim"))


def label_and_position() -> tuple[object, object]:
    """The text beside the icon, and the position of the image relative to it."""
    return BUTTON.last("setTitle_"), BUTTON.last("setImagePosition_")


def on_main_thread[T](work: Callable[[], T]) -> T:
    """Run work in the main thread, after everything that is queued there already; returns its result."""
    results: queue.SimpleQueue[T] = queue.SimpleQueue()
    MAIN_THREAD_WORK.put(lambda: results.put(work()))
    return results.get(timeout=TIMEOUT_SECONDS)


def open_menu() -> FakeObject:
    """The menu that the item has now."""
    current = ITEM.last("setMenu_")
    assert isinstance(current, FakeObject)
    return current


def choose(title: str) -> None:
    """Choose a menu item, in the menu or in a submenu."""
    menus = [open_menu()]
    for current in menus:
        for (item,) in current.calls["addItem_"]:
            assert isinstance(item, FakeObject)
            if item.answers["title"] == title:
                send_to(item.last("setTarget_"), "activate_menu_item", item)
            submenus = item.calls.get("setSubmenu_", [])
            menus += [submenu for (submenu,) in submenus if isinstance(submenu, FakeObject)]


def send_to(target: object, message: str, sender: FakeObject) -> None:
    """Send a message to a delegate, as AppKit does."""
    getattr(target, message)(sender)


def image_record(shown: FakeObject) -> dict[str, object]:
    """An image as the button got it: whether it is a template, and each of its representations."""
    representations = [added for (added,) in shown.calls["addRepresentation_"] if isinstance(added, FakeObject)]
    pngs = [added.answers["data"] for added in representations]
    return {
        "template": shown.last("setTemplate_"),
        "size": shown.answers["size"],
        "points": [added.last("setSize_") for added in representations],
        "pngs": [png.hex() for png in pngs if isinstance(png, bytes)],
    }


def write_templates(folder: Path) -> None:
    """Write every state in every style as the menu bar gets it."""
    from brim.model.options import IconStyle
    from brim.tray.icon import render
    from brim.tray.icon.states import IconState, sample_spec
    from brim.tray.macos.icon import as_template

    for state in IconState:
        for style in IconStyle:
            template = as_template(render.draw(sample_spec(state, style=style), 44))
            template.save(folder / f"{state}-{style}.png")


if __name__ == "__main__":
    main()
