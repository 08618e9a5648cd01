"""Where hosts of tray icons differ from the specification or from each other: each quirk once, with its reason.

What was seen in a real panel says so; the rest is read in the host's documentation or source. The rest of the tray
looks here and names no desktop. This module must not know D-Bus.
"""

from __future__ import annotations

from brim.model import IconScheme

SCHEMES = {
    "org.gnome.Shell": IconScheme.DARK,
    "org.Cinnamon": IconScheme.AUTO,
}
"""Panels whose colour is not that of applications, by bus name.

GNOME Shell: its top bar is dark in the light style too (read: the default theme of gnome-shell). Cinnamon: the panel
follows a theme of its own, which its settings for applications do not name; so nothing is said.
"""

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
