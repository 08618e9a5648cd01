"""`brim details`: opens the page in the browser, prints its address, or writes it as a file.

The tray starts it with --stdin: it prints a new address for each line that it reads, and ends with its input. This
module must not know what the page shows.
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brim import eventloop, logs
from brim.backend.settings.load import get_settings
from brim.cli.doctor.summary import summary_lines
from brim.details.server import DetailsServer
from brim.details.sources import Sources
from brim.errors import BrimError, StateError
from brim.printing import complain, show
from brim.privatefiles import open_plain
from brim.words import details as words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable

    from brim.backend.providers.transcripts import TranscriptRoot
    from brim.backend.settings.appsettings import AppSettings

DONE = 0
_READ_AGAIN_SECONDS = 30.0


def run(arguments: argparse.Namespace) -> int:
    """Serve the page until nobody looks at it, or write it; returns 0. Raises BrimError."""
    logs.to_stderr(debug=arguments.debug)
    settings = get_settings()
    sources = Sources(settings.state_dir, settings.config_dir, partial(_roots, settings), summary_lines)
    if arguments.html is not None:
        _write(Path(arguments.html), settings, sources)
        return DONE
    try:
        server = DetailsServer(sources)
    except OSError as error:
        raise BrimError(*words.no_port(error.strerror or str(error))) from error
    if arguments.stdin:
        eventloop.run(_serve(server, settings, lambda: _answer_lines(server)))
    else:
        eventloop.run(_serve(server, settings, None, opened=not arguments.no_open))
    return DONE


def _roots(settings: AppSettings) -> tuple[TranscriptRoot, ...]:
    from brim.backend.costs.roots import all_roots

    return all_roots(settings)


def _write(path: Path, settings: AppSettings, sources: Sources) -> None:
    from brim.details.savedpage import saved_page

    _read_transcripts(settings)
    content = saved_page(sources)
    try:
        with open(path, "wb", opener=open_plain) as file:
            file.write(content)
    except OSError as error:
        raise StateError(*words.not_written(str(path), error.strerror or str(error))) from error
    show(words.written(str(path)))


async def _serve(
    server: DetailsServer,
    settings: AppSettings,
    ended: Callable[[], Awaitable[None]] | None,
    *,
    opened: bool | None = None,
) -> None:
    """Serve while transcripts are read beside it; with `ended`, whoever started this asks for addresses."""
    reading = asyncio.create_task(_keep_reading(server, settings))
    opening = None if opened is None else asyncio.create_task(_open(server.address(), opened=opened))
    try:
        await server.serve(ended)
    finally:
        reading.cancel()
        if opening is not None:
            opening.cancel()


async def _keep_reading(server: DetailsServer, settings: AppSettings) -> None:
    """Bring the sums of transcripts up to date, now and again while somebody looks at the page."""
    while True:
        if server.is_used():
            await asyncio.to_thread(_read_transcripts, settings)
        await asyncio.sleep(_READ_AGAIN_SECONDS)


def _read_transcripts(settings: AppSettings) -> None:
    """Bring the sums up to date; what goes wrong is said, and the page shows what is known."""
    from brim.backend.costs.prices import USER_FILE, load_prices
    from brim.backend.costs.reader import TranscriptReader
    from brim.backend.costs.store import COSTS_FILE, CostStore

    store = CostStore(settings.state_dir / COSTS_FILE)
    try:
        prices = load_prices(settings.config_dir / USER_FILE)
        TranscriptReader(store, prices.bands()).update(_roots(settings))
    except BrimError as error:
        complain((error,))
    finally:
        store.close()


async def _answer_lines(server: DetailsServer) -> None:
    """Print a new address for each line of the input, until its end."""
    while await asyncio.to_thread(sys.stdin.buffer.readline):
        show(server.address())
        sys.stdout.flush()


async def _open(address: str, *, opened: bool) -> None:
    is_open = opened and await asyncio.to_thread(_open_browser, address)
    show(words.opened() if is_open else words.address(address))
    sys.stdout.flush()  # a script reads the address while the page is served


def _open_browser(address: str) -> bool:
    from brim.tray.desktop.opener import OpenError, open_page

    try:
        open_page(address)
    except OpenError:
        return False
    return True
