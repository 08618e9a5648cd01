"""What a desktop says of its looks, and what is made of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.options import IconScheme
from brim.tray.icon.spec import Appearance
from brim.tray.linux.appearance.configfiles import entries
from brim.tray.linux.appearance.policy import APPEARANCE, INTERFACE, PLASMA, XFCE, AppearanceHints, evaluate
from tests.desktop.host import Host

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver, StartMock
    from tests.desktop.harness import Desktop
    from tests.desktop.mocks import Mock

DARK, LIGHT, UNKNOWN = IconScheme.DARK, IconScheme.LIGHT, IconScheme.AUTO
PORTAL = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
COLOURS = ("kdeglobals", "Colors:Window", "BackgroundNormal")
SCHEME = (APPEARANCE, "color-scheme")


def xfce(**values: object) -> dict[str, object]:
    """A panel of Xfce that draws icons, with some settings."""
    names = {
        "dark": "panels/dark-mode",
        "style": "panels/panel-1/background-style",
        "rgba": "panels/panel-1/background-rgba",
    }
    told = {f"xfce4-panel/{names[name]}": value for name, value in values.items() if name in names}
    if "theme" in values:
        told["xsettings/Net/ThemeName"] = values["theme"]
    panel = {"xfce4-panel/panels": [2, 1], "xfce4-panel/panels/panel-2/plugin-ids": [9]}
    return panel | {"xfce4-panel/panels/panel-1/plugin-ids": [4, 7], "xfce4-panel/plugins/plugin-7": "systray"} | told


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
    """The panel's own settings come before its theme, and that before what applications are to look like."""
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
def test_the_wish_for_less_motion(hints: AppearanceHints, *, expected: bool) -> None:
    """Any desktop's way to ask for less motion counts."""
    assert expected is evaluate(hints).reduced_motion


def test_lines_of_a_settings_file() -> None:
    """Sections and keys are read; comments and what is no line of settings are passed over."""
    text = "# a = b\n[Colors:Window]\nBackgroundNormal = 1,2,3\nnonsense\n[A][B]\nname[$e]=x=y\n"

    assert [("Colors:Window", "BackgroundNormal", "1,2,3"), ("A][B", "name[$e]", "x=y")] == list(entries(text))


ONE_KEY = """
if args[1] != 'color-scheme' or args[0] != 'org.freedesktop.appearance':
    raise dbus.exceptions.DBusException('no such key', name='org.freedesktop.portal.Error.NotFound')
ret = dbus.UInt32({value}, variant_level={level})
"""


def start_portal(desktop: Desktop, start_mock: StartMock, *, method: str = "ReadOne", scheme: int = 1) -> Mock:
    """A settings portal that knows one key, and one way to be asked for it."""
    portal = start_mock(desktop, PORTAL, PORTAL_PATH)
    level = 1 if method == "ReadOne" else 2  # older portals put each value into two variants
    portal.add_method(SETTINGS, method, ("ss", "v"), ONE_KEY.format(value=scheme, level=level))
    return portal


def change(portal: Mock, key: str, value: Variant, namespace: str = APPEARANCE) -> None:
    """Tell of a setting that is new."""
    portal.emit(SETTINGS, "SettingChanged", Variant("s", namespace), Variant("s", key), Variant("v", value))


def looks(driver: Driver) -> list[str]:
    """What has been wanted so far."""
    return [line.split(" wants ", 1)[1] for line in driver.errors().splitlines() if " wants " in line]


def lasts(driver: Driver, appearance: Appearance) -> bool:
    """Whether that is what is wanted now."""
    return looks(driver)[-1:] == [repr(appearance)]


def wait_for_looks(driver: Driver, *expected: Appearance) -> None:
    """Wait until exactly these looks have been wanted, in this order."""
    lines = [repr(one) for one in expected]
    driver.desktop.wait(lambda: looks(driver) == lines, f"{lines}, and not {looks(driver)}")


