"""The tray item as it is served over the bus."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.model.command import NotificationResult, OpenDetails, PeekLimit, Refresh
from tests.desktop.host import ITEM, ErrorReplyError, Host
from tests.desktop.watcher import Watcher
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop, StartDriver


def test_every_property_is_served(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """All properties of the specification can be read: some hosts drop an item that lacks one."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host:
        properties = host.properties(ITEM)

    pixmaps = properties.pop("IconPixmap")
    expected = {
        "Category": "ApplicationStatus",
        "Id": "brim",
        "Title": "Brim: 41%",
        "Status": "Active",
        "WindowId": 0,
        "IconName": "",
        "IconThemePath": "",
        "IconAccessibleDesc": "Brim: 41%",
        "OverlayIconName": "",
        "OverlayIconPixmap": [],
        "AttentionIconName": "",
        "AttentionIconPixmap": [],
        "AttentionMovieName": "",
        "AttentionAccessibleDesc": "",
        "ToolTip": ["", [], "Brim: 41%", "Session 41%\nA &amp; B &lt;c&gt;"],
        "ItemIsMenu": True,
        "Menu": "/MenuBar",
        "XAyatanaLabel": "",
        "XAyatanaLabelGuide": "",
    }
    assert properties == expected
    assert [(16, 16), (22, 22), (24, 24), (32, 32), (44, 44), (48, 48), (64, 64)] == [
        (width, height) for width, height, _pixels in pixmaps
    ]
    assert all(len(pixels) == width * height * 4 for width, height, pixels in pixmaps)


