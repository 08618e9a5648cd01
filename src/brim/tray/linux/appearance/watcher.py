"""How this desktop wants things to look, kept up to date: owner of the clues.

Files are read anew when a program tells of a change: nothing watches them by itself. This module must not know what
follows from a clue, nor what is drawn.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.options import IconScheme
from brim.tray.icon.spec import Appearance
from brim.tray.linux.appearance import configfiles
from brim.tray.linux.appearance.policy import PANELS, PLASMA, PORTAL_KEYS, AppearanceHints, evaluate
from brim.tray.linux.appearance.portal import Portal
from brim.tray.linux.appearance.xfconf import Xfconf
from brim.tray.linux.dbus.connection import Peer
from brim.tray.linux.dbus.follower import Follower

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brim.tray.linux.appearance.policy import Colour
    from brim.tray.linux.appearance.portal import Key
    from brim.tray.linux.dbus.connection import Connection


class AppearanceWatcher:
    """Owner of the clues of one desktop."""

    def __init__(self, tell: Callable[[Appearance], None]) -> None:
        """`tell` takes an appearance that differs from the one before; the first one is the default."""
        self._tell = tell
        self._clues = AppearanceHints()
        self._appearance = Appearance()
        self._complete = False

    async def attach(self, connection: Connection) -> None:
        """Ask and listen on a session bus that has just been connected; what the one before had is forgotten."""
        self._clues = AppearanceHints(files=configfiles.read(configfiles.LXQT) if configfiles.lxqt() else {})
        self._complete = False
        await asyncio.gather(
            *(self._panel(connection, name).start() for name in PANELS),
            Portal(connection, PORTAL_KEYS, self._portal).start(),
            Xfconf(connection, self._xfce).start(),
        )
        self._complete = True
        self._judge()

    @property
    def untold(self) -> bool:
        """Whether all have been asked, and nobody tells how panels look."""
        return self._complete and evaluate(replace(self._clues, seen=())).scheme is IconScheme.AUTO

    def saw(self, colours: tuple[Colour, ...]) -> None:
        """How panels look on the screen, as somebody has seen."""
        self._clues = replace(self._clues, seen=colours)
        self._judge()

    def _panel(self, connection: Connection, name: str) -> Follower:
        async def there() -> None:
            self._set_panels(self._clues.panels | {name})

        return Follower(connection, Peer(name, "/", name), there, lambda: self._set_panels(self._clues.panels - {name}))

    def _set_panels(self, panels: frozenset[str]) -> None:
        self._clues = replace(self._clues, panels=panels)
        self._judge()

    def _portal(self, values: Mapping[Key, object]) -> None:
        self._clues = replace(self._clues, portal=values)
        self._judge()

    def _xfce(self, values: Mapping[str, object]) -> None:
        self._clues = replace(self._clues, xfce=values)
        self._judge()

    def _judge(self) -> None:
        if not self._complete:  # what some say first is not what all say
            return
        if PLASMA in self._clues.panels:
            self._clues = replace(self._clues, files=configfiles.read(configfiles.KDE))
        appearance = evaluate(self._clues)
        if appearance != self._appearance:
            self._appearance = appearance
            from loguru import logger

            logger.debug("The desktop wants {}", appearance)
            self._tell(appearance)
