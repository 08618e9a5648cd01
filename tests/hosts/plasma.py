"""KDE Plasma 5.27 on X11: its window manager, its panel and its notifications. This module must not know Brim."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, override

from tests.desktop.screen import DesktopError
from tests.hosts.realhost import RealHost

if TYPE_CHECKING:
    from collections.abc import Mapping

PANEL_HEIGHT = 44
_SHELL = "org.kde.plasmashell"
_SCHEMES = Path("/usr/share/color-schemes")
_FILES = {
    "plasmarc": "[Theme]\nname=default\n",
    "kwinrc": "[Compositing]\nEnabled=false\n",
    "kwalletrc": "[Wallet]\nEnabled=false\n",
    "baloofilerc": "[Basic Settings]\nIndexing-Enabled=false\n",
    "plasma-welcomerc": "[General]\nLastSeenVersion=99\n",
}


class Plasma(RealHost):
    """A session of Plasma."""

    desktop: ClassVar[str] = "KDE"
    system_mocks: ClassVar[tuple[str, ...]] = ("logind", "upower")
    packages: ClassVar[Mapping[str, str]] = {
        "plasmashell": "plasma-workspace",
        "/usr/share/plasma/layout-templates/org.kde.plasma.desktop.defaultPanel": "plasma-desktop",
        "/usr/share/plasma/plasmoids/org.kde.plasma.volume": "plasma-pa",
        "kwin_x11": "kwin-x11",
        str(_SCHEMES / "BreezeDark.colors"): "breeze",
        "/usr/share/icons/breeze/index.theme": "breeze-icon-theme",
        "kded5": "kded5",
        "tesseract": "tesseract-ocr",
    }

    def __init__(self, width: int = 1280, height: int = 800, *, scale: int = 1) -> None:
        """Prepare a session; `scale` is how many pixels of the screen are one of the interface."""
        super().__init__(width, height)
        self.scale = scale

    @property
    @override
    def panel(self) -> str:
        """The panel at the lower edge as an X geometry."""
        height = PANEL_HEIGHT * self.scale
        return f"{self.width}x{height}+0+{self.height - height}"

    @override
    def start_host(self) -> None:
        """Start the window manager and the shell; return when the panel is drawn."""
        if self.scale > 1:
            self.env |= {"PLASMA_USE_QT_SCALING": "1", "QT_SCALE_FACTOR": str(self.scale)}
        self.env |= {
            "KDE_FULL_SESSION": "true",
            "KDE_SESSION_VERSION": "5",
            "QT_QUICK_BACKEND": "software",
            "QT_XCB_GL_INTEGRATION": "none",
            "XDG_MENU_PREFIX": "plasma-",
        }
        config = Path(self.env["HOME"]) / ".config"
        config.mkdir(exist_ok=True)
        for name, text in _FILES.items():
            (config / name).write_text(text)
        colours = (_SCHEMES / "BreezeLight.colors").read_text()
        (config / "kdeglobals").write_text(f"{colours}\n[KDE]\nLookAndFeelPackage=org.kde.breeze.desktop\n")
        self._start("kwin", ["kwin_x11", "--replace"])
        self._start("kded", ["kded5"])
        self.wait(lambda: self.has_owner("org.kde.kded5"), "kded5")
        self.start_shell()

    def start_shell(self) -> None:
        """Start the shell, at first or again."""
        self._start("shell", ["plasmashell", "--no-respawn"])
        self.wait(lambda: self.has_owner(_SHELL), "plasmashell", 60)
        self.wait(self.host_registered, "the system tray", 60)
        self.wait(self._is_drawn, "the panel", 60)

    def apply_scheme(self, name: str) -> None:
        """Apply a colour scheme, as a person does in the settings."""
        self.run("plasma-apply-colorscheme", name)

    def popups(self) -> list[tuple[int, int, int, int]]:
        """Left, top, width and height of each menu and tooltip that the shell shows now."""
        boxes = [self._box(number) for number in self._windows()]
        return [box for box in boxes if box[2] != self.width]

    def menu(self, least_height: int) -> tuple[int, int, int, int]:
        """Wait for a menu of an icon in the panel; its box. Unlike a notification it reaches down to the panel."""
        menus: list[tuple[int, int, int, int]] = []

        def is_open() -> bool:
            edge = self.height - PANEL_HEIGHT * self.scale
            menus.extend(box for box in self.popups() if box[3] > least_height and box[1] + box[3] >= edge)
            return bool(menus)

        self.wait(is_open, "the menu")
        return menus[-1]

    def text(self, box: tuple[int, int, int, int]) -> str:
        """What can be read in a part of the screen, given by its left, top, width and height."""
        left, top, width, height = box
        shot = self.image(f"{width}x{min(height, self.height - top)}+{left}+{top}")
        file = self.folder / "text.png"
        shot.resize((shot.width * 3, shot.height * 3)).save(file)
        return self.run("tesseract", str(file), "-", "--psm", "6").decode()

    def _windows(self) -> list[str]:
        with contextlib.suppress(DesktopError):
            return self.run("xdotool", "search", "--onlyvisible", "--class", "plasmashell").decode().split()
        return []

    def _box(self, number: str) -> tuple[int, int, int, int]:
        """The box of a window; that of the desktop for one that has just closed."""
        with contextlib.suppress(DesktopError):
            text = self.run("xdotool", "getwindowgeometry", "--shell", number).decode()
            values = dict(line.partition("=")[::2] for line in text.split())
            return int(values["X"]), int(values["Y"]), int(values["WIDTH"]), int(values["HEIGHT"])
        return 0, 0, self.width, self.height

    def _is_drawn(self) -> bool:
        """Whether the clock at the right end of the panel is drawn."""
        return len(self.image(self.panel).getcolors(1 << 20) or ()) > 1
