"""The description of the package for dpkg: its version and what it depends on, from pyproject.toml and the version.

Sources: Debian Policy, 5.6.12 (versions) and 7 (relationships). This module must not know which files it has.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from brim.words import launcher as words

if TYPE_CHECKING:
    from pathlib import Path

PYTHONS = ("3.12", "3.13", "3.14")
"""The versions of Python that the package works with."""
BUNDLED = ("dbus-fast", "httpx", "inotify-simple", "pystray")
"""What is in the package itself; `debpackage` says why."""
_OF_BUNDLED = {
    "httpx": ("python3-anyio", "python3-certifi", "python3-httpcore", "python3-idna"),
    "pystray": ("python3-six",),
}
"""What those need in turn, and no other dependency brings."""
_NAMES = {"pillow": "python3-pil", "python-xlib": "python3-xlib"}
"""Packages that have another name than `python3-` and that on the index."""
_SYSTEM = ("ca-certificates", "tzdata")
_RECOMMENDS = ("hicolor-icon-theme", "xdg-utils")
_SUGGESTS = ("gnome-shell-extension-appindicator", "python3-socksio")
"""For icons in GNOME, and for a SOCKS proxy."""
_PRE_RELEASE = re.compile(r"(?<=\d)\.?(a|b|rc|dev)(?=\d)")


def debian_version(version: str, revision: str) -> str:
    """The version as dpkg sorts it, a pre-release before its release; `revision` counts packages of one version."""
    return f"{_PRE_RELEASE.sub(r'~\1', version)}-{revision}"


def maintainer(homepage: str) -> str:
    """Who answers for the package: the owner of the project on GitHub, by the address that GitHub gives everyone."""
    owner = homepage.rstrip("/").split("/")[-2]
    return f"The Brim authors <{owner}@users.noreply.github.com>"


def dependencies(root: Path) -> tuple[str, ...]:
    """What the package depends on, in dpkg's form, with the oldest versions that Brim works with."""
    major, minor = PYTHONS[-1].split(".")
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    found = {f"python3 (>= {PYTHONS[0]})", f"python3 (<< {major}.{int(minor) + 1})", *_SYSTEM}
    for requirement in map(Requirement, project["dependencies"]):
        if requirement.name in BUNDLED:
            found |= set(_OF_BUNDLED.get(requirement.name, ()))
        elif requirement.marker is None or requirement.marker.evaluate({"sys_platform": "linux"}):
            [floor] = [bound.version for bound in requirement.specifier if bound.operator == ">="]
            found.add(f"{_NAMES.get(requirement.name, f'python3-{requirement.name}')} (>= {floor})")
    return tuple(sorted(found))


def control(root: Path, homepage: str, version: str, kilobytes: int) -> str:
    """The file `control`; `version` is dpkg's, `kilobytes` what the package takes when it is installed."""
    fields = {
        "Package": "brim",
        "Version": version,
        "Architecture": "all",
        "Maintainer": maintainer(homepage),
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(dependencies(root)),
        "Recommends": ", ".join(_RECOMMENDS),
        "Suggests": ", ".join(_SUGGESTS),
        "Section": "utils",
        "Priority": "optional",
        "Homepage": homepage,
        "Description": _description(),
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _description() -> str:
    summary = words.summary()
    paragraphs = ("\n".join(textwrap.wrap(text, 78)) for text in words.about())
    body = "\n.\n".join(paragraphs)
    return "\n ".join((summary[0].lower() + summary[1:], *body.splitlines()))
