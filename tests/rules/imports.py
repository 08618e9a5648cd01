"""Rules about imports: the libraries of each package, and banned names."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from tests.rules.syntax import ROOT, Exemption, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import File, Violation

HEAVY = ("pydantic", "pydantic_settings", "httpx", "tenacity", "truststore")
IMPORTED_BEFORE_ICON = ("model", "errors", "words", "bridge", "logs", "tray")
"""Packages that are imported before the icon is shown."""

PYSTRAY_PLACES = (
    *("src/brim/tray/pystraytray.py", "src/brim/tray/menu/pystraymenu.py", "src/brim/tray/linux/pystrayicon.py"),
    *("src/brim/tray/macos/**", "src/brim/tray/windows/**"),
)

_ENVIRONMENT = ("os.environ", "os.getenv")
ALLOWED = (
    Exemption("src/brim/localzone.py", "replaces a TZ that is no time zone, or names a changed file", _ENVIRONMENT),
    Exemption("src/brim/backend/settings/load.py", "settings are made from the environment, here alone", _ENVIRONMENT),
    Exemption(
        "src/brim/backend/settings/quickfolders.py", "folders before settings are imported, or instead", _ENVIRONMENT
    ),
    Exemption(
        "src/brim/backend/settings/environmentmark.py",
        "compares environments, without settings, for speed",
        _ENVIRONMENT,
    ),
    Exemption(
        "src/brim/terminal.py", "what describes the terminal: NO_COLOR, TERM and the names of Windows", _ENVIRONMENT
    ),
    Exemption(
        "src/brim/childenvironment.py", "the environment that foreign programs get, made here alone", _ENVIRONMENT
    ),
    Exemption(
        "src/brim/cli/statusline/command.py", "standard library only, for speed: reads BRIM_STATE_DIR", _ENVIRONMENT
    ),
    Exemption(
        "src/brim/cli/bars/statefolder.py", "standard library only, for speed: reads BRIM_STATE_DIR", _ENVIRONMENT
    ),
    Exemption(
        "src/brim/backend/settings/values/systemproxies.py",
        "the standard library finds the proxies of the environment and the system; nothing is requested with it",
        ("urllib.request",),
    ),
    Exemption("src/brim/tray/desktop/**", "the desktop's own variables, before settings are imported", _ENVIRONMENT),
    Exemption(
        "src/brim/tray/linux/**",
        "the desktop's own variables are needed before settings are imported, and PYSTRAY_BACKEND=dummy is written",
        _ENVIRONMENT,
    ),
    Exemption("tests/**", "tests hand an environment to the programs that they start", _ENVIRONMENT),
    Exemption("tests/support/wait.py", "the one helper that polls a condition, with a deadline", ("time.sleep",)),
)
"""Where banned names are allowed: the places where ruff's TID251 is off, with the names that they need."""


def libraries_stay_in_their_packages(file: File) -> Iterator[Violation]:
    """Only a few places of the tray import pystray; what is imported before the icon imports no heavy library."""
    if not file.is_source:
        return
    for node, name in file.imports:
        package = name.split(".")[0]
        if package == "pystray" and not any(matches(file.path, place) for place in PYSTRAY_PLACES):
            yield file.violation(node, "pystray is imported outside the modules that show its icon")
        if package in HEAVY and file.package in IMPORTED_BEFORE_ICON:
            yield file.violation(node, f"{package} is imported before the icon is shown")


@cache
def banned() -> dict[str, str]:
    """The names in ruff's table of banned interfaces, and what to use instead."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    table = project["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    return {name: entry["msg"] for name, entry in table.items()}


def no_banned_names(file: File) -> Iterator[Violation]:
    """The table of banned interfaces holds everywhere, with these exemptions, also where ruff's rule is off."""
    used = [(node, file.dotted(node)) for node in file.nodes if isinstance(node, ast.Name | ast.Attribute)]
    for node, name in [*file.imports, *used]:
        for ban in banned().keys() & accumulate(name.split("."), "{}.{}".format):
            if not any(exemption.covers(file, ban) for exemption in ALLOWED):
                yield file.violation(node, f"{ban}: {banned()[ban]}")
