"""The menu as the bus shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.command import ChangeSetting, MenuOpened, Quit, Refresh
from tests.desktop.driver import PNG
from tests.desktop.host import MENU, Host, RefusedError
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver

NOTHING = Variant("i", 0)


@pytest.fixture
def driver(start_desktop: StartDesktop, start_driver: StartDriver) -> Driver:
    """The tray on a bus without a panel."""
    return start_driver(start_desktop())


@pytest.fixture
def host(driver: Driver) -> Iterator[Host]:
    """A panel's place on that bus."""
    with Host(driver.desktop, driver.process.pid) as host:
        yield host


def test_every_kind_of_row(host: Host) -> None:
    """Texts, separators, pictures, check marks, submenus and radio groups are what the protocol calls them."""
    _revision, menu = host.layout()

    style = menu["children"][4]
    assert [row["properties"] for row in menu["children"]] == [
        {"label": "5-hour__session: 41%", "enabled": False},
        {"type": "separator"},
        {"label": "Refresh now", "enabled": True, "icon-data": PNG},
        {"label": "Ask Anthropic", "enabled": True, "toggle-type": "checkmark", "toggle-state": 1},
        {"label": "Icon style", "enabled": True, "children-display": "submenu"},
        {"label": "Not now", "enabled": False},
        {"label": "Quit Brim", "enabled": True},
    ]
    assert [row["properties"] for row in style["children"]] == [
        {"label": "Dark", "enabled": True, "toggle-type": "radio", "toggle-state": 1},
        {"label": "Light", "enabled": True, "toggle-type": "radio", "toggle-state": 0},
    ]


def test_a_host_may_ask_for_less(host: Host) -> None:
    """Depth, property names and a starting row limit what is given."""
    style = host.number("Icon style")

    assert host.layout(depth=0)[1]["children"] == []
    assert host.layout(depth=1)[1]["children"][4]["children"] == []
    assert host.layout(style, -1, ("label",))[1]["children"][0]["properties"] == {"label": "Dark"}


def test_properties_by_number(host: Host) -> None:
    """Properties are given for many rows, for all, and one by one; unknown rows are left out or refused."""
    quit_row = host.number("Quit Brim")

    (some,) = host.call(MENU, "GetGroupProperties", "aias", [quit_row, 999], ["label"])
    (everything,) = host.call(MENU, "GetGroupProperties", "aias", [], [])
    (label,) = host.call(MENU, "GetProperty", "is", quit_row, "label")

    assert some == [[quit_row, {"label": "Quit Brim"}]]
    assert len(everything) == 10
    assert label == "Quit Brim"
    with pytest.raises(RefusedError):
        host.call(MENU, "GetProperty", "is", 999, "label")
    with pytest.raises(RefusedError):
        host.layout(999)


def test_the_protocol_is_named(host: Host) -> None:
    """A host reads version 3, direction and state."""
    expected = {"Version": 3, "TextDirection": "ltr", "Status": "normal", "IconThemePath": []}

    assert host.properties(MENU) == expected


def test_clicks_send_commands(host: Host, driver: Driver) -> None:
    """Single and grouped clicks send the commands of their rows, in order; everything else is taken quietly."""
    numbers = {label: host.number(label) for label in ("Refresh now", "Light", "Quit Brim", "Not now")}

    for event in ("opened", "hovered", "clicked", "closed"):
        host.call(MENU, "Event", "isvu", numbers["Refresh now"], event, NOTHING, 0)
    host.call(MENU, "Event", "isvu", 999, "clicked", NOTHING, 0)
    host.call(MENU, "Event", "isvu", numbers["Not now"], "clicked", NOTHING, 0)
    group = [[number, "clicked", NOTHING, 0] for number in (numbers["Light"], 998, numbers["Quit Brim"])]
    (unknown,) = host.call(MENU, "EventGroup", "a(isvu)", group)

    assert unknown == [998]
    driver.wait_for(repr(Quit()))
    assert driver.record() == ["ready", repr(Refresh()), repr(ChangeSetting("style", "light")), repr(Quit())]


