"""The appearance that real desktops and mocked settings services lead to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.options import IconScheme
from brim.tray.icon.iconspec import Appearance
from brim.tray.linux.appearance.schemepolicy import APPEARANCE, PLASMA
from tests.desktop.host import Host

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver, StartMock
    from tests.desktop.harness import Desktop
    from tests.desktop.mocks import Mock

DARK, LIGHT = IconScheme.DARK, IconScheme.LIGHT
PORTAL = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"

ONE_KEY = """
if args[1] != 'color-scheme' or args[0] != 'org.freedesktop.appearance':
    raise dbus.exceptions.DBusException('no such key', name='org.freedesktop.portal.Error.NotFound')
ret = dbus.UInt32({value}, variant_level={level})
"""


def start_portal(desktop: Desktop, start_mock: StartMock, *, method: str = "ReadOne", scheme: int = 1) -> Mock:
    """A settings portal that knows one key, and one method to read it."""
    portal = start_mock(desktop, PORTAL, PORTAL_PATH)
    level = 1 if method == "ReadOne" else 2  # older portals put each value into two variants
    portal.add_method(SETTINGS, method, ("ss", "v"), ONE_KEY.format(value=scheme, level=level))
    return portal


def signal_change(portal: Mock, key: str, value: Variant, namespace: str = APPEARANCE) -> None:
    """Send the signal of a changed setting."""
    portal.emit(SETTINGS, "SettingChanged", Variant("s", namespace), Variant("s", key), Variant("v", value))


def appearances(driver: Driver) -> list[str]:
    """The appearances that the desktop has wanted so far."""
    return [line.split(" wants ", 1)[1] for line in driver.errors().splitlines() if " wants " in line]


def has_appearance(driver: Driver, appearance: Appearance) -> bool:
    """Whether the desktop wants this appearance now."""
    return appearances(driver)[-1:] == [repr(appearance)]


def wait_for_appearances(driver: Driver, *expected: Appearance) -> None:
    """Wait until the desktop has wanted exactly these appearances, in this order."""
    lines = [repr(appearance) for appearance in expected]
    driver.desktop.wait(lambda: appearances(driver) == lines, f"{lines}, and not {appearances(driver)}")


@pytest.mark.parametrize("method", ["ReadOne", "Read"])
def test_a_portal(method: str, start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """The portal's values apply, also an older portal's; changes apply at once, and other keys are ignored."""
    desktop = start_desktop()
    portal = start_portal(desktop, start_mock, method=method)
    driver = start_driver(desktop, "--debug")
    wait_for_appearances(driver, Appearance(DARK))

    signal_change(portal, "accent-color", Variant("s", "none"))
    signal_change(portal, "color-scheme", Variant("u", 2))
    signal_change(portal, "reduced-motion", Variant("u", 1))
    signal_change(portal, "color-scheme", Variant("u", 0))

    wait_for_appearances(
        driver,
        Appearance(DARK),
        Appearance(LIGHT),
        Appearance(LIGHT, reduced_motion=True),
        Appearance(reduced_motion=True),
    )


def test_a_portal_that_comes_and_goes(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """A portal that starts late is read then; when it ends, its values apply no longer, and the icon changes."""
    desktop = start_desktop()
    driver = start_driver(desktop, "--debug")
    with Host(desktop, driver.process.pid) as host:
        portal = start_portal(desktop, start_mock, scheme=2)
        signal_change(portal, "color-scheme", Variant("u", 2))
        wait_for_appearances(driver, Appearance(LIGHT))
        portal.stop()
        wait_for_appearances(driver, Appearance(LIGHT), Appearance())

        assert ["NewIcon", "NewIcon"] == host.signal_names()


def test_a_portal_without_settings(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """A portal without the settings interface changes nothing."""
    desktop = start_desktop()
    start_mock(desktop, PORTAL, PORTAL_PATH)
    driver = start_driver(desktop, "--debug")

    driver.wait_until_heard(PORTAL)

    wait_for_appearances(driver)


def set_xfconf(desktop: Desktop, channel: str, name: str, value: str) -> None:
    """Change a setting of Xfce, as its settings dialogs do."""
    arguments = (f"string:{channel}", f"string:{name}", f"variant:{value}")
    desktop.call("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf.SetProperty", *arguments)


def test_a_panel_of_xfce(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The real panel's switch, its theme and its animations are read at the start and when they change."""
    desktop = start_desktop("xfce")
    driver = start_driver(desktop, "--debug")
    wait_for_appearances(driver, Appearance(DARK))

    set_xfconf(desktop, "xfce4-panel", "/panels/dark-mode", "boolean:false")
    set_xfconf(desktop, "xsettings", "/Net/ThemeName", "string:Adwaita-Dark")
    set_xfconf(desktop, "xsettings", "/Gtk/EnableAnimations", "boolean:false")
    changes = [Appearance(DARK), Appearance(LIGHT), Appearance(DARK), Appearance(DARK, reduced_motion=True)]
    wait_for_appearances(driver, *changes)
    desktop.stop_program("panel")

    wait_for_appearances(driver, *changes, Appearance(reduced_motion=True))


