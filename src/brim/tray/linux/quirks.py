"""Where hosts of tray icons differ from the specification or from each other: each quirk once, with its reason.

"Seen" means seen in a real panel, "read" means read in the host's documentation or source. Where all hosts can be
served in the same way, Brim does that, and only the reason is listed here:

- GNOME's extension drops an item that lacks a property and logs an error for one without a description of its icon
  (seen), so `statusnotifieritem` serves all of them.
- GNOME's extension loses an item that registers a well-known name when it is switched off and on, as the lock screen
  does (seen); all hosts know paths, because libayatana registers nothing else. So `sessionbus` registers the path.
- GNOME's extension shows a busy cursor for ten seconds to programs that take an activation token and open no window
  (seen), so `statusnotifieritem` takes none.
- GNOME's extension replaces every submenu when it reads the layout again, which shuts the open one (seen), so
  `dbusmenu` asks for that only when rows were added, removed or moved.
- GNOME Shell does not scroll a menu that is higher than the screen (seen), so `rows` makes few rows; it gives a submenu
  inside a scrolled one no height (seen), so it gets the rows of `flatsubmenus`. Its extension draws no picture beside a
  row with a submenu (seen), so these rows have bars of letters.
- GNOME's extension collects signals for a tenth of a second (read): it shows at most ten pictures in a second.
- GNOME's extension drops a picture that it reads while it makes the one before, which takes long while the shell is
  busy, and shows the old one until the next signal (seen: an icon of a reading that had ended, after the start). So
  `iconreminder` signals the last icon again.
- A row that gets another number loses the click on an open menu (read, GNOME), so `menulayout` changes no number.
- GNOME's extension draws rows in a wrong order when one goes while another comes, and when one moves (seen), so in
  `rowslots` a row that goes leaves its place, invisible, and none moves.
- lxqt-panel reads the menu one level after the other (seen), so `dbusmenu` serves the same rows for a second.
- Panels made with Qt change a mark before Brim has agreed (seen), so `dbusmenu` sends the state of all marks.
- xfce4-panel takes the largest picture and makes it smaller, never larger (seen); lxqt-panel, waybar (seen) and Plasma
  (read) take the one that fits, or the next larger one. So `pixmaps` offers several sizes, each drawn for that size.
- Plasma places a submenu by the size that it had before, at first off the screen (KDE bug 442877, seen); once a host
  has read the first level alone, `dbusmenu` has it read the submenus too.
- Plasma does not move an open menu that grows, so rows are off the screen (seen): `openmenu` keeps the rows until the
  menu has closed.
- Plasma shows eight lines below the title of a tooltip (seen); `tooltip` shows fewer. lxqt-panel shows the title alone
  (seen), so that says all that matters, except in hosts that show the lines below it: there it would say it twice.
- XApp's watcher (Cinnamon, Mint) opens the menu with a left click only for items below the path that Ayatana's library
  uses, and calls Activate for all others (seen). It shows the text beside such an icon in place of the tooltip (read).
  So `sessionbus` registers such a path there, and `statusnotifieritem` has no such text.
- GNOME's extension waits for a second click before it opens the menu, once an item has answered to activation (read).
  So `statusnotifieritem` refuses it there.
- lxqt-panel activates an item with a left click, whatever the item says (seen), and shows its menu with a right click
  only. So `sessionbus` opens the details page there; the demo, which has none, shows a notification.
- swaybar draws no menu, and calls ContextMenu at each click (seen); hosts that draw one do not. So `sessionbus` answers
  to it with a notification that has the menu's most needed rows as its buttons.

This module must not know D-Bus.
"""

from __future__ import annotations

ITEM_IS_MENU = True
"""Left click opens the menu in xfce4-panel (seen). lxqt-panel, Plasma and Cinnamon activate the item even so (seen)."""

ITEM_PATH, AYATANA_ITEM_PATH = "/StatusNotifierItem", "/org/ayatana/NotificationItem/brim"
GNOME_SHELL, XAPP_WATCHER = "org.gnome.Shell", "org.x.StatusNotifierWatcher"
WATCHERS_WITH_QUIRKS = (GNOME_SHELL, XAPP_WATCHER)
"""Bus names of programs that have a watcher and are served in another way than all others."""

PLASMA = "org.kde.plasmashell"
AYATANA = "org.ayatana.indicator.application"
XFCE = "org.xfce.Panel"
HOSTS_WITH_QUIRKS = (PLASMA, AYATANA, XFCE)
"""Bus names of hosts that are served in another way than all others."""


def item_path(watcher: str) -> str:
    """The path of the item's object for this watcher."""
    return AYATANA_ITEM_PATH if watcher == XAPP_WATCHER else ITEM_PATH


def label_is_tooltip(watcher: str) -> bool:
    """Whether the text beside the icon would take the place of the tooltip."""
    return watcher == XAPP_WATCHER


def opens_menu_on_refusal(hosts: frozenset[str], watcher: str) -> bool:
    """Whether a left click opens the menu at once if the item refuses to be activated: Plasma (seen), GNOME.

    In lxqt-panel (read) a refusal makes the click dead.
    """
    return PLASMA in hosts or watcher == GNOME_SHELL


def shows_whole_tooltip(hosts: frozenset[str], watcher: str) -> bool:
    """Whether a tooltip is shown with its title and its lines: Plasma, Xfce and Cinnamon (seen)."""
    return PLASMA in hosts or XFCE in hosts or watcher == XAPP_WATCHER


def reads_files(hosts: frozenset[str]) -> bool:
    """Whether a host draws named icons and files only: the service of Ayatana's indicators, as in MATE (seen)."""
    return AYATANA in hosts


WHEEL_DELTA = 120
"""One step of a wheel in hosts made with Qt, up is positive: lxqt-panel (seen), Plasma (read). Touchpads send parts."""
LARGEST_STEP_COUNT = 10
"""Up to here a number counts steps, down is positive: xfce4-panel (seen), GNOME's extension and waybar (read)."""


def steps_down(delta: int) -> float:
    """Wheel steps in the number that a host sends; negative is up."""
    return float(delta) if abs(delta) <= LARGEST_STEP_COUNT else -delta / WHEEL_DELTA
