"""The appearance that follows from what a desktop says of itself."""

from __future__ import annotations

import pytest

from brim.model.options import IconScheme
from brim.tray.linux.appearance.schemepolicy import APPEARANCE, INTERFACE, PLASMA, XFCE, AppearanceHints, evaluate

DARK, LIGHT, UNKNOWN = IconScheme.DARK, IconScheme.LIGHT, IconScheme.AUTO
COLOURS = ("kdeglobals", "Colors:Window", "BackgroundNormal")
SCHEME = (APPEARANCE, "color-scheme")


def xfce(**values: object) -> dict[str, object]:
    """A panel of Xfce that draws icons, with some settings."""
    names = {
        "dark": "panels/dark-mode",
        "style": "panels/panel-1/background-style",
        "rgba": "panels/panel-1/background-rgba",
    }
    settings = {f"xfce4-panel/{names[name]}": value for name, value in values.items() if name in names}
    if "theme" in values:
        settings["xsettings/Net/ThemeName"] = values["theme"]
    panel = {"xfce4-panel/panels": [2, 1], "xfce4-panel/panels/panel-2/plugin-ids": [9]}
    return (
        panel | {"xfce4-panel/panels/panel-1/plugin-ids": [4, 7], "xfce4-panel/plugins/plugin-7": "systray"} | settings
    )


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (AppearanceHints(), UNKNOWN),
        (AppearanceHints(panel_colours=((0.9, 0.9, 0.9),)), LIGHT),
        (AppearanceHints(panel_colours=((0.1, 0.1, 0.1), (0.0, 0.0, 0.0))), DARK),
        (AppearanceHints(panel_colours=((0.1, 0.1, 0.1), (0.9, 0.9, 0.9))), UNKNOWN),
        (AppearanceHints(portal={SCHEME: 1}, panel_colours=((0.9, 0.9, 0.9),)), DARK),
        (AppearanceHints(portal={SCHEME: 1}), DARK),
        (AppearanceHints(portal={SCHEME: 2}), LIGHT),
        (AppearanceHints(portal={SCHEME: 0}), UNKNOWN),
        (AppearanceHints(portal={SCHEME: 7}), UNKNOWN),
        (AppearanceHints(portal={SCHEME: "dark"}), UNKNOWN),
        (AppearanceHints(portal={SCHEME: 0, (INTERFACE, "color-scheme"): "prefer-dark"}), DARK),
        (AppearanceHints(portal={(INTERFACE, "color-scheme"): "default", (INTERFACE, "gtk-theme"): "Yaru-dark"}), DARK),
        (AppearanceHints(portal={(INTERFACE, "gtk-theme"): "Darkonia"}), UNKNOWN),
        (AppearanceHints(frozenset({"org.gnome.Shell"}), portal={SCHEME: 2}), DARK),
        (AppearanceHints(frozenset({"org.Cinnamon"}), portal={SCHEME: 2}), UNKNOWN),
        (AppearanceHints(frozenset({XFCE}), portal={SCHEME: 2}, xfce=xfce(dark=True)), DARK),
        (AppearanceHints(frozenset({XFCE}), portal={SCHEME: 2}, xfce=xfce(dark=False)), LIGHT),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce(dark=False)), LIGHT),
        (AppearanceHints(frozenset({XFCE}), portal={SCHEME: 1}, xfce=xfce(dark=False, theme="Adwaita")), DARK),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce(dark=False, theme="Greybird")), UNKNOWN),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce()), UNKNOWN),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce(dark=False, theme="Arc-Darker")), DARK),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce(style=1, rgba=[0.9, 0.9, 0.9, 1.0], theme="Arc-Dark")), LIGHT),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce(style=1, rgba=[0.1, 0.1, 0.1, 1.0])), DARK),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce(style=1, rgba=[0.1, 0.1, 0.1, 0.2], theme="Arc-Light")), UNKNOWN),
        (AppearanceHints(frozenset({XFCE}), xfce=xfce(style=1, rgba="black")), UNKNOWN),
        (AppearanceHints(xfce=xfce(dark=True)), UNKNOWN),
        (AppearanceHints(frozenset({PLASMA}), files={COLOURS: "49,54,59"}), DARK),
        (AppearanceHints(frozenset({PLASMA}), portal={SCHEME: 1}, files={COLOURS: "239,240,241"}), LIGHT),
        (
            AppearanceHints(
                frozenset({PLASMA}), files={COLOURS: "239,240,241", ("plasmarc", "Theme", "name"): "breeze-dark"}
            ),
            DARK,
        ),
        (AppearanceHints(frozenset({PLASMA}), portal={SCHEME: 1}, files={COLOURS: "bright"}), DARK),
        (AppearanceHints(files={("lxqt/panel.conf", "panel1", "background-color"): "#202020"}), DARK),
        (AppearanceHints(files={("lxqt/lxqt.conf", "General", "theme"): "light"}), LIGHT),
    ],
)
def test_the_scheme(hints: AppearanceHints, expected: IconScheme) -> None:
    """The panel's own settings come first, then its theme, then what applications are asked for, then the screen."""
    assert expected is evaluate(hints).scheme


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (AppearanceHints(), False),
        (AppearanceHints(portal={(APPEARANCE, "reduced-motion"): 1}), True),
        (AppearanceHints(portal={(APPEARANCE, "reduced-motion"): 0}), False),
        (AppearanceHints(portal={(INTERFACE, "enable-animations"): False}), True),
        (AppearanceHints(portal={(INTERFACE, "enable-animations"): True}), False),
        (AppearanceHints(xfce={"xsettings/Gtk/EnableAnimations": False}), True),
        (AppearanceHints(files={("kdeglobals", "KDE", "AnimationDurationFactor"): "0"}), True),
        (AppearanceHints(files={("kdeglobals", "KDE", "AnimationDurationFactor"): "0.5"}), False),
    ],
)
def test_reduced_motion(hints: AppearanceHints, *, expected: bool) -> None:
    """Every desktop's setting for less motion counts."""
    assert expected is evaluate(hints).reduced_motion
