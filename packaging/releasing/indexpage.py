"""The page of Brim on the Python package index: README, with addresses in place of names of its files.

Only GitHub shows a picture by the name of its file. Hatchling runs this in every build. This module must not know what
a release does.
"""

from __future__ import annotations

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

_TARGET = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?!https?:)(?P<target>[^)\s]+)\)")
"""A link or a picture whose target is in the project."""


class IndexPage(MetadataHookInterface):
    """What hatchling asks for the description, because pyproject.toml says that it is dynamic."""

    def update(self, metadata: dict[str, object]) -> None:
        """Add the description, for the version and the address of the project."""
        text = Path(self.root, "README.md").read_text("utf-8")
        urls, version = metadata["urls"], str(metadata["version"])
        address = str(urls["Homepage"]) if isinstance(urls, dict) else ""
        metadata["readme"] = {"content-type": "text/markdown", "text": index_page(text, address, version)}


def index_page(readme: str, address: str, version: str) -> str:
    """README as the index shows it: files and parts are those of this version, in the project at this address."""

    def absolute(found: re.Match[str]) -> str:
        kind = "raw" if found["picture"] else "blob"
        name = f"README.md{found['target']}" if found["target"].startswith("#") else found["target"]
        return f"{found['picture']}[{found['text']}]({address}/{kind}/v{version}/{name})"

    return _TARGET.sub(absolute, readme)
