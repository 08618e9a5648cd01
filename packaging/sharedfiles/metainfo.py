"""The AppStream metainfo, by which software centres show Brim. Whose the project is comes from pyproject.toml alone.

Source: AppStream specification, desktop applications. This module must not know what a release does.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from brim.packagefiles import ICON_NAME
from brim.tray.desktop.desktopentry import FILE_NAME
from brim.words import launcher as words

if TYPE_CHECKING:
    from pathlib import Path

_FORM = re.compile(r"https://github\.com/(?P<owner>[\w-]+)/(?P<name>[\w-]+)")
_RELEASE = re.compile(r"^## (?P<version>\d[\w.+]*) - (?P<date>\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_AUTHORS = "The Brim authors"


def homepage(root: Path) -> str:
    """The address of the project."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["urls"]["Homepage"])


def is_address(address: str) -> bool:
    """Whether an address has the form that all packages take names from."""
    return _FORM.fullmatch(address) is not None


def application_id(address: str) -> str:
    """The name of the application among all: that of the project's owner on GitHub, and its own."""
    found = _FORM.fullmatch(address)
    if found is None:
        raise ValueError(address)
    owner, name = (part.lower().replace("-", "_") for part in (found["owner"], found["name"]))
    return f"io.github.{owner}.{name}"


def metainfo(address: str, changelog: str) -> str:
    """The file, for the project at this address; releases are those that the changelog has a date for."""
    name = application_id(address)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<component type="desktop-application">',
        *_element("id", name),
        *_element("metadata_license", "MIT"),
        *_element("project_license", "MIT"),
        *_element("name", "Brim"),
        *_element("summary", words.summary()),
        *_element("developer_name", _AUTHORS),
        f"  <developer id={quoteattr(name.rpartition('.')[0])}>",
        *(f"  {line}" for line in _element("name", _AUTHORS)),
        "  </developer>",
        "  <description>",
        *(f"    <p>{escape(paragraph)}</p>" for paragraph in words.about()),
        "  </description>",
        f'  <launchable type="desktop-id">{FILE_NAME}</launchable>',
        "  <categories>",
        "    <category>Utility</category>",
        "  </categories>",
        f'  <icon type="stock">{ICON_NAME}</icon>',
        f'  <url type="homepage">{address}</url>',
        f'  <url type="bugtracker">{address}/issues</url>',
        f'  <url type="vcs-browser">{address}</url>',
        "  <screenshots>",
        '    <screenshot type="default">',
        f"      <caption>{escape(words.panel_caption())}</caption>",
        f"      <image>{address}/raw/HEAD/assets/panels.png</image>",
        "    </screenshot>",
        "  </screenshots>",
        "  <provides>",
        "    <binary>brim</binary>",
        "  </provides>",
        '  <content_rating type="oars-1.1"/>',
        *_releases(changelog),
        "</component>",
        "",
    ]
    return "\n".join(lines)


def _element(name: str, text: str) -> list[str]:
    return [f"  <{name}>{escape(text)}</{name}>"]


def _releases(changelog: str) -> list[str]:
    rows = [
        f'    <release version="{found["version"]}" date="{found["date"]}"/>' for found in _RELEASE.finditer(changelog)
    ]
    return ["  <releases>", *rows, "  </releases>"] if rows else []
