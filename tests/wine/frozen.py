"""Builds the frozen folder of Windows under Wine and runs its programs: `make test-wine` does that last.

pydantic's compiled part needs a newer Wine than 8, which has no bcryptprimitives.dll: there only commands without
settings are run, and it is said how many modules were not loaded. It exits with 1 when anything is wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.wine.winepython import CACHE, PYTHON_VERSION, ROOT, set_up, windows_path

SITE, DIST, WORK = CACHE / "frozensite", CACHE / "frozen", CACHE / "frozenwork"
_RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
_NOT_LOADED = "_pydantic_core"


def main() -> int:
    """Build, run, and print the result."""
    set_up()
    _bring_libraries()
    exe = next((CACHE / "python").rglob("python.exe"))
    paths = next(exe.parent.glob("python*._pth"))
    before = paths.read_text()
    paths.write_text(
        "\n".join([f"python{PYTHON_VERSION.replace('.', '')}.zip", ".", windows_path(SITE), "import site\n"])
    )
    try:
        spec = str(ROOT / "packaging/frozen/brim.spec")
        folders = ("--workpath", windows_path(WORK), "--distpath", windows_path(DIST))
        WORK.mkdir(exist_ok=True)
        _wine(str(exe), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *folders, windows_path(Path(spec)))
    finally:
        paths.write_text(before)
    return _check(DIST / "brim")


def _check(folder: Path) -> int:
    program, tray = str(folder / "brim.exe"), str(folder / "brim-tray.exe")
    version = _wine(program, "--version").strip()
    modules = _wine(program, "--check-modules").splitlines()
    lost = [line for line in modules if "modules" not in line]
    _wine(program, "autostart", "on")
    entry = _wine("reg", "query", _RUN_KEY)
    _wine(program, "autostart", "off")
    removed = _wine("reg", "query", _RUN_KEY)
    print(f"{version}; {modules[-1]}, of which {len(lost)} need what this Wine cannot load")
    right = {
        "version": version.startswith("brim "),
        "a tray without a terminal": _wine(tray, "--version").strip() == version,
        "modules": all(_NOT_LOADED in line for line in lost),
        "start at login": entry.rstrip().endswith("brim-tray.exe") and "brim-tray.exe" not in removed,
    }
    wrong = [name for name, holds in right.items() if not holds]
    print(
        f"Under Wine it was not so: {', '.join(wrong)}" if wrong else "The frozen folder of Windows works under Wine."
    )
    return 1 if wrong else 0


def _bring_libraries() -> None:
    """What uv.lock says, for Windows, with PyInstaller and this checkout's wheel."""
    uv = (ROOT / ".tools" / "uv-path").read_text().strip()
    platform = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", PYTHON_VERSION)
    export = (uv, "export", "--quiet", "--frozen", "--no-default-groups", "--group", "frozen", "--no-emit-project")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        locked = subprocess.run([*export, "--no-hashes"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        (folder / "locked.txt").write_text(locked)
        subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", name], cwd=ROOT, check=True)
        [wheel] = folder.glob("*.whl")
        install = (uv, "pip", "install", "--quiet", "--reinstall-package", "brim", "--target", str(SITE), *platform)
        subprocess.run([*install, "--requirement", str(folder / "locked.txt"), str(wheel)], check=True)


def _wine(*command: str) -> str:
    """Run a program under Wine, which opens no plain files for its output; returns what it printed."""
    environment = os.environ | {"WINEPREFIX": str(CACHE / "prefix"), "WINEDEBUG": "-all", "WINEARCH": "win64"}
    environment |= {"PYSTRAY_BACKEND": "dummy"}
    running = ["wine", *command]
    done = subprocess.run(
        running, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, timeout=900, check=False
    )
    return done.stdout.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
