"""The menu on the bus: com.canonical.dbusmenu, as panels read and click it.

Panels differ: some read the whole menu at once, others one level after the other; some report that they are about to
show it, others only read it again. This module must not know what a row means: a click sends the command of its row.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

from dbus_fast import DBusError, ErrorType, PropertyAccess, Variant
from dbus_fast.annotations import DBusBool, DBusInt32, DBusSignature, DBusStr, DBusUInt32, DBusVariant
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from brim.model.command import MenuOpened
from brim.tray.linux.menulayout import ROOT, TOGGLE_STATE, LayoutChange, MenuLayout, MenuNode
from brim.tray.linux.openmenu import OpenMenu, with_texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from brim.model.command import Command
    from brim.tray.linux.menulayout import Properties
    from brim.tray.menu.row import MenuRow

_SIGNATURES = {
    "type": "s",
    "label": "s",
    "enabled": "b",
    "visible": "b",
    "toggle-type": "s",
    TOGGLE_STATE: "i",
    "children-display": "s",
    "icon-data": "ay",
}
_CLICKED, _OPENED, _CLOSED = "clicked", "opened", "closed"
_FRESH_SECONDS = 1.0
"""A host that reads one level after the other gets them all from the rows made for the first."""

_SUBMENUS_DELAY_SECONDS = 0.05
"""By then a host has handled the reply with the first level of the menu."""

# Structs and dictionaries of D-Bus hold what their signature says, which Python's types cannot express.
_Struct = list[Any]
_Ids = Annotated[list[int], DBusSignature("ai")]
_Names = Annotated[list[str], DBusSignature("as")]
_Groups = Annotated[list[_Struct], DBusSignature("a(ia{sv})")]
_Events = Annotated[list[_Struct], DBusSignature("a(isvu)")]
_LayoutReply = Annotated[_Struct, DBusSignature("u(ia{sv}av)")]
_Revision = Annotated[_Struct, DBusSignature("ui")]
_Updates = Annotated[_Struct, DBusSignature("a(ia{sv})a(ias)")]
_IdLists = Annotated[_Struct, DBusSignature("aiai")]
_Nothing = Annotated[None, DBusSignature("")]  # dbus-fast cannot read a plain None
_READ = PropertyAccess.READ


class DBusMenu(ServiceInterface):
    """Serves one layout."""

    def __init__(
        self,
        make_rows: Callable[[], tuple[MenuRow, ...]],
        send: Callable[[Command], None],
        call_later: Callable[[float, Callable[[], None]], Callable[[], None]],
    ) -> None:
        """`make_rows` makes the rows of this moment; `send` must not act before the panel has its reply.

        `call_later` calls a function after some seconds and returns what cancels that.
        """
        super().__init__("com.canonical.dbusmenu")
        self._make_rows = make_rows
        self._send = send
        self._call_later = call_later
        self._rows = make_rows()
        self._layout = MenuLayout(self._rows)
        self._refreshed_at = time.monotonic()
        self._open = OpenMenu(call_later, self._refresh_closed)
        self._submenus_signalled_at = 0
        """The revision for which hosts were asked to read the submenus."""

    def refresh(self) -> bool:
        """Make the rows again and signal to hosts what changed; True when they have to read the layout again.

        While the menu is open its texts change, but rows come and go only when it has closed.
        """
        self._refreshed_at = time.monotonic()
        rows = self._make_rows()
        self._rows = with_texts_of(self._rows, rows) if self._open.is_open else rows
        change = self._layout.update(self._rows)
        if change.updated or change.removed:
            self.items_properties_updated(change)
        if change.structure:
            self.layout_updated(ROOT)
        return change.structure

    @dbus_property(access=_READ, name="Version")
    def version(self) -> DBusUInt32:
        """Version of the protocol."""
        return 3

    @dbus_property(access=_READ, name="TextDirection")
    def text_direction(self) -> DBusStr:
        """Left to right."""
        return "ltr"

    @dbus_property(access=_READ, name="Status")
    def status(self) -> DBusStr:
        """Normal: nothing in the menu asks for attention."""
        return "normal"

    @dbus_property(access=_READ, name="IconThemePath")
    def icon_theme_path(self) -> _Names:
        """Empty: pictures are sent as pixels."""
        return []

    @dbus_method(name="GetLayout")
    def get_layout(self, parent_id: DBusInt32, recursion_depth: DBusInt32, property_names: _Names) -> _LayoutReply:
        """The revision and the tree below one row, `recursion_depth` levels deep, -1 for all."""
        if parent_id == ROOT and time.monotonic() - self._refreshed_at >= _FRESH_SECONDS:
            self.refresh()
        if parent_id == ROOT and recursion_depth == 1:
            self._signal_submenus()
        return [self._layout.revision, _struct(self._node(parent_id), recursion_depth, property_names)]

    @dbus_method(name="GetGroupProperties")
    def get_group_properties(self, ids: _Ids, property_names: _Names) -> _Groups:
        """Properties of the named rows, or of all when none is named; unknown rows are left out."""
        nodes: Iterable[MenuNode | None] = map(self._layout.node, ids) if ids else self._layout.nodes()
        return [[node.number, _variants(node.properties, property_names)] for node in nodes if node]

    @dbus_method(name="GetProperty")
    def get_property(self, item_id: DBusInt32, name: DBusStr) -> DBusVariant:
        """One property of one row."""
        variants = _variants(self._node(item_id).properties, [name])
        if name not in variants:
            raise DBusError(ErrorType.INVALID_ARGS, "no such property")
        return variants[name]

    @dbus_method(name="Event")
    def event(self, item_id: DBusInt32, event_id: DBusStr, _data: DBusVariant, _timestamp: DBusUInt32) -> _Nothing:
        """An event of a row; only a click counts, and the opening of the whole menu."""
        self._handle_event(item_id, event_id)

    @dbus_method(name="EventGroup")
    def event_group(self, events: _Events) -> _Ids:
        """Several events; returns the ids that are not known."""
        for item_id, event_id, *_ in events:
            self._handle_event(item_id, event_id)
        return [item_id for item_id, *_ in events if self._layout.node(item_id) is None]

    @dbus_method(name="AboutToShow")
    def about_to_show(self, item_id: DBusInt32) -> DBusBool:
        """Whether rows came, went or moved because the menu is about to be shown; new texts need no reading again."""
        if item_id == ROOT:
            self._prepare_to_open()
        return self._layout.node(item_id) is not None and self.refresh()

    @dbus_method(name="AboutToShowGroup")
    def about_to_show_group(self, ids: _Ids) -> _IdLists:
        """The same for several rows: those to be read again, and those that are not known."""
        if ROOT in ids:
            self._prepare_to_open()
        changed = self.refresh()
        unknown = [item_id for item_id in ids if self._layout.node(item_id) is None]
        return [[item_id for item_id in ids if item_id not in unknown] if changed else [], unknown]

    @dbus_signal(name="LayoutUpdated")
    def layout_updated(self, number: int) -> _Revision:
        """Hosts are to read the rows below that one again."""
        return [self._layout.revision, number]

    @dbus_signal(name="ItemsPropertiesUpdated")
    def items_properties_updated(self, change: LayoutChange) -> _Updates:
        """The new values of some properties."""
        return [
            [[number, _variants(properties)] for number, properties in change.updated.items()],
            [[number, list(names)] for number, names in change.removed.items()],
        ]

    def _node(self, number: int) -> MenuNode:
        node = self._layout.node(number)
        if node is None:
            raise DBusError(ErrorType.INVALID_ARGS, "no such row")
        return node

    def _prepare_to_open(self) -> None:
        self._open.forget()
        self._send(MenuOpened())

    def _refresh_closed(self) -> None:
        self.refresh()

    def _signal_submenus(self) -> None:
        """Have a host that read the first level alone read the submenus before they are opened.

        Plasma places a submenu by its size of before: the first time, outside of the screen (KDE bug 442877).
        """
        if self._submenus_signalled_at == self._layout.revision:
            return
        self._submenus_signalled_at = self._layout.revision
        numbers = [node.number for node in self._layout.root.children if node.children]

        def signal() -> None:
            for number in numbers:
                self.layout_updated(number)

        self._call_later(_SUBMENUS_DELAY_SECONDS, signal)

    def _handle_event(self, number: int, event: str) -> None:
        if number == ROOT and event == _OPENED:
            self._send(MenuOpened())
            self._open.opened()
        if number == ROOT and event == _CLOSED:
            self._open.closed()
        node = self._layout.node(number)
        if event != _CLICKED or node is None or node.row is None or not node.row.enabled:
            return
        if node.row.command is not None:
            self._send(node.row.command)
        if TOGGLE_STATE in node.properties:
            # Qt's panels change a mark by themselves, before Brim has agreed.
            self.items_properties_updated(LayoutChange(updated=self._layout.toggle_states()))


def _variants(properties: Properties, names: Sequence[str] = ()) -> dict[str, Variant]:
    """Properties as D-Bus values; only the named ones, or all when none is named."""
    return {key: Variant(_SIGNATURES[key], value) for key, value in properties.items() if not names or key in names}


def _struct(node: MenuNode, depth: int, names: Sequence[str]) -> _Struct:
    children = (
        [] if depth == 0 else [Variant("(ia{sv}av)", _struct(child, depth - 1, names)) for child in node.children]
    )
    return [node.number, _variants(node.properties, names), children]
