"""How this desktop wants things to look, judged from what its programs and files say.

Pure. No desktop tells the colour of its panel, so the surest clue is the panel's own setting, then its theme, then what
the desktop wishes for applications, then what panels look like on the screen. Where nothing is known the icon stays one
that is read on both. This module must not know how a clue was found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from brim.model.options import IconScheme
from brim.tray.icon.spec import Appearance

APPEARANCE = "org.freedesktop.appearance"
INTERFACE = "org.gnome.desktop.interface"
PLASMA = "org.kde.plasmashell"
XFCE = "org.xfce.Panel"
SCHEMES = {
    "org.gnome.Shell": IconScheme.DARK,
    "org.Cinnamon": IconScheme.AUTO,
}
"""Panels whose colour is not that of applications, by bus name.

GNOME Shell: its top bar is dark in the light style too (read: the default theme of gnome-shell). Cinnamon: the panel
follows a theme of its own, which its settings for applications do not name; so nothing is said.
"""

PANELS = (*SCHEMES, PLASMA, XFCE)
"""Bus names of panels that say how they look."""

PORTAL_KEYS = (
    (APPEARANCE, "color-scheme"),
    (APPEARANCE, "reduced-motion"),
    (INTERFACE, "color-scheme"),
    (INTERFACE, "gtk-theme"),
    (INTERFACE, "enable-animations"),
)
"""What is asked of the settings portal: its own keys, and the desktop's that it hands on."""

_PREFERS = {1: IconScheme.DARK, 2: IconScheme.LIGHT}
"""Values of the portal's color-scheme; all others prefer nothing."""
_REDUCE = 1
"""The value of the portal's reduced-motion that asks for it."""
_OWN_COLOUR = 1
"""The background-style of a panel of Xfce that has a colour of its own."""
_TRAYS = {"systray", "statusnotifier"}
"""Plugins of Xfce's panel that draw icons."""
_PLAIN_THEMES = (None, "", "Adwaita")
_OPAQUE = 0.5
_LINEAR = 0.04045
"""Up to here sRGB is linear."""
_MIDDLE = 0.179
"""The luminance on which black and white have the same contrast (WCAG 2)."""

type Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""
type FileKey = tuple[str, str, str]
"""File, section and key of a line."""


@dataclass(frozen=True, slots=True)
class AppearanceHints:
    """All that is known."""

    panels: frozenset[str] = frozenset()
    """Those of PANELS that run."""
    portal: Mapping[tuple[str, str], object] = field(default_factory=dict)
    """Values of the settings portal by namespace and key."""
    xfce: Mapping[str, object] = field(default_factory=dict)
    """Values of Xfce's settings by channel and property, for example `xfce4-panel/panels/dark-mode`."""
    files: Mapping[FileKey, str] = field(default_factory=dict)
    """Lines of the settings files of KDE and LXQt."""
    seen: tuple[Colour, ...] = ()
    """The colours of panels as they stand on the screen."""


def evaluate(clues: AppearanceHints) -> Appearance:
    """What follows from the clues."""
    scheme = _scheme(clues)
    return Appearance(_of_screen(clues) if scheme is IconScheme.AUTO else scheme, _still(clues))


def _scheme(clues: AppearanceHints) -> IconScheme:
    for panel, scheme in SCHEMES.items():
        if panel in clues.panels:
            return scheme
    surest_first = (
        _of_plasma(clues) if PLASMA in clues.panels else IconScheme.AUTO,
        _of_xfce(clues) if XFCE in clues.panels else IconScheme.AUTO,
        _of_lxqt(clues),
        _of_applications(clues),
        _of_plain_xfce(clues) if XFCE in clues.panels else IconScheme.AUTO,
    )
    return next((scheme for scheme in surest_first if scheme is not IconScheme.AUTO), IconScheme.AUTO)


def _of_plasma(clues: AppearanceHints) -> IconScheme:
    """Plasma's own theme; the default one has the colours of applications."""
    by_name = _by_name(clues.files.get(("plasmarc", "Theme", "name")))
    if by_name is not IconScheme.AUTO:
        return by_name
    return _by_colour(_decimal(clues.files.get(("kdeglobals", "Colors:Window", "BackgroundNormal"), "")))


