"""`make release-notes`: prints what CHANGELOG.md says of this version."""

from __future__ import annotations

import sys

from brim import __version__
from releasing.changelog import notes
from sharedfiles.contents import ROOT


def main() -> int:
    """Print the notes; returns 1 where there are none."""
    text = notes((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__)
    if text is None:
        sys.stderr.write(f"brim: CHANGELOG.md has no entry for {__version__}: write one.\n")
        return 1
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
