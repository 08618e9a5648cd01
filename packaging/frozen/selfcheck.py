"""Imports every module of Brim inside the frozen program: one that was left out is found before a user finds it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

LIST = "modules.txt"
"""The names, which the recipe writes beside the modules."""


def main() -> int:
    """Print what cannot be imported, and how many modules there are; returns 1 where one cannot."""
    names = (Path(sys.prefix) / LIST).read_text("utf-8").split()
    lost = [text for name in names if (text := _trouble(name))]
    sys.stdout.write("".join(f"{text}\n" for text in (*lost, f"{len(names)} modules")))
    return 1 if lost else 0


def _trouble(name: str) -> str | None:
    try:
        importlib.import_module(name)
    except ImportError as error:
        return f"{name}: {error}"
    return None