def test_only_changes_are_signalled(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """An unchanged view emits nothing; an icon, a title and a tooltip emit their own signals and no others."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host:
        host.signals()

        driver.do("show calm")
        driver.do("show calm")
        assert host.signal_names() == []

        driver.do("show other-tooltip")
        assert host.signal_names() == ["NewToolTip"]

        driver.do("show exhausted")
        assert host.signal_names() == ["NewIcon", "NewTitle", "NewToolTip"]


def test_text_beside_the_icon(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Text beside the icon is signalled with the widest text that it may become; a view without it sends empty text."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host:
        host.signals()
        driver.do("show pinned")

        assert [("XAyatanaNewLabel", ["41%", "(100%)"])] == [
            signal for signal in host.signals() if "Label" in signal[0]
        ]
        assert ("41%", "(100%)") == (host.property("XAyatanaLabel"), host.property("XAyatanaLabelGuide"))

        driver.do("show calm")
        assert [("XAyatanaNewLabel", ["", ""])] == [signal for signal in host.signals() if "Label" in signal[0]]


def test_clicks(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Activation shows the details as a notification, and a middle click refreshes, by both its names."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host:
        host.call(ITEM, "Activate", "ii", 1, 1)
        host.call(ITEM, "SecondaryActivate", "ii", 1, 1)
        host.call(ITEM, "XAyatanaSecondaryActivate", "u", 1)

    wait_until(lambda: len(driver.record()) == 4, "three commands")
    assert sorted(driver.record()) == sorted(
        ["ready", repr(NotificationResult("details", "shown")), repr(Refresh()), repr(Refresh())]
    )


def test_activation_opens_the_details_page(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A left click in a host that opens no menu with it opens the page, once there is usage to show."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    driver.do("situation four-accounts")
    with Host(desktop, driver.process.pid) as host:
        host.call(ITEM, "Activate", "ii", 1, 1)

    driver.wait_for(repr(OpenDetails()))


def test_three_hundred_activations_show_one_notification(
    start_desktop: StartDesktop, start_driver: StartDriver
) -> None:
    """However often a program activates the icon, the details are shown once a second at most."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)
    details = repr(NotificationResult("details", "shown"))
    with Host(desktop, driver.process.pid) as host:
        begun = time.monotonic()
        for _ in range(300):
            host.call(ITEM, "Activate", "ii", 1, 1)
        seconds = time.monotonic() - begun
        driver.wait_for(details)
        host.call(ITEM, "SecondaryActivate", "ii", 1, 1)
        driver.wait_for(repr(Refresh()))

    assert 1 <= driver.record().count(details) <= 1 + seconds


def test_a_left_click_in_plasma(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Plasma opens the menu if the item refuses to be activated; when it has gone, a click shows the details again."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)
    details = repr(NotificationResult("details", "shown"))
    with Host(desktop, driver.process.pid) as host:
        host.call(ITEM, "Activate", "ii", 1, 1)
        driver.wait_for(details)
        with Host(desktop, driver.process.pid) as plasma:
            plasma.own("org.kde.plasmashell")
            wait_until(lambda: _is_refused(host), "a refusal")
        shown = driver.record().count(details)
        wait_until(lambda: not _is_refused(host) and driver.record().count(details) > shown, "the details again")


def test_hosts_that_show_the_title_above_the_tooltip(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """There the name stands above the lines, which say all that the title says; elsewhere the title says it."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    driver.do("show named")
    with Host(desktop, driver.process.pid) as host:
        assert host.property("ToolTip")[2] == host.property("Title") == "Brim: 41%"
        for name in ("org.kde.plasmashell", "org.xfce.Panel"):
            with Host(desktop, driver.process.pid) as panel:
                panel.own(name)
                wait_until(lambda: host.property("ToolTip")[2] == "Brim", "the name")
                assert "NewToolTip" in host.signal_names()
            wait_until(lambda: host.property("ToolTip")[2] == "Brim: 41%", "the title")
    with Watcher(desktop, name="org.x.StatusNotifierWatcher") as watcher:
        desktop.wait(lambda: len(watcher.items) == 1, "the icon")
        reply = desktop.call(
            f"org.kde.StatusNotifierItem-{driver.process.pid}-1",
            "/org/ayatana/NotificationItem/brim",
            "org.freedesktop.DBus.Properties.Get",
            "string:org.kde.StatusNotifierItem",
            "string:ToolTip",
        )

    assert 'string "Brim"' in reply


def test_a_left_click_in_gnome(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """GNOME's extension opens the menu at once where the item refuses; else it waits for a second click."""
    desktop = start_desktop()
    with Watcher(desktop, name="org.gnome.Shell") as watcher:
        driver = start_driver(desktop)
        with Host(desktop, driver.process.pid) as host:
            wait_until(lambda: _is_refused(host), "a refusal")

        assert [item.partition("/")[2] for item in watcher.items] == ["StatusNotifierItem"]


def test_an_item_for_xapp(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """XApp's watcher gets the path for which it opens menus by a left click; its successor gets the usual path."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    paths = []
    for name in ("org.x.StatusNotifierWatcher", None):
        with Watcher(desktop, name=name) as watcher:
            desktop.wait(lambda watcher=watcher: len(watcher.items) == 1, "the icon")  # type: ignore[misc] # its default
            paths.append(watcher.items[0].partition("/")[2])

    assert paths == ["org/ayatana/NotificationItem/brim", "StatusNotifierItem"]
    assert driver.process.poll() is None


def test_a_host_that_reads_files(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """While Ayatana's service runs each icon is a private file too, which is removed at the end."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host, Host(desktop, driver.process.pid) as ayatana:
        ayatana.own("org.ayatana.indicator.application")
        wait_until(lambda: host.property("IconName") != "", "the file's name")
        calm = Path(str(host.property("IconName")))
        driver.do("show exhausted")
        full = Path(str(host.property("IconName")))

        assert [calm.read_bytes()[:4], full.read_bytes()[:4]] == [b"\x89PNG"] * 2
        assert calm != full
        assert [path.stat().st_mode & 0o777 for path in (full.parent, full)] == [0o700, 0o600]
        assert "NewIcon" in host.signal_names()
    with Host(desktop, driver.process.pid) as host:
        wait_until(lambda: host.property("IconName") == "", "an icon of pixels alone")
    driver.do("stop")
    driver.process.wait(10)

    assert not full.parent.exists()


def test_a_host_that_draws_no_menu(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A host that only passes a click on gets a notification with the figures, Refresh, the page and Quit."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host:
        host.call(ITEM, "ContextMenu", "ii", 1, 1)

    driver.wait_for(repr(NotificationResult("menu", "shown")))


def _is_refused(host: Host) -> bool:
    try:
        host.call(ITEM, "Activate", "ii", 1, 1)
    except ErrorReplyError as error:
        return "UnknownMethod" in str(error)
    return False


def test_no_activation_token_is_taken(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A host that offers an activation token learns that no window will open, and shows no busy cursor for it."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host, pytest.raises(ErrorReplyError, match="UnknownMethod"):
        host.call(ITEM, "ProvideXdgActivationToken", "s", "token")


def test_a_burst_of_the_wheel(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A burst of the wheel is one step of a peek, in either direction of either wheel, and saves nothing."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    with Host(desktop, driver.process.pid) as host:
        host.call_many(20, "Scroll", "is", -6, "vertical")
        driver.wait_for(repr(PeekLimit(-1)))
        host.call_many(1, "Scroll", "is", -120, "horizontal")
        driver.wait_for(repr(PeekLimit(1)))

    assert [repr(PeekLimit(-1)), repr(PeekLimit(1))] == [line for line in driver.record() if "(" in line]
