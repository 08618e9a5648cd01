"""`make recipes`: writes the recipes of the release whose files are in `dist`, into `dist/recipes`.

A recipe whose file is not there is left out, and that is said: Linux, Windows and macOS build their own folders.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from recipes.arch import arch_files
from recipes.flatpak import flatpak_files
from recipes.homebrew import homebrew_files
from recipes.nix import nix_files
from recipes.release import LINUX, SOURCE, WINDOWS, release
from recipes.windows import scoop_files, winget_files
from sharedfiles.contents import ROOT

FORMS = (arch_files, scoop_files, winget_files, homebrew_files, nix_files, flatpak_files)


def main() -> int:
    """Write them; returns 1 where a file of the release is missing, after the others are written."""
    parser = argparse.ArgumentParser(prog="make recipes", allow_abbrev=False)
    parser.add_argument(
        "dist", nargs="?", type=Path, default=ROOT / "dist", help="folder with the files of the release"
    )
    return write_recipes(parser.parse_args().dist)


def write_recipes(dist: Path) -> int:
    """Write them into `recipes` in the folder of the release; the exit code is that of `main`."""
    current = release(dist)
    for form in FORMS:
        for name, text in form(current).items():
            path = dist / "recipes" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    missing = [name.format(version=current.version) for name in (SOURCE, LINUX, WINDOWS) if name not in current.files]
    if missing:
        sys.stderr.write(f"brim: no recipes for {', '.join(missing)}, which {dist} does not have.\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