def _of_xfce(clues: AppearanceHints) -> IconScheme:
    """The switch for dark panels, the colour of the panel with the icons, the theme of GTK."""
    if clues.xfce.get("xfce4-panel/panels/dark-mode") is True:
        return IconScheme.DARK
    panel = _panel_with_icons(clues.xfce)
    if clues.xfce.get(f"{panel}/background-style") == _OWN_COLOUR:
        numbers = _numbers(clues.xfce.get(f"{panel}/background-rgba"))
        if len(numbers) == len("rgba"):
            red, green, blue, alpha = numbers
            return _by_colour((red, green, blue)) if alpha >= _OPAQUE else IconScheme.AUTO
    return _by_name(clues.xfce.get("xsettings/Net/ThemeName"))


def _of_plain_xfce(clues: AppearanceHints) -> IconScheme:
    """GTK's own theme, where nobody chose another, is light once Xfce's switch for dark panels is off."""
    plain = clues.xfce.get("xsettings/Net/ThemeName") in _PLAIN_THEMES
    return IconScheme.LIGHT if plain and clues.xfce.get("xfce4-panel/panels/dark-mode") is False else IconScheme.AUTO


def _panel_with_icons(xfce: Mapping[str, object]) -> str:
    for number in _numbers(xfce.get("xfce4-panel/panels")):
        panel = f"xfce4-panel/panels/panel-{number:g}"
        plugins = (f"xfce4-panel/plugins/plugin-{one:g}" for one in _numbers(xfce.get(f"{panel}/plugin-ids")))
        if any(xfce.get(plugin) in _TRAYS for plugin in plugins):
            return panel
    return ""


def _of_lxqt(clues: AppearanceHints) -> IconScheme:
    """The colour of a panel; then LXQt's theme."""
    for (name, _, key), value in clues.files.items():
        if name == "lxqt/panel.conf" and key == "background-color":
            return _by_colour(_hexadecimal(value))
    return _by_name(clues.files.get(("lxqt/lxqt.conf", "General", "theme")))


def _of_screen(clues: AppearanceHints) -> IconScheme:
    """What all panels look like, if they look alike: nobody tells which one has the icons."""
    schemes = {_by_colour(colour) for colour in clues.seen}
    return schemes.pop() if len(schemes) == 1 else IconScheme.AUTO


def _of_applications(clues: AppearanceHints) -> IconScheme:
    wished = clues.portal.get((APPEARANCE, "color-scheme"))
    if isinstance(wished, int) and wished in _PREFERS:
        return _PREFERS[wished]
    for key in ("color-scheme", "gtk-theme"):
        if (by_name := _by_name(clues.portal.get((INTERFACE, key)))) is not IconScheme.AUTO:
            return by_name
    return IconScheme.AUTO


def _still(clues: AppearanceHints) -> bool:
    """Whether anybody asks for less motion."""
    speed = clues.files.get(("kdeglobals", "KDE", "AnimationDurationFactor"), "")
    return (
        clues.portal.get((APPEARANCE, "reduced-motion")) == _REDUCE
        or clues.portal.get((INTERFACE, "enable-animations")) is False
        or clues.xfce.get("xsettings/Gtk/EnableAnimations") is False
        or bool(re.fullmatch(r"0(\.0*)?", speed))
    )


def _by_name(name: object) -> IconScheme:
    """What a theme's name says, if it says anything."""
    words = re.split(r"[^a-z]+", name.lower()) if isinstance(name, str) else []
    if any(word.endswith(("dark", "darker")) for word in words):
        return IconScheme.DARK
    return IconScheme.LIGHT if any(word.endswith("light") for word in words) else IconScheme.AUTO


def _by_colour(colour: Colour | None) -> IconScheme:
    if colour is None:
        return IconScheme.AUTO
    return IconScheme.DARK if luminance(colour) < _MIDDLE else IconScheme.LIGHT


def luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2)."""
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _decimal(text: str) -> Colour | None:
    """A colour of KDE's files: `239,240,241`."""
    found = re.fullmatch(r"\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,.*)?", text)
    return _colour(*(int(part) for part in found.groups())) if found else None


def _hexadecimal(text: str) -> Colour | None:
    """A colour of LXQt's files: `#202020`."""
    found = re.fullmatch(r'"?#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})"?', text.strip())
    return _colour(*(int(part, 16) for part in found.groups())) if found else None


def _colour(red: int, green: int, blue: int) -> Colour:
    return min(red / 255, 1.0), min(green / 255, 1.0), min(blue / 255, 1.0)


def _numbers(value: object) -> list[float]:
    """A list of numbers; empty when it is anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return []
    return [float(one) for one in value if isinstance(one, int | float)]
