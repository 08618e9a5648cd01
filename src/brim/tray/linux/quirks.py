"""Where hosts of tray icons differ from the specification or from each other: each quirk once, with its reason.

What was seen in a real panel says so; the rest is read in the host's documentation or source. Where all hosts can be
served in the same way, that is done, and only the reason stands here:

- GNOME's extension drops an item that lacks a property (read), so `item` gives all of them.
- GNOME's extension gathers signals for a tenth of a second (read): more pictures in a second than ten are for nobody.
- A row that gets another number loses the click on an open menu (read, GNOME), so `layout` keeps numbers for good.
- lxqt-panel reads the menu one level after the other (seen), so `dbusmenu` serves what belongs together for a moment.
- Panels made with Qt turn a mark before anybody agreed (seen), so `dbusmenu` tells how all marks stand.
- xfce4-panel takes the largest picture and makes it smaller, never larger (seen); lxqt-panel, waybar (seen) and Plasma
  (read) take the one that fits, or the next larger one. So `pixels` offers each size, drawn at its own.

This module must not know D-Bus.
"""

from __future__ import annotations

ITEM_IS_MENU = True
"""Left click opens the menu in Plasma (read) and xfce4-panel (seen); lxqt-panel asks to activate all the same (seen).

GNOME's extension opens it too, after the time of a double click, because it cannot know whether an item that answers to
activation wants one (read).
"""

NOTCH = 120
"""One step of a wheel to hosts made with Qt, up is positive: lxqt-panel (seen), Plasma (read). Touchpads send parts."""
SMALL = 10
"""Up to here a number counts steps, down being positive: xfce4-panel (seen), GNOME's extension and waybar (read)."""


def steps_down(delta: int) -> float:
    """Steps of a wheel in what a host sends; negative is up, away from the person."""
    return float(delta) if abs(delta) <= SMALL else -delta / NOTCH
