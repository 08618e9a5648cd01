"""A real Chromium that shows a page, driven by selenium; skipped with the reason where there is none."""

from __future__ import annotations

import base64
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DESKTOP, PHONE = (1280, 860), (360, 740)
_ARGUMENTS = ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run")
_PROGRAMS = [shutil.which(name) for name in ("chromium", "chromedriver")]


class Browser:
    """One tab."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        """Drive a browser that runs."""
        self._driver = driver
        self.resize(DESKTOP)

    def open(self, address: str) -> None:
        """Go to an address, and wait until each part of the page has its content."""
        self._driver.get(address)
        self.wait(lambda: "Loading" not in self.text("main"), "the page")

    def go(self, address: str) -> None:
        """Go to an address, whatever it shows."""
        self._driver.get(address)

    def reload(self) -> None:
        """Load the page again."""
        self._driver.refresh()
        self.wait(lambda: "Loading" not in self.text("main"), "the page")

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - what a script gives
        """The result of a script in the page."""
        return self._driver.execute_script(script, *arguments)

    def run_async(self, script: str) -> Any:  # noqa: ANN401 - what a script gives
        """What a script gives to its callback."""
        self._driver.set_script_timeout(60)
        return self._driver.execute_async_script(script)

    def text(self, selector: str) -> str:
        """What a person reads in an element; empty where it is not there."""
        try:
            return "\n".join(element.text for element in self._driver.find_elements("css selector", selector))
        except StaleElementReferenceException:  # it was drawn again meanwhile
            return ""

    def texts(self, selector: str) -> list[str]:
        """The text of each element, also of those that are not seen."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", selector
        )
        return found

    def click(self, selector: str, text: str = "") -> None:
        """Click on the first element that holds a text; again where it was drawn anew just then."""
        self.wait(lambda: self._clicked(selector, text), f"{selector} with {text!r}")

    def _clicked(self, selector: str, text: str) -> bool:
        try:
            found = [one for one in self._driver.find_elements("css selector", selector) if text in one.text]
            if not found:
                return False
            self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found[0])
            found[0].click()
        except StaleElementReferenceException:
            return False
        return True

    def type(self, selector: str, text: str) -> None:
        """Replace the text of a field and press Enter."""
        field = self._driver.find_element("css selector", selector)
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", field)
        field.clear()
        field.send_keys(f"{text}\n")

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        webdriver.ActionChains(self._driver).send_keys(*keys).perform()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the page a size in CSS pixels."""
        shape = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shape)

    def set_dark(self, *, dark: bool) -> None:
        """Ask for dark or light pages, as a desktop does."""
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def faults(self) -> list[str]:
        """What the browser complained of: errors, and what the page's policy forbids."""
        entries = self._driver.execute("getLog", {"type": "browser"})["value"]
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def wait(self, test: Callable[[], bool], what: str) -> None:
        """Wait for a condition."""
        wait_until(test, what)

    def save_picture(self, path: Path) -> None:
        """Save what is seen."""
        shot = self._driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        path.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def running_browser(profile: Path) -> Iterator[Browser]:
    """A browser with a new profile."""
    binary, driver_program = _PROGRAMS
    if binary is None or driver_program is None:
        pytest.skip("chromium and chromium-driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    as_root = ("--no-sandbox",) if hasattr(os, "getuid") and os.getuid() == 0 else ()
    for argument in (*_ARGUMENTS, *as_root, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver_program))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
