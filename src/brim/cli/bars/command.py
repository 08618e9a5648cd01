"""`brim status --format NAME`: a line for a bar, from the shared files alone.

It never sends a request, never writes and never fails: trouble is in the text and in its state. Standard library only:
this module must not know how a reading is made.
"""

from __future__ import annotations

import time

from brim.backend.outputs.barformats import FORMATS
from brim.cli.bars.barrequest import BarRequest
from brim.cli.bars.options import plain_options
from brim.cli.bars.output import write_line
from brim.words import localeformat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_WITH_VALUE = ("--format", "--template", "--account")
_SWITCHES = ("--follow",)


def main(arguments: Sequence[str]) -> int | None:
    """Print the line with as few imports as possible; returns the exit code, or None for other than plain options."""
    options = plain_options(arguments, _WITH_VALUE, _SWITCHES)
    if options is None or options.get("--format") not in FORMATS:
        return None
    localeformat.use_system_locale()
    request = BarRequest(options["--format"], options.get("--template"), options.get("--account"))
    return run(request, follow="--follow" in options)


def run(request: BarRequest, *, follow: bool) -> int:
    """Print the line, or with `follow` a line for each change until the reader goes; returns the exit code, 0."""
    from brim.cli.bars.statefolder import data_folder

    state_dir = data_folder()
    if follow:
        from brim.cli.bars.follow import follow_changes

        return follow_changes(request, state_dir)
    text, _changes_at = request.output(state_dir, time.time())
    write_line(text)
    return 0
