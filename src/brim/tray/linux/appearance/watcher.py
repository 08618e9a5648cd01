"""The appearance that this desktop wants, updated when its settings change: owner of the hints.

Files are read again when a program reports a change: the files themselves are not watched. This module must not know
what follows from a hint, nor what is drawn.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.options import IconScheme
from brim.tray.icon.iconspec import Appearance
from brim.tray.linux.appearance import configfiles, kdesettings
from brim.tray.linux.appearance.portal import SettingsPortal
from brim.tray.linux.appearance.schemepolicy import PANELS, PLASMA, PORTAL_KEYS, AppearanceHints, evaluate
from brim.tray.linux.appearance.xfconf import XfconfSettings
from brim.tray.linux.dbus.message import BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brim.tray.linux.appearance.colour import Colour
    from brim.tray.linux.appearance.portal import Key
    from brim.tray.linux.dbus.connection import BusConnection


class AppearanceWatcher:
    """Owner of the hints of one desktop."""

    def __init__(self, on_change: Callable[[Appearance], None]) -> None:
        """`on_change` takes an appearance that differs from the one before; the first one is the default."""
        self._on_change = on_change
        self._hints = AppearanceHints()
        self._appearance = Appearance()
        self._complete = False

    async def attach(self, connection: BusConnection) -> None:
        """Read and subscribe on a session bus that has just been connected; hints of the bus before are forgotten."""
        self._hints = AppearanceHints(files=configfiles.read(configfiles.LXQT) if configfiles.is_lxqt() else {})
        self._complete = False
        kdesettings.subscribe(connection, self._update)
        await asyncio.gather(
            *(self._panel_proxy(connection, name).start() for name in PANELS),
            SettingsPortal(connection, PORTAL_KEYS, self._set_portal).start(),
            XfconfSettings(connection, self._set_xfce).start(),
        )
        self._complete = True
        self._update()

    @property
    def panel_unknown(self) -> bool:
        """Whether all programs have been asked and no setting names the colour of panels."""
        return self._complete and evaluate(replace(self._hints, panel_colours=())).scheme is IconScheme.AUTO

    def set_panel_colours(self, colours: tuple[Colour, ...]) -> None:
        """Store the colours that panels have on the screen."""
        self._hints = replace(self._hints, panel_colours=colours)
        self._update()

    def _panel_proxy(self, connection: BusConnection, name: str) -> ServiceProxy:
        async def appeared() -> None:
            self._set_panels(self._hints.panels | {name})

        def vanished() -> None:
            self._set_panels(self._hints.panels - {name})

        return ServiceProxy(connection, BusPeer(name, "/", name), appeared, vanished)

    def _set_panels(self, panels: frozenset[str]) -> None:
        self._hints = replace(self._hints, panels=panels)
        self._update()

    def _set_portal(self, values: Mapping[Key, object]) -> None:
        self._hints = replace(self._hints, portal=values)
        self._update()

    def _set_xfce(self, values: Mapping[str, object]) -> None:
        self._hints = replace(self._hints, xfce=values)
        self._update()

    def _update(self) -> None:
        if not self._complete:  # the first hints alone may be misleading
            return
        if PLASMA in self._hints.panels:
            self._hints = replace(self._hints, files=configfiles.read(configfiles.KDE))
        appearance = evaluate(self._hints)
        if appearance != self._appearance:
            self._appearance = appearance
            from loguru import logger

            logger.debug("The desktop wants {}", appearance)
            self._on_change(appearance)