@pytest.mark.parametrize(("dark", "expected"), [(True, DARK), (False, LIGHT)])
def test_a_panel_of_lxqt(
    start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool, expected: IconScheme
) -> None:
    """The colour of the real panel is read from its file."""
    desktop = start_desktop("lxqt", dark=dark)
    desktop.env["XDG_CONFIG_HOME"] = str(desktop.folder / "config")

    wait_for_appearances(start_driver(desktop, "--debug"), Appearance(expected))


@pytest.mark.parametrize(("dark", "expected"), [(True, DARK), (False, LIGHT)])
def test_a_panel_without_settings(
    start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool, expected: IconScheme
) -> None:
    """Where no setting names the panel's colour, it is read from the screen, also when the panel starts late."""
    early, late = start_desktop("lxqt", dark=dark), start_desktop("lxqt", dark=dark)
    late.kill_program("panel")
    drivers = start_driver(early, "--debug"), start_driver(late, "--debug")
    drivers[1].wait_for("ready")
    late.start_panel()

    for driver in drivers:
        driver.desktop.wait(partial(has_appearance, driver, Appearance(expected)), str(expected), 30)


def test_plasma(home: Path, start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """Plasma's files are read while Plasma runs; the user's own files override those of the global theme."""
    folder = home / ".config"
    (folder / "kdedefaults").mkdir(parents=True)
    (folder / "kdedefaults/kdeglobals").write_text("[Colors:Window]\nBackgroundNormal=239,240,241\n")
    desktop = start_desktop()
    portal = start_portal(desktop, start_mock, scheme=0)
    start_mock(desktop, PLASMA, "/PlasmaShell")
    driver = start_driver(desktop, "--debug")
    wait_for_appearances(driver, Appearance(LIGHT))

    (folder / "kdeglobals").write_text("[KDE]\nAnimationDurationFactor=0\n[Colors:Window]\nBackgroundNormal=32,32,35\n")
    signal_change(portal, "AnimationDurationFactor", Variant("s", "0"), "org.kde.kdeglobals.KDE")

    wait_for_appearances(driver, Appearance(LIGHT), Appearance(DARK, reduced_motion=True))


@pytest.mark.parametrize("signal", ["files", "colours"])
def test_plasma_without_a_portal(
    signal: str, home: Path, start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """Without a portal the colours follow what KDE reports: a file that was written, or other colours."""
    folder = home / ".config"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kdeglobals").write_text("[Colors:Window]\nBackgroundNormal=239,240,241\n")
    desktop = start_desktop()
    start_mock(desktop, PLASMA, "/PlasmaShell")
    driver = start_driver(desktop, "--debug")
    wait_for_appearances(driver, Appearance(LIGHT))

    (folder / "kdeglobals").write_text("[Colors:Window]\nBackgroundNormal=32,32,35\n")
    if signal == "files":
        settings = start_mock(desktop, "org.kde.systemsettings", "/kdeglobals")
        changed = Variant("a{saay}", {"Colors:Window": [b"BackgroundNormal"]})
        settings.emit("org.kde.kconfig.notify", "ConfigChanged", changed)
    else:
        settings = start_mock(desktop, "org.kde.systemsettings", "/KGlobalSettings")
        settings.emit("org.kde.KGlobalSettings", "notifyChange", Variant("i", 0), Variant("i", 0))

    wait_for_appearances(driver, Appearance(LIGHT), Appearance(DARK))
