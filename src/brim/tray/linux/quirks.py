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
  inside a scrolled one no height (seen), so it gets the rows of `flatsubmenus`.
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
- Plasma shows eight lines below the title of a tooltip (seen); `tooltip` shows fewer.
- swaybar draws no menu, and calls ContextMenu at each click (seen); hosts that draw one do not. So `sessionbus` answers
  to it with a notification that has the menu's most needed rows as its buttons.

This module must not know D-Bus.
"""

from __future__ import annotations

ITEM_IS_MENU = True
"""Left click opens the menu in xfce4-panel (seen). lxqt-panel, Plasma and Cinnamon activate the item even so (seen).

GNOME's extension opens it too, after the time of a double click, because it cannot know whether an item that answers to
activation wants one (read).
"""

PLASMA = "org.kde.plasmashell"
AYATANA = "org.ayatana.indicator.application"
HOSTS_WITH_QUIRKS = (PLASMA, AYATANA)
"""Bus names of hosts that are served in another way than all others."""


def opens_menu_on_refusal(hosts: frozenset[str]) -> bool:
    """Whether a host opens the menu with a left click if the item refuses to be activated: Plasma (seen).

    In Cinnamon (seen) and lxqt-panel a refusal makes the click dead.
    """
    return PLASMA in hosts


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
