"""A machine with a month of usage, and its details page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import DESKTOP, Browser, running_browser
from tests.support.detailsdata import DetailsData, month
from tests.support.detailsserver import DetailsServerProcess, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> DetailsData:
    """The folders of the machine."""
    return month(tmp_path)


@pytest.fixture
def details(data: DetailsData) -> Iterator[DetailsServerProcess]:
    """The page, served for a tray."""
    with serving(os.environ | data.environment) as server:
        yield server


@pytest.fixture(scope="module")
def one_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for the tests of a module."""
    with running_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(one_browser: Browser) -> Browser:
    """A tab without anything that an earlier test left."""
    one_browser.go("about:blank")
    one_browser.resize(DESKTOP)
    one_browser.set_dark(dark=False)
    one_browser.faults()
    return one_browser


@pytest.fixture
def page(browser: Browser, details: DetailsServerProcess, data: DetailsData) -> Browser:
    """The page, with all its parts."""
    browser.open(details.address())
    browser.wait(lambda: "Project" in browser.text("#tables th") and "brim" in browser.text("#window"), "transcripts")
    assert data.state.is_dir()
    return browser
