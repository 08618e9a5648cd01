"""How this desktop wants the icon to look, derived from what its programs and files say.

Pure. No desktop names the colour of its panel, so the hints are used in this order: the panel's own setting, its theme,
what the desktop asks of applications, and what panels look like on the screen. Where nothing is known the icon stays
one that is legible on both dark and light panels. This module must not know how a hint was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from brim.model.options import IconScheme
from brim.tray.icon.iconspec import Appearance
from brim.tray.linux.appearance.colour import Colour, from_decimal, from_hexadecimal, luminance

APPEARANCE = "org.freedesktop.appearance"
INTERFACE = "org.gnome.desktop.interface"
PLASMA = "org.kde.plasmashell"
XFCE = "org.xfce.Panel"
PANEL_SCHEMES = {
    "org.gnome.Shell": IconScheme.DARK,
    "org.Cinnamon": IconScheme.AUTO,
}
"""Panels whose colour is not that of applications, by bus name.

GNOME Shell: its top bar is dark in the light style too (read: the default theme of gnome-shell). Cinnamon: the panel
follows a theme of its own, which its settings for applications do not name, so its colour is not known.
"""

PANELS = (*PANEL_SCHEMES, PLASMA, XFCE)
"""Bus names of panels whose colour can be derived."""

PORTAL_KEYS = (
    (APPEARANCE, "color-scheme"),
    (APPEARANCE, "reduced-motion"),
    (INTERFACE, "color-scheme"),
    (INTERFACE, "gtk-theme"),
    (INTERFACE, "enable-animations"),
)
"""What is read from the settings portal: its own keys, and keys of the desktop that it passes on."""

_PREFERRED_SCHEMES = {1: IconScheme.DARK, 2: IconScheme.LIGHT}
"""Values of the portal's color-scheme; all others prefer nothing."""
_REDUCED_MOTION = 1
"""The value of the portal's reduced-motion that asks for less motion."""
_OWN_COLOUR = 1
"""The background-style of a panel of Xfce that has a colour of its own."""
_TRAY_PLUGINS = {"systray", "statusnotifier"}
"""Plugins of Xfce's panel that draw icons."""
_DEFAULT_THEMES = (None, "", "Adwaita")
_OPAQUE = 0.5
_MIDDLE_LUMINANCE = 0.179
"""The luminance on which black and white have the same contrast (WCAG 2)."""

type FileKey = tuple[str, str, str]
"""File, section and key of a line."""


@dataclass(frozen=True, slots=True)
class AppearanceHints:
    """All that is known of the desktop's appearance."""

    panels: frozenset[str] = frozenset()
    """Those of PANELS that run."""
    portal: Mapping[tuple[str, str], object] = field(default_factory=dict)
    """Values of the settings portal by namespace and key."""
    xfce: Mapping[str, object] = field(default_factory=dict)
    """Values of Xfce's settings by channel and property, for example `xfce4-panel/panels/dark-mode`."""
    files: Mapping[FileKey, str] = field(default_factory=dict)
    """Lines of the settings files of KDE and LXQt."""
    panel_colours: tuple[Colour, ...] = ()
    """The colours of panels as the screen shows them."""


def evaluate(hints: AppearanceHints) -> Appearance:
    """The appearance that follows from the hints."""
    scheme = _scheme_of_settings(hints)
    return Appearance(_scheme_of_screen(hints) if scheme is IconScheme.AUTO else scheme, _reduced_motion(hints))


def _scheme_of_settings(hints: AppearanceHints) -> IconScheme:
    for panel, scheme in PANEL_SCHEMES.items():
        if panel in hints.panels:
            return scheme
    most_certain_first = (
        _scheme_of_plasma(hints) if PLASMA in hints.panels else IconScheme.AUTO,
        _scheme_of_xfce(hints) if XFCE in hints.panels else IconScheme.AUTO,
        _scheme_of_lxqt(hints),
        _scheme_of_applications(hints),
        _scheme_of_xfce_defaults(hints) if XFCE in hints.panels else IconScheme.AUTO,
    )
    return next((scheme for scheme in most_certain_first if scheme is not IconScheme.AUTO), IconScheme.AUTO)


def _scheme_of_plasma(hints: AppearanceHints) -> IconScheme:
    """Plasma's own theme; the default one has the colours of applications."""
    by_name = _scheme_by_name(hints.files.get(("plasmarc", "Theme", "name")))
    if by_name is not IconScheme.AUTO:
        return by_name
    return _scheme_by_colour(from_decimal(hints.files.get(("kdeglobals", "Colors:Window", "BackgroundNormal"), "")))


