"""`brim details`: opens the page in the browser, or prints its address.

This module must not know what the page shows.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim import eventloop, logs
from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.reader import TranscriptReader
from brim.backend.costs.roots import all_roots
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.settings.load import get_settings
from brim.details.server import DetailsServer
from brim.errors import BrimError
from brim.printing import complain, show
from brim.words import details as words

if TYPE_CHECKING:
    import argparse

    from brim.backend.settings.appsettings import AppSettings

DONE = 0


def run(arguments: argparse.Namespace) -> int:
    """Serve the page until nobody looks at it; returns 0. Raises BrimError."""
    logs.to_stderr(debug=arguments.debug)
    settings = get_settings()
    _read_transcripts(settings)
    try:
        server = DetailsServer(settings.state_dir, settings.config_dir)
    except OSError as error:
        raise BrimError(*words.no_port(error.strerror or str(error))) from error
    eventloop.run(_serve(server, opened=not arguments.no_open))
    return DONE


def _read_transcripts(settings: AppSettings) -> None:
    """Bring the sums up to date; what goes wrong is said, and the page shows what is known."""
    store = CostStore(settings.state_dir / COSTS_FILE)
    try:
        prices = load_prices(settings.config_dir / USER_FILE)
        TranscriptReader(store, prices.bands()).update(all_roots(settings))
    except BrimError as error:
        complain((error,))
    finally:
        store.close()


async def _serve(server: DetailsServer, *, opened: bool) -> None:
    address = server.address()
    if not opened or not await asyncio.to_thread(_open, address):
        show(words.address(address))
    await server.serve()


def _open(address: str) -> bool:
    from brim.tray.desktop.opener import OpenError, open_page

    try:
        open_page(address)
    except OpenError:
        return False
    return True
