"""The details page of the whole of Brim: from a click in the menu to a real browser, and to the end of both."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from tests.desktop.host import MENU, Host
from tests.support import usageserver as servers
from tests.support.browser import running_browser
from tests.support.detailsserver import request
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def opener(tmp_path: Path) -> Path:
    """The folder of a browser that notes its addresses in a file beside it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "xdg-open"
    program.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    program.chmod(0o755)
    return folder


def test_a_click_opens_the_page_of_the_tray(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, opener: Path, tmp_path: Path
) -> None:
    """The page shows what the tray shows, takes a setting to it, and says when the tray was killed."""
    sandbox.server.answers = [servers.future_usage_answer("usage-max")]
    desktop, opened = start_desktop(notify="dunst"), tmp_path / "opened"
    brim = start_brim(desktop, before=("env", f"PATH={opener}:{os.environ['PATH']}"))
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
    with Host(desktop, brim.pid) as host, running_browser(tmp_path / "profile") as browser:
        wait_until(lambda: "78% used" in host.property("Title"), "the figures", 30)
        host.call(MENU, "Event", "isvu", host.row_id("Details"), "clicked", Variant("s", ""), 0)
        wait_until(opened.exists, "the address")
        browser.open(opened.read_text().split()[0])

        assert "78% used" in browser.text("#now")
        assert "" == browser.text("#state")
        browser.click("#settings summary", "Icon")
        choose = "const list = arguments[0]; list.value = 'remaining'; list.dispatchEvent(new Event('change'))"
        browser.run(f"((...arguments) => {{{choose}}})(document.getElementById('set-icon.show'))")
        wait_until(lambda: "22% left" in host.property("Title"), "the setting in the tray")
        browser.wait(lambda: "22% left" in browser.text("#now"), "the setting in the page")

        brim.send_signal(signal.SIGKILL)
        browser.wait(lambda: "no longer updated" in browser.text("#state"), "the end")


def test_a_second_start_from_a_menu_opens_the_page(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, opener: Path, tmp_path: Path
) -> None:
    """Who starts Brim from the applications menu while it runs sees its page, and no second icon; else it just runs."""
    sandbox.server.answers = [servers.future_usage_answer("usage-max")]
    desktop, opened = start_desktop(notify="dunst"), tmp_path / "opened"
    start = ("env", f"PATH={opener}:{os.environ['PATH']}")
    first = start_brim(desktop, "--details-if-running", before=start)
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{first.pid}-1"), "the item")
    assert not opened.exists()

    second = start_brim(desktop, "--details-if-running", before=start)
    wait_until(opened.exists, "the address", 30)
    with running_browser(tmp_path / "profile") as browser:
        browser.open(opened.read_text().split()[0])
        browser.wait(lambda: "78% used" in browser.text("#now"), "what the first one knows")

    assert not desktop.has_owner(f"org.kde.StatusNotifierItem-{second.pid}-1")
    assert (first.poll(), second.poll()) == (None, None)


def test_quitting_ends_the_page(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, opener: Path, tmp_path: Path
) -> None:
    """Quit in the menu ends the page's process, and leaves nothing on the terminal."""
    sandbox.server.answers = [servers.future_usage_answer("usage-max")]
    desktop, opened = start_desktop(notify="dunst"), tmp_path / "opened"
    brim = start_brim(desktop, before=("env", f"PATH={opener}:{os.environ['PATH']}"))
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
    with Host(desktop, brim.pid) as host:
        wait_until(lambda: "78% used" in host.property("Title"), "the figures", 30)
        host.call(MENU, "Event", "isvu", host.row_id("Details"), "clicked", Variant("s", ""), 0)
        wait_until(opened.exists, "the address")
        host.call(MENU, "Event", "isvu", host.row_id("Quit Brim"), "clicked", Variant("s", ""), 0)
        printed = brim.communicate(timeout=15)
    address = opened.read_text().split()[0].removeprefix("http://").partition("/")[0]

    assert (0, ("", "")) == (brim.returncode, printed)
    with pytest.raises(OSError, match="refused"):
        request(address, "GET", "/")
