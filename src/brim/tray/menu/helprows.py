"""The submenu Help: pages, details to copy, the logs and the version. It must not know how any of that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim import __version__
from brim.model.command import CopyText, OpenLogs, OpenPage, Page
from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.words import incidents, menu, vendors
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from brim.model.account import Account
    from brim.model.vendor import Vendor


def help_row(details: str, accounts: Sequence[Account], *, demo: bool) -> MenuRow:
    """`details` is the text that can be copied; `accounts` are the shown ones; the demo has no logs."""
    rows = (*_page_rows(accounts), *_rows(details, demo=demo))
    return MenuRow("help", label_text(Label.HELP), RowKind.SUBMENU, children=rows)


def _page_rows(accounts: Sequence[Account]) -> Iterator[MenuRow]:
    """The pages of these accounts: a row for the only one of a kind, and a submenu for several."""
    usage = _named(accounts, lambda vendor: vendor.usage_url, lambda vendor: vendor.product)
    pages = [(name, OpenPage(url=url)) for url, name in usage.items()]
    yield from _pages("open-page", label_text(Label.OPEN_PAGE), pages, several=label_text(Label.OPEN_PAGE))
    status = _named(accounts, lambda vendor: vendor.status_url, vendors.company)
    pages = [(name, OpenPage(Page.STATUS, url)) for url, name in status.items()]
    only = next((incidents.open_page_label(one.vendor) for one in accounts if one.vendor.status_url), "")
    yield from _pages("open-status-page", only, pages, several=label_text(Label.OPEN_STATUS_PAGE))


def _named(
    accounts: Sequence[Account], url_of: Callable[[Vendor], str], name_of: Callable[[Vendor], str]
) -> dict[str, str]:
    """The name of each page by its address, in the order of accounts: that of its vendor, else of the account."""
    first: dict[str, Account] = {}
    for one in accounts:
        first.setdefault(url_of(one.vendor), one)
    names = [name_of(one.vendor) for one in first.values()]
    return {
        url: one.name if names.count(name) > 1 else name
        for (url, one), name in zip(first.items(), names, strict=True)
        if url
    }


def _pages(row_id: str, only: str, pages: list[tuple[str, OpenPage]], *, several: str) -> Iterator[MenuRow]:
    if len(pages) > 1:
        rows = (MenuRow(f"{row_id}-{index}", name, command=command) for index, (name, command) in enumerate(pages))
        yield MenuRow(row_id, several, RowKind.SUBMENU, children=tuple(rows))
    else:
        yield from (MenuRow(row_id, only, command=command) for _, command in pages)


def _rows(details: str, *, demo: bool) -> Iterator[MenuRow]:
    yield MenuRow("copy-details", label_text(Label.COPY_DETAILS), command=CopyText(details))
    if not demo:
        yield MenuRow("open-logs", label_text(Label.OPEN_LOGS), command=OpenLogs())
    yield text_row("version", menu.version_label(__version__))
