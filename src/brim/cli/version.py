"""`brim --version`: the version, in one line for scripts. This module must not know what else there is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, override

from brim import __version__
from brim.cli.updatenote import show_update
from brim.printing import show

if TYPE_CHECKING:
    from collections.abc import Sequence


class ShowVersion(argparse._VersionAction):  # noqa: SLF001 - completions offer nothing after this kind of action
    """Prints the version, and on a terminal a newer one, and ends the command."""

    @override
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,  # Any: argparse's own type
        option_string: str | None = None,
    ) -> None:
        show(f"brim {__version__}")
        show_update()
        parser.exit()
