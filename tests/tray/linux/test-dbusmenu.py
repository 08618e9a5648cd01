"""The menu as it is served over the bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.command import ChangeSetting, MenuOpened, Quit, Refresh
from tests.desktop.driver import PNG
from tests.desktop.host import MENU, ErrorReplyError, Host
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver
    from tests.desktop.host import Value

NOTHING = Variant("i", 0)


@pytest.fixture
def driver(start_desktop: StartDesktop, start_driver: StartDriver) -> Driver:
    """The tray on a bus without a panel."""
    return start_driver(start_desktop())


@pytest.fixture
def host(driver: Driver) -> Iterator[Host]:
    """A client on that bus in the place of a panel."""
    with Host(driver.desktop, driver.process.pid) as host:
        yield host


def test_every_kind_of_row(host: Host) -> None:
    """Texts, separators, pictures, check marks, submenus and radio groups have the protocol's properties."""
    _revision, menu = host.layout()

    style = menu["children"][4]
    assert [row["properties"] for row in menu["children"]] == [
        {"label": "Session__limit: 41%", "enabled": False},
        {"type": "separator"},
        {"label": "Refresh", "enabled": True, "icon-data": PNG},
        {"label": "Ask Anthropic", "enabled": True, "toggle-type": "checkmark", "toggle-state": 1},
        {"label": "Icon style", "enabled": True, "children-display": "submenu"},
        {"label": "Not now", "enabled": False},
        {"label": "Quit Brim", "enabled": True},
    ]
    assert [row["properties"] for row in style["children"]] == [
        {"label": "Dark", "enabled": True, "toggle-type": "radio", "toggle-state": 1},
        {"label": "Light", "enabled": True, "toggle-type": "radio", "toggle-state": 0},
    ]


def test_a_host_may_limit_its_request(host: Host) -> None:
    """Depth, property names and a starting row limit the reply."""
    style = host.row_id("Icon style")

    assert host.layout(depth=0)[1]["children"] == []
    assert host.layout(depth=1)[1]["children"][4]["children"] == []
    assert host.layout(style, -1, ("label",))[1]["children"][0]["properties"] == {"label": "Dark"}


def test_properties_by_number(host: Host) -> None:
    """Properties can be read for many rows, for all, and one by one; unknown rows are left out or are an error."""
    quit_row = host.row_id("Quit Brim")

    (some,) = host.call(MENU, "GetGroupProperties", "aias", [quit_row, 999], ["label"])
    (everything,) = host.call(MENU, "GetGroupProperties", "aias", [], [])
    (label,) = host.call(MENU, "GetProperty", "is", quit_row, "label")

    assert some == [[quit_row, {"label": "Quit Brim"}]]
    assert len(everything) == 10
    assert label == "Quit Brim"
    with pytest.raises(ErrorReplyError):
        host.call(MENU, "GetProperty", "is", 999, "label")
    with pytest.raises(ErrorReplyError):
        host.layout(999)


def test_the_properties_of_the_menu(host: Host) -> None:
    """The menu has protocol version 3, a text direction and a status."""
    expected = {"Version": 3, "TextDirection": "ltr", "Status": "normal", "IconThemePath": []}

    assert host.properties(MENU) == expected


def test_clicks_send_commands(host: Host, driver: Driver) -> None:
    """Single and grouped clicks send the commands of their rows, in order; other events send nothing."""
    row_ids = {label: host.row_id(label) for label in ("Refresh", "Light", "Quit Brim", "Not now")}

    for event in ("opened", "hovered", "clicked", "closed"):
        host.call(MENU, "Event", "isvu", row_ids["Refresh"], event, NOTHING, 0)
    host.call(MENU, "Event", "isvu", 999, "clicked", NOTHING, 0)
    host.call(MENU, "Event", "isvu", row_ids["Not now"], "clicked", NOTHING, 0)
    group = [[row_id, "clicked", NOTHING, 0] for row_id in (row_ids["Light"], 998, row_ids["Quit Brim"])]
    (unknown,) = host.call(MENU, "EventGroup", "a(isvu)", group)

    assert unknown == [998]
    driver.wait_for(repr(Quit()))
    assert driver.record() == ["ready", repr(Refresh()), repr(ChangeSetting("style", "light")), repr(Quit())]


def test_a_clicked_mark_is_corrected(host: Host, driver: Driver) -> None:
    """After a click on a mark hosts get the state of all marks: some change it before Brim has agreed."""
    check, dark, light = (host.row_id(label) for label in ("Ask Anthropic", "Dark", "Light"))
    host.signals()

    host.call(MENU, "Event", "isvu", light, "clicked", NOTHING, 0)

    marks = [[check, {"toggle-state": 1}], [dark, {"toggle-state": 1}], [light, {"toggle-state": 0}]]
    assert host.signals() == [("ItemsPropertiesUpdated", [marks, []])]
    driver.wait_for(repr(ChangeSetting("style", "light")))


def test_a_new_label_does_not_change_the_layout(host: Host, driver: Driver) -> None:
    """Other texts are signalled as properties, with the values that changed; the revision does not change."""
    revision, _menu = host.layout()
    row_id = host.row_id("Session__limit: 41%")

    driver.do("show relabelled")

    assert host.signals() == [("ItemsPropertiesUpdated", [[[row_id, {"label": "Session limit: 42%"}]], []])]
    assert host.layout()[0] == revision


