"""Every command of the argument parser, for tests that must follow it without a list of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.cli.argumentparser import ArgumentParser


def every_command(parser: ArgumentParser, *names: str) -> Iterator[tuple[str, ArgumentParser]]:
    """`brim` and each command and action as it is typed, with its parser."""
    yield " ".join(("brim", *names)), parser
    for name, below in parser.commands().items():
        yield from every_command(below, *names, name)
