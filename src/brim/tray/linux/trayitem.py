"""The tray item on the bus: org.kde.StatusNotifierItem, as panels read it.

Property names and types are those of the StatusNotifierItem specification and of what panels ask for; all are given,
because some hosts drop an item that lacks one. This module must not know the menu's rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from dbus_fast import PropertyAccess
from dbus_fast.annotations import DBusBool, DBusInt32, DBusObjectPath, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from brim.model.command import OpenPage, Refresh
from brim.tray.linux import pixmaps, quirks
from brim.words import formatting

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command
    from brim.tray.menu.view import TrayView

ITEM_PATH = "/StatusNotifierItem"
MENU_PATH = "/MenuBar"

_Pixmaps = Annotated[list[pixmaps.Pixmap], DBusSignature("a(iiay)")]
_ToolTip = Annotated[tuple[str, list[pixmaps.Pixmap], str, str], DBusSignature("(sa(iiay)ss)")]
_Label = Annotated[list[str], DBusSignature("ss")]
_Nothing = Annotated[None, DBusSignature("")]  # dbus-fast cannot read a plain None
_READ = PropertyAccess.READ


class StatusNotifierItem(ServiceInterface):
    """Owner of the face that is shown."""

    def __init__(self, face: TrayView, send: Callable[[Command], None], turn: Callable[[float], None]) -> None:
        """Begin with this face; `send` must not act before the panel has its answer. `turn` takes steps of a wheel."""
        super().__init__("org.kde.StatusNotifierItem")
        self._face = face
        self._send = send
        self._turn = turn
        self.drawn = False
        """Whether pixels are given. Off while the item is exported: dbus-fast then reads every property, for nobody."""

    @property
    def face(self) -> TrayView:
        """What is shown now."""
        return self._face

    def show(self, face: TrayView) -> None:
        """Show another face; hosts are told of what differs and of nothing else."""
        before, self._face = self._face, face
        if face.icon != before.icon:
            self.new_icon()
        if face.title != before.title:
            self.new_title()
        if (face.title, face.tooltip) != (before.title, before.tooltip):
            self.new_tooltip()
        if face.label != before.label:
            self.new_label()

    @dbus_property(access=_READ, name="Category")
    def category(self) -> DBusStr:
        """Brim tells the state of something else."""
        return "ApplicationStatus"

    @dbus_property(access=_READ, name="Id")
    def id(self) -> DBusStr:
        """By this a host remembers where the user wants the icon."""
        return "brim"

    @dbus_property(access=_READ, name="Title")
    def title(self) -> DBusStr:
        """One line, also read to blind users."""
        return self._face.title

    @dbus_property(access=_READ, name="Status")
    def status(self) -> DBusStr:
        """Active: hosts hide the other states."""
        return "Active"

    @dbus_property(access=_READ, name="WindowId")
    def window_id(self) -> DBusInt32:
        """There is no window."""
        return 0

    @dbus_property(access=_READ, name="IconThemePath")
    def icon_theme_path(self) -> DBusStr:
        """No icon of ours is named."""
        return ""

    @dbus_property(access=_READ, name="IconName")
    def icon_name(self) -> DBusStr:
        """Empty, because a name wins over pixels."""
        return ""

    @dbus_property(access=_READ, name="IconPixmap")
    def icon_pixmap(self) -> _Pixmaps:
        """The icon at every size."""
        return pixmaps.pixmaps(self._face.icon) if self.drawn else []

    @dbus_property(access=_READ, name="OverlayIconName")
    def overlay_icon_name(self) -> DBusStr:
        """The icon itself tells the state."""
        return ""

    @dbus_property(access=_READ, name="OverlayIconPixmap")
    def overlay_icon_pixmap(self) -> _Pixmaps:
        """The icon itself tells the state."""
        return []

    @dbus_property(access=_READ, name="AttentionIconName")
    def attention_icon_name(self) -> DBusStr:
        """The icon itself tells the state."""
        return ""

    @dbus_property(access=_READ, name="AttentionIconPixmap")
    def attention_icon_pixmap(self) -> _Pixmaps:
        """The icon itself tells the state."""
        return []

    @dbus_property(access=_READ, name="AttentionMovieName")
    def attention_movie_name(self) -> DBusStr:
        """Nothing moves."""
        return ""

    @dbus_property(access=_READ, name="ToolTip")
    def tool_tip(self) -> _ToolTip:
        """Title in plain text, the rest as the markup that the specification wants."""
        return ("", [], self._face.title, escaped(self._face.tooltip))

    @dbus_property(access=_READ, name="ItemIsMenu")
    def item_is_menu(self) -> DBusBool:
        """A left click opens the menu too, where the host allows it."""
        return quirks.ITEM_IS_MENU

    @dbus_property(access=_READ, name="Menu")
    def menu(self) -> DBusObjectPath:
        """Where the menu lies."""
        return MENU_PATH

    @dbus_property(access=_READ, name="XAyatanaLabel")
    def label(self) -> DBusStr:
        """Text beside the icon, where the host has that; empty where nobody wants it."""
        return self._face.label

    @dbus_property(access=_READ, name="XAyatanaLabelGuide")
    def label_guide(self) -> DBusStr:
        """The widest text, so that the panel does not move with each figure."""
        return formatting.WIDEST_TRAY_LABEL if self._face.label else ""

    @dbus_method(name="Activate")
    def activate(self, _x: DBusInt32, _y: DBusInt32) -> _Nothing:
        """A left click in a host that does not open the menu by it."""
        self._send(OpenPage())

    @dbus_method(name="SecondaryActivate")
    def secondary_activate(self, _x: DBusInt32, _y: DBusInt32) -> _Nothing:
        """A middle click."""
        self._send(Refresh())

    @dbus_method(name="ContextMenu")
    def context_menu(self, _x: DBusInt32, _y: DBusInt32) -> _Nothing:
        """Hosts open the menu by themselves; this is for those that draw none."""

    @dbus_method(name="Scroll")
    def scroll(self, delta: DBusInt32, _orientation: DBusStr) -> _Nothing:
        """A wheel over the icon, in either direction."""
        self._turn(quirks.steps_down(delta))

    @dbus_method(name="ProvideXdgActivationToken")
    def provide_xdg_activation_token(self, _token: DBusStr) -> _Nothing:
        """No window is opened that would need it."""

    @dbus_signal(name="NewIcon")
    def new_icon(self) -> _Nothing:
        """Tell hosts to read the icon again."""

    @dbus_signal(name="NewTitle")
    def new_title(self) -> _Nothing:
        """Tell hosts to read the title again."""

    @dbus_signal(name="NewToolTip")
    def new_tooltip(self) -> _Nothing:
        """Tell hosts to read the tooltip again."""

    @dbus_signal(name="XAyatanaNewLabel")
    def new_label(self) -> _Label:
        """Tell hosts the new text and its guide."""
        return [self.label, self.label_guide]


def escaped(text: str) -> str:
    """Plain text for a place that reads markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