def test_a_mark_shows_what_is(host: Host, driver: Driver) -> None:
    """After a click on a mark hosts are told how all marks stand: some turn it before anybody agreed."""
    check, dark, light = (host.number(label) for label in ("Ask Anthropic", "Dark", "Light"))
    host.signals()

    host.call(MENU, "Event", "isvu", light, "clicked", NOTHING, 0)

    marks = [[check, {"toggle-state": 1}], [dark, {"toggle-state": 1}], [light, {"toggle-state": 0}]]
    assert host.signals() == [("ItemsPropertiesUpdated", [marks, []])]
    driver.wait_for(repr(ChangeSetting("style", "light")))


def test_a_new_label_changes_no_layout(host: Host, driver: Driver) -> None:
    """Other texts are told as properties, with the values that changed; the revision stays."""
    revision, _menu = host.layout()
    number = host.number("5-hour__session: 41%")

    driver.do("show relabelled")

    assert host.signals() == [("ItemsPropertiesUpdated", [[[number, {"label": "5-hour session: 42%"}]], []])]
    assert host.layout()[0] == revision


def test_numbers_stay_with_their_rows(host: Host, driver: Driver) -> None:
    """A row that comes raises the revision; the others keep their numbers, and so does a row that returns."""
    revision, _menu = host.layout()
    before = host.number("Quit Brim")

    driver.do("show longer")
    assert host.signals() == [("LayoutUpdated", [revision + 1, 0])]
    plan = host.number("Max 5x")
    assert host.number("Quit Brim") == before

    driver.do("show calm")
    driver.do("show longer")
    assert host.number("Max 5x") == plan
    assert host.layout()[0] == revision + 3


def test_the_menu_is_made_when_it_opens(host: Host, driver: Driver) -> None:
    """Rows are made anew for a host that is about to show them, and it is told so."""
    driver.do("live relabelled")
    host.signals()

    (single,) = host.call(MENU, "AboutToShow", "i", 0)
    changed, unknown = host.call(MENU, "AboutToShowGroup", "ai", [0, 999])

    assert single is True
    assert (changed, unknown) == ([0], [999])
    assert host.names() == ["ItemsPropertiesUpdated", "ItemsPropertiesUpdated"]
    assert host.layout()[1]["children"][0]["properties"]["label"].startswith("Opened ")


def test_opening_the_menu_is_told(host: Host, driver: Driver) -> None:
    """Whichever way a host says that the menu opens, the tray tells the reading side; of a submenu it does not."""
    style = host.number("Icon style")
    host.layout()
    host.call(MENU, "AboutToShow", "i", style)
    host.call(MENU, "Event", "isvu", style, "opened", NOTHING, 0)
    host.call(MENU, "AboutToShow", "i", 0)
    host.call(MENU, "AboutToShowGroup", "ai", [style, 0])
    host.call(MENU, "Event", "isvu", 0, "opened", NOTHING, 0)
    host.call(MENU, "Event", "isvu", 0, "closed", NOTHING, 0)
    host.call(MENU, "Event", "isvu", host.number("Quit Brim"), "clicked", NOTHING, 0)

    driver.wait_for(repr(Quit()))
    assert driver.record() == ["ready", *[repr(MenuOpened())] * 3, repr(Quit())]


def test_an_unchanged_menu_says_so(host: Host) -> None:
    """A menu whose rows are the same when it opens emits nothing and need not be read again."""
    host.signals()

    assert host.call(MENU, "AboutToShow", "i", 0) == [False]
    assert host.call(MENU, "AboutToShowGroup", "ai", [0]) == [[], []]
    assert host.call(MENU, "AboutToShow", "i", 999) == [False]
    assert host.names() == []


def test_a_host_that_only_reads(host: Host, driver: Driver) -> None:
    """A host that reads the menu when it opens, without saying so before, gets the rows of that moment too."""
    driver.do("live relabelled")
    before = host.layout()[1]["children"][0]["properties"]

    wait_until(lambda: host.layout()[1]["children"][0]["properties"] != before, "rows of a later moment")