@pytest.mark.parametrize("method", ["ReadOne", "Read"])
def test_a_portal(method: str, start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """The portal's word is taken, also an older portal's; changes are taken at once, and others are left alone."""
    desktop = start_desktop()
    portal = start_portal(desktop, start_mock, method=method)
    driver = start_driver(desktop, "--debug")
    wait_for_looks(driver, Appearance(DARK))

    change(portal, "accent-color", Variant("s", "none"))
    change(portal, "color-scheme", Variant("u", 2))
    change(portal, "reduced-motion", Variant("u", 1))
    change(portal, "color-scheme", Variant("u", 0))

    wait_for_looks(
        driver,
        Appearance(DARK),
        Appearance(LIGHT),
        Appearance(LIGHT, reduced_motion=True),
        Appearance(reduced_motion=True),
    )


def test_a_portal_that_comes_and_goes(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """A portal that starts late is asked then; when it goes, nothing is known any more, and the icon follows."""
    desktop = start_desktop()
    driver = start_driver(desktop, "--debug")
    with Host(desktop, driver.process.pid) as host:
        portal = start_portal(desktop, start_mock, scheme=2)
        change(portal, "color-scheme", Variant("u", 2))
        wait_for_looks(driver, Appearance(LIGHT))
        portal.stop()
        wait_for_looks(driver, Appearance(LIGHT), Appearance())

        assert ["NewIcon", "NewIcon"] == host.names()


def test_a_portal_without_settings(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """A portal that knows no settings changes nothing."""
    desktop = start_desktop()
    start_mock(desktop, PORTAL, PORTAL_PATH)
    driver = start_driver(desktop, "--debug")

    driver.wait_until_heard(PORTAL)

    wait_for_looks(driver)


def set_xfconf(desktop: Desktop, channel: str, name: str, value: str) -> None:
    """Change a setting of Xfce, as its settings dialogs do."""
    words = (f"string:{channel}", f"string:{name}", f"variant:{value}")
    desktop.call("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf.SetProperty", *words)


def test_a_panel_of_xfce(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The real panel's switch, its theme and the wish for less motion are known at the start and when they change."""
    desktop = start_desktop("xfce")
    driver = start_driver(desktop, "--debug")
    wait_for_looks(driver, Appearance(DARK))

    set_xfconf(desktop, "xfce4-panel", "/panels/dark-mode", "boolean:false")
    set_xfconf(desktop, "xsettings", "/Net/ThemeName", "string:Adwaita-Dark")
    set_xfconf(desktop, "xsettings", "/Gtk/EnableAnimations", "boolean:false")
    changes = [Appearance(DARK), Appearance(LIGHT), Appearance(DARK), Appearance(DARK, reduced_motion=True)]
    wait_for_looks(driver, *changes)
    desktop.stop_program("panel")

    wait_for_looks(driver, *changes, Appearance(reduced_motion=True))


@pytest.mark.parametrize(("dark", "expected"), [(True, DARK), (False, LIGHT)])
def test_a_panel_of_lxqt(
    start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool, expected: IconScheme
) -> None:
    """The colour of the real panel is known from its file."""
    desktop = start_desktop("lxqt", dark=dark)
    desktop.env["XDG_CONFIG_HOME"] = str(desktop.folder / "config")

    wait_for_looks(start_driver(desktop, "--debug"), Appearance(expected))


@pytest.mark.parametrize(("dark", "expected"), [(True, DARK), (False, LIGHT)])
def test_a_panel_that_tells_nothing(
    start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool, expected: IconScheme
) -> None:
    """Where no setting tells how the panel looks, it is seen on the screen, also when the panel comes late."""
    early, late = start_desktop("lxqt", dark=dark), start_desktop("lxqt", dark=dark)
    late.kill_program("panel")
    drivers = start_driver(early, "--debug"), start_driver(late, "--debug")
    drivers[1].wait_for("ready")
    late.start_panel()

    for driver in drivers:
        driver.desktop.wait(partial(lasts, driver, Appearance(expected)), str(expected), 30)


def test_plasma(home: Path, start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """Plasma's files are read while Plasma runs, the chosen ones above those of the global theme."""
    folder = home / ".config"
    (folder / "kdedefaults").mkdir(parents=True)
    (folder / "kdedefaults/kdeglobals").write_text("[Colors:Window]\nBackgroundNormal=239,240,241\n")
    desktop = start_desktop()
    portal = start_portal(desktop, start_mock, scheme=0)
    start_mock(desktop, PLASMA, "/PlasmaShell")
    driver = start_driver(desktop, "--debug")
    wait_for_looks(driver, Appearance(LIGHT))

    (folder / "kdeglobals").write_text("[KDE]\nAnimationDurationFactor=0\n[Colors:Window]\nBackgroundNormal=32,32,35\n")
    change(portal, "AnimationDurationFactor", Variant("s", "0"), "org.kde.kdeglobals.KDE")

    wait_for_looks(driver, Appearance(LIGHT), Appearance(DARK, reduced_motion=True))
