"""The tray item on the bus: org.kde.StatusNotifierItem, as panels read it.

Property names and types are those of the StatusNotifierItem specification and of what panels ask for. All of them are
served, because some hosts drop an item that lacks one. This module must not know the menu's rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from dbus_fast import DBusError, ErrorType, PropertyAccess
from dbus_fast.annotations import DBusBool, DBusInt32, DBusObjectPath, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from brim.model.command import Refresh
from brim.tray.linux import pixmaps, quirks
from brim.tray.linux.iconfiles import IconFiles
from brim.tray.linux.iconreminder import IconReminder
from brim.words import formatting

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command
    from brim.tray.icon.animation import DelayedCall
    from brim.tray.menu.trayview import TrayView

MENU_PATH = "/MenuBar"

_Pixmaps = Annotated[list[pixmaps.Pixmap], DBusSignature("a(iiay)")]
_ToolTip = Annotated[tuple[str, list[pixmaps.Pixmap], str, str], DBusSignature("(sa(iiay)ss)")]
_Label = Annotated[list[str], DBusSignature("ss")]
_Nothing = Annotated[None, DBusSignature("")]  # dbus-fast cannot read a plain None
_READ = PropertyAccess.READ


class StatusNotifierItem(ServiceInterface):
    """Owner of the view that is shown."""

    def __init__(
        self,
        view: TrayView,
        send: Callable[[Command], None],
        on_scroll: Callable[[float], None],
        call_later: DelayedCall,
    ) -> None:
        """Begin with this view.

        `send` must not act before the panel has its reply. `on_scroll` takes steps of a wheel, positive is down.
        """
        super().__init__("org.kde.StatusNotifierItem")
        self._view = view
        self._send = send
        self._on_scroll = on_scroll
        self.on_menu_request: Callable[[], None] = lambda: None
        """Called at a click in a host that draws no menu."""
        self.on_details_request: Callable[[], None] = lambda: None
        """Called at a left click in a host that opens no menu with it."""
        self._watcher = ""
        self._hosts: frozenset[str] = frozenset()
        self._files = IconFiles()
        self._reminder = IconReminder(call_later, self.new_icon)
        self.serves_pixels = False
        """Off while the item is exported: dbus-fast then reads every property, although no host has asked."""

    @property
    def view(self) -> TrayView:
        """What is shown now."""
        return self._view

    def set_hosts(self, hosts: frozenset[str]) -> None:
        """Serve the hosts that run now, by their bus names."""
        before, self._hosts = self._hosts, hosts
        if hosts != before and self.serves_pixels:
            self.new_tooltip()
        if quirks.reads_files(hosts) != quirks.reads_files(before) and self.serves_pixels:
            self.new_icon()

    def set_watcher(self, owner: str) -> None:
        """Serve the watcher of this program from now on: one of `quirks`, or an empty name for all others."""
        self._watcher = owner
        self._reminder.set_active(active=owner == quirks.GNOME_SHELL)

    def close(self) -> None:
        """Remove what was written for hosts."""
        self._reminder.set_active(active=False)
        self._files.remove()

    def show(self, view: TrayView) -> None:
        """Show another view; hosts get signals only for what differs."""
        before, self._view = self._view, view
        if (view.icon, view.title) != (before.icon, before.title):
            self.new_icon()  # also for another title: hosts read the icon's description with its pixels
            self._reminder.begin()
        if view.title != before.title:
            self.new_title()
        if (view.title, view.tooltip) != (before.title, before.tooltip):
            self.new_tooltip()
        if view.label != before.label:
            self.new_label()

    @dbus_property(access=_READ, name="Category")
    def category(self) -> DBusStr:
        """Brim shows the state of another service."""
        return "ApplicationStatus"

    @dbus_property(access=_READ, name="Id")
    def id(self) -> DBusStr:
        """A host uses this to remember where the user put the icon."""
        return "brim"

    @dbus_property(access=_READ, name="Title")
    def title(self) -> DBusStr:
        """One line, also read to blind users."""
        return self._view.title

    @dbus_property(access=_READ, name="Status")
    def status(self) -> DBusStr:
        """Always active: hosts hide items in another state."""
        return "Active"

    @dbus_property(access=_READ, name="WindowId")
    def window_id(self) -> DBusInt32:
        """There is no window."""
        return 0

    @dbus_property(access=_READ, name="IconThemePath")
    def icon_theme_path(self) -> DBusStr:
        """Empty: the icon is sent as pixels."""
        return ""

    @dbus_property(access=_READ, name="IconName")
    def icon_name(self) -> DBusStr:
        """Empty, because hosts prefer a name to pixels; a file where a host cannot draw pixels."""
        return self._files.path(self._view.icon) if self.serves_pixels and quirks.reads_files(self._hosts) else ""

    @dbus_property(access=_READ, name="IconPixmap")
    def icon_pixmap(self) -> _Pixmaps:
        """The icon at every size."""
        return pixmaps.pixmaps(self._view.icon) if self.serves_pixels else []

    @dbus_property(access=_READ, name="IconAccessibleDesc")
    def icon_accessible_desc(self) -> DBusStr:
        """What blind users hear in place of the icon."""
        return self._view.title

    @dbus_property(access=_READ, name="OverlayIconName")
    def overlay_icon_name(self) -> DBusStr:
        """Empty: the icon itself shows the state."""
        return ""

    @dbus_property(access=_READ, name="OverlayIconPixmap")
    def overlay_icon_pixmap(self) -> _Pixmaps:
        """Empty: the icon itself shows the state."""
        return []

    @dbus_property(access=_READ, name="AttentionIconName")
    def attention_icon_name(self) -> DBusStr:
        """Empty: the icon itself shows the state."""
        return ""

    @dbus_property(access=_READ, name="AttentionIconPixmap")
    def attention_icon_pixmap(self) -> _Pixmaps:
        """Empty: the icon itself shows the state."""
        return []

    @dbus_property(access=_READ, name="AttentionAccessibleDesc")
    def attention_accessible_desc(self) -> DBusStr:
        """Empty: the icon itself shows the state."""
        return ""

    @dbus_property(access=_READ, name="AttentionMovieName")
    def attention_movie_name(self) -> DBusStr:
        """Empty: there is no movie."""
        return ""

    @dbus_property(access=_READ, name="ToolTip")
    def tool_tip(self) -> _ToolTip:
        """Title in plain text, the rest as the markup that the specification demands."""
        title = self._view.heading if quirks.shows_whole_tooltip(self._hosts, self._watcher) else self._view.title
        return ("", [], title, escape_markup(self._view.tooltip))

    @dbus_property(access=_READ, name="ItemIsMenu")
    def item_is_menu(self) -> DBusBool:
        """A left click opens the menu too, where the host supports it."""
        return quirks.ITEM_IS_MENU

    @dbus_property(access=_READ, name="Menu")
    def menu(self) -> DBusObjectPath:
        """The path of the menu's object."""
        return MENU_PATH

    @dbus_property(access=_READ, name="XAyatanaLabel")
    def label(self) -> DBusStr:
        """Text beside the icon, for hosts that show one; empty when the settings turn it off."""
        return "" if quirks.label_is_tooltip(self._watcher) else self._view.label

    @dbus_property(access=_READ, name="XAyatanaLabelGuide")
    def label_guide(self) -> DBusStr:
        """The widest text, so that the width of the panel's item does not change with each figure."""
        return formatting.WIDEST_TRAY_LABEL if self.label else ""

    @dbus_method(name="Activate")
    def activate(self, _x: DBusInt32, _y: DBusInt32) -> _Nothing:
        """A left click in a host that does not open the menu with it; refused where the host then opens it."""
        if quirks.opens_menu_on_refusal(self._hosts, self._watcher):
            raise DBusError(ErrorType.UNKNOWN_METHOD, "a click opens the menu")
        self.on_details_request()

    @dbus_method(name="SecondaryActivate")
    def secondary_activate(self, _x: DBusInt32, _y: DBusInt32) -> _Nothing:
        """A middle click."""
        self._send(Refresh())

    @dbus_method(name="XAyatanaSecondaryActivate")
    def ayatana_secondary_activate(self, _timestamp: DBusUInt32) -> _Nothing:
        """A middle click in hosts with Ayatana's indicators."""
        self._send(Refresh())

    @dbus_method(name="ContextMenu")
    def context_menu(self, _x: DBusInt32, _y: DBusInt32) -> _Nothing:
        """A click in a host that draws no menu; the others open it by themselves."""
        self.on_menu_request()

    @dbus_method(name="Scroll")
    def scroll(self, delta: DBusInt32, _orientation: DBusStr) -> _Nothing:
        """A wheel over the icon, in either direction."""
        self._on_scroll(quirks.steps_down(delta))

    @dbus_signal(name="NewIcon")
    def new_icon(self) -> _Nothing:
        """Hosts are to read the icon again."""

    @dbus_signal(name="NewTitle")
    def new_title(self) -> _Nothing:
        """Hosts are to read the title again."""

    @dbus_signal(name="NewToolTip")
    def new_tooltip(self) -> _Nothing:
        """Hosts are to read the tooltip again."""

    @dbus_signal(name="XAyatanaNewLabel")
    def new_label(self) -> _Label:
        """The new text and its guide."""
        return [self.label, self.label_guide]


def escape_markup(text: str) -> str:
    """Plain text as markup that shows the same."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