def _scheme_of_xfce(hints: AppearanceHints) -> IconScheme:
    """The switch for dark panels, then the colour of the panel with the icons, then the theme of GTK."""
    if hints.xfce.get("xfce4-panel/panels/dark-mode") is True:
        return IconScheme.DARK
    panel = _panel_with_icons(hints.xfce)
    if hints.xfce.get(f"{panel}/background-style") == _OWN_COLOUR:
        numbers = _numbers(hints.xfce.get(f"{panel}/background-rgba"))
        if len(numbers) == len("rgba"):
            red, green, blue, alpha = numbers
            return _scheme_by_colour((red, green, blue)) if alpha >= _OPAQUE else IconScheme.AUTO
    return _scheme_by_name(hints.xfce.get("xsettings/Net/ThemeName"))


def _scheme_of_xfce_defaults(hints: AppearanceHints) -> IconScheme:
    """GTK's default theme is light while Xfce's switch for dark panels is off."""
    is_default = hints.xfce.get("xsettings/Net/ThemeName") in _DEFAULT_THEMES
    is_off = hints.xfce.get("xfce4-panel/panels/dark-mode") is False
    return IconScheme.LIGHT if is_default and is_off else IconScheme.AUTO


def _panel_with_icons(xfce: Mapping[str, object]) -> str:
    for number in _numbers(xfce.get("xfce4-panel/panels")):
        panel = f"xfce4-panel/panels/panel-{number:g}"
        plugin_ids = _numbers(xfce.get(f"{panel}/plugin-ids"))
        if any(xfce.get(f"xfce4-panel/plugins/plugin-{plugin_id:g}") in _TRAY_PLUGINS for plugin_id in plugin_ids):
            return panel
    return ""


def _scheme_of_lxqt(hints: AppearanceHints) -> IconScheme:
    """The colour of a panel, then LXQt's theme."""
    for (name, _, key), value in hints.files.items():
        if name == "lxqt/panel.conf" and key == "background-color":
            return _scheme_by_colour(from_hexadecimal(value))
    return _scheme_by_name(hints.files.get(("lxqt/lxqt.conf", "General", "theme")))


def _scheme_of_screen(hints: AppearanceHints) -> IconScheme:
    """What all panels look like, if they look alike: it is not known which of them has the icons."""
    schemes = {_scheme_by_colour(colour) for colour in hints.panel_colours}
    return schemes.pop() if len(schemes) == 1 else IconScheme.AUTO


def _scheme_of_applications(hints: AppearanceHints) -> IconScheme:
    preferred = hints.portal.get((APPEARANCE, "color-scheme"))
    if isinstance(preferred, int) and preferred in _PREFERRED_SCHEMES:
        return _PREFERRED_SCHEMES[preferred]
    for key in ("color-scheme", "gtk-theme"):
        if (by_name := _scheme_by_name(hints.portal.get((INTERFACE, key)))) is not IconScheme.AUTO:
            return by_name
    return IconScheme.AUTO


def _reduced_motion(hints: AppearanceHints) -> bool:
    """Whether any setting asks for less motion."""
    speed = hints.files.get(("kdeglobals", "KDE", "AnimationDurationFactor"), "")
    return (
        hints.portal.get((APPEARANCE, "reduced-motion")) == _REDUCED_MOTION
        or hints.portal.get((INTERFACE, "enable-animations")) is False
        or hints.xfce.get("xsettings/Gtk/EnableAnimations") is False
        or bool(re.fullmatch(r"0(\.0*)?", speed))
    )


def _scheme_by_name(name: object) -> IconScheme:
    """What the words in a theme's name mean; AUTO when they mean nothing."""
    words = re.split(r"[^a-z]+", name.lower()) if isinstance(name, str) else []
    if any(word.endswith(("dark", "darker")) for word in words):
        return IconScheme.DARK
    return IconScheme.LIGHT if any(word.endswith("light") for word in words) else IconScheme.AUTO


def _scheme_by_colour(colour: Colour | None) -> IconScheme:
    if colour is None:
        return IconScheme.AUTO
    return IconScheme.DARK if luminance(colour) < _MIDDLE_LUMINANCE else IconScheme.LIGHT


def _numbers(value: object) -> list[float]:
    """A list of numbers; empty when it is anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return []
    return [float(item) for item in value if isinstance(item, int | float)]