def test_rows_have_constant_ids(host: Host, driver: Driver) -> None:
    """A new row raises the revision; the other rows have the same ids as before, and so has a row that returns.

    A row that goes is hidden at its place, which is a change of a property and no other layout.
    """
    revision, _menu = host.layout()
    before = host.row_id("Quit Brim")

    driver.do("show longer")
    assert host.signals() == [("LayoutUpdated", [revision + 1, 0])]
    plan = host.row_id("Ultra")
    assert host.row_id("Quit Brim") == before

    driver.do("show calm")
    assert host.signals() == [("ItemsPropertiesUpdated", [[[plan, {"visible": False}]], []])]
    assert "Ultra" not in [row["properties"].get("label") for row in host.layout()[1]["children"]]
    driver.do("show longer")
    assert host.signals() == [("ItemsPropertiesUpdated", [[[plan, {"visible": True}]], []])]
    assert host.row_id("Ultra") == plan
    assert host.layout()[0] == revision + 1


def test_the_menu_is_made_when_it_opens(host: Host, driver: Driver) -> None:
    """Rows are made again for a host that is about to show them; new texts are signalled, and need no new layout.

    A host that is asked to read the layout again shuts an open submenu, or draws the menu twice.
    """
    driver.do("live relabelled")
    host.signals()

    (single,) = host.call(MENU, "AboutToShow", "i", 0)
    (submenu,) = host.call(MENU, "AboutToShow", "i", host.row_id("Icon style"))
    changed, unknown = host.call(MENU, "AboutToShowGroup", "ai", [0, 999])

    assert (single, submenu) == (False, False)
    assert (changed, unknown) == ([], [999])
    assert host.signal_names() == ["ItemsPropertiesUpdated"] * 3
    assert host.layout()[1]["children"][0]["properties"]["label"].startswith("Opened ")


def test_rows_that_come_when_the_menu_opens(host: Host, driver: Driver) -> None:
    """A host that is about to show the menu reads the layout again when rows have come meanwhile."""
    driver.do("growing calm")

    assert host.call(MENU, "AboutToShow", "i", 0) == [True]
    assert host.call(MENU, "AboutToShowGroup", "ai", [0, 999]) == [[0], [999]]
    assert host.signal_names() == ["LayoutUpdated"] * 2


def test_opening_the_menu_sends_a_command(host: Host, driver: Driver) -> None:
    """Every way in which hosts report that the menu opens sends MenuOpened; the opening of a submenu does not."""
    style = host.row_id("Icon style")
    host.layout()
    host.call(MENU, "AboutToShow", "i", style)
    host.call(MENU, "Event", "isvu", style, "opened", NOTHING, 0)
    host.call(MENU, "AboutToShow", "i", 0)
    host.call(MENU, "AboutToShowGroup", "ai", [style, 0])
    host.call(MENU, "Event", "isvu", 0, "opened", NOTHING, 0)
    host.call(MENU, "Event", "isvu", 0, "closed", NOTHING, 0)
    host.call(MENU, "Event", "isvu", host.row_id("Quit Brim"), "clicked", NOTHING, 0)

    driver.wait_for(repr(Quit()))
    assert driver.record() == ["ready", *[repr(MenuOpened())] * 3, repr(Quit())]


def test_an_unchanged_menu_emits_nothing(host: Host) -> None:
    """A menu whose rows are the same when it opens emits nothing and need not be read again."""
    host.signals()

    assert host.call(MENU, "AboutToShow", "i", 0) == [False]
    assert host.call(MENU, "AboutToShowGroup", "ai", [0]) == [[], []]
    assert host.call(MENU, "AboutToShow", "i", 999) == [False]
    assert host.signal_names() == []


def test_a_host_that_only_reads(host: Host, driver: Driver) -> None:
    """A host that reads the menu without a call that announces its opening gets the rows of that moment too."""
    driver.do("live relabelled")
    before = host.layout()[1]["children"][0]["properties"]

    wait_until(lambda: host.layout()[1]["children"][0]["properties"] != before, "rows of a later moment")


def test_an_open_menu_keeps_its_rows(host: Host, driver: Driver) -> None:
    """While the menu is open no row comes, because the menu would grow past the screen; it comes with the closing."""
    quit_row = host.row_id("Quit Brim")
    host.call(MENU, "AboutToShow", "i", 0)
    host.call(MENU, "Event", "isvu", 0, "opened", NOTHING, 0)
    host.signals()

    driver.do("show longer")
    assert host.signals() == []
    assert "Ultra" not in [row["properties"].get("label") for row in host.layout()[1]["children"]]
    driver.do("show relabelled")
    assert host.signal_names() == ["ItemsPropertiesUpdated"]
    driver.do("show longer")
    host.signals()

    (unknown,) = host.call(MENU, "EventGroup", "a(isvu)", [[0, "closed", NOTHING, 0]])
    assert unknown == []
    assert "LayoutUpdated" in host.signal_names()
    assert host.row_id("Ultra")
    assert host.row_id("Quit Brim") == quit_row


def test_a_menu_that_opens_again_has_its_new_rows(host: Host, driver: Driver) -> None:
    """A host that did not report the closing gets all rows when it is about to show the menu again."""
    host.call(MENU, "Event", "isvu", 0, "opened", NOTHING, 0)
    driver.do("show longer")

    assert host.call(MENU, "AboutToShow", "i", 0) == [True]
    assert host.row_id("Ultra")


def test_submenus_are_read_before_they_open(host: Host) -> None:
    """A host that read the first level alone is asked to read each submenu, once for each layout."""
    style = host.row_id("Icon style")
    host.signals()

    revision, _menu = host.layout(depth=1)
    seen: list[tuple[str, list[Value]]] = []

    def signalled() -> bool:
        seen.extend(host.signals())
        return bool(seen)

    wait_until(signalled, "the signal for the submenu")
    host.layout(depth=1)
    host.layout(style, 1)
    host.call(MENU, "AboutToShow", "i", 0)

    assert [*seen, *host.signals()] == [("LayoutUpdated", [revision, style])]
