"""The submenu Help: pages, details to copy, the logs and the version. It must not know how any of that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim import __version__
from brim.model.command import CopyText, OpenLogs, OpenPage, Page
from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.words import incidents, menu
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.vendor import Vendor


def help_row(details: str, vendor: Vendor, *, demo: bool) -> MenuRow:
    """`details` is the text that can be copied; the demo has no logs."""
    return MenuRow("help", label_text(Label.HELP), RowKind.SUBMENU, children=tuple(_rows(details, vendor, demo=demo)))


def _rows(details: str, vendor: Vendor, *, demo: bool) -> Iterator[MenuRow]:
    if vendor.usage_url:
        yield MenuRow("open-page", label_text(Label.OPEN_PAGE), command=OpenPage(url=vendor.usage_url))
    if vendor.status_url:
        label = incidents.open_page_label(vendor)
        yield MenuRow("open-status-page", label, command=OpenPage(Page.STATUS, vendor.status_url))
    yield MenuRow("copy-details", label_text(Label.COPY_DETAILS), command=CopyText(details))
    if not demo:
        yield MenuRow("open-logs", label_text(Label.OPEN_LOGS), command=OpenLogs())
    yield text_row("version", menu.version_label(__version__))
