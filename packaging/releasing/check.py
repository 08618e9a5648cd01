"""`TAG=v0.2.0 make release-check`: refuses a tag from which nothing may be published."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from brim import __version__
from releasing.changelog import entries
from sharedfiles.contents import ROOT
from sharedfiles.metainfo import homepage, is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACEHOLDER = "OWNER"


def faults(tag: str, version: str, address: str, changelog: str) -> Iterator[str]:
    """Why a tag may not be published, each a sentence that says what to do."""
    if tag != f"v{version}":
        yield f"The tag is {tag}, and __version__ is {version}: tag v{version}, or correct src/brim/__init__.py."
    if not is_address(address):
        yield f"Homepage in pyproject.toml is {address}: name the project's, as https://github.com/NAME/brim."
    elif PLACEHOLDER in address.split("/"):
        yield f"Homepage in pyproject.toml still says {PLACEHOLDER}: name the project's, and run `make shared-files`."
    entry = next((entry for entry in entries(changelog) if entry.version == version), None)
    if entry is None or not entry.text:
        yield f"CHANGELOG.md has no entry for {version}: write one."
    elif entry.date is None:
        yield f"The entry for {version} in CHANGELOG.md has no date: date it."


def main() -> int:
    """Check the tag that is named; returns 1 with the reasons on standard error."""
    tag = sys.argv[1] if len(sys.argv) > 1 else ""
    found = list(faults(tag, __version__, homepage(ROOT), (ROOT / "CHANGELOG.md").read_text("utf-8")))
    for fault in found:
        sys.stderr.write(f"brim: {fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
