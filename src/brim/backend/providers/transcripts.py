"""What a provider declares of its program's transcripts: where they are, and who reads their rows.

It is imported by commands that read no settings, so it imports little. This module must not know any provider, nor
where answers are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from brim.backend.transcripts.answer import Answer
    from brim.model.vendor import Vendor


class TranscriptParser(Protocol):
    """Parses the rows of one transcript, in their order."""

    @property
    def unneeded(self) -> tuple[bytes, ...]:
        """How rows begin that may be huge and never report an answer."""

    def parse(self, block: bytes | bytearray, start: int, end: int, found: dict[str, Answer]) -> None:
        """Add the answers of some whole rows to those that were found, by their ids."""

    def context(self) -> str:
        """What later rows need of those that were parsed: a parser that begins there is given it. Empty for nothing."""


class TranscriptFolder(NamedTuple):
    """A folder in which transcripts are."""

    path: Path
    suffix: str
    """How their names end."""
    depth: int
    """How many levels of folders below it belong to it."""
    ignored: frozenset[str] = frozenset()
    """Names of files that are none."""


class TranscriptKind(NamedTuple):
    """The transcripts of one provider's program."""

    provider: str
    """The provider's name."""
    vendor: Callable[[], Vendor]
    """The names for people."""
    folders: Callable[[Path], tuple[TranscriptFolder, ...]]
    """Where transcripts are below a root."""
    usual_roots: Callable[[Mapping[str, str]], tuple[Path, ...]]
    """The roots that the program's own variables mean, whose names are given in small letters; raises ConfigError."""
    parser: Callable[[Path, Path, Mapping[str, int], str], TranscriptParser]
    """A parser for a file below a root: the root, the file, for each model with a second price from how many tokens of
    a prompt on, and the context of the rows before; one that cannot be used counts as none."""
    plain_model: Callable[[str], str]
    """The name of a model as its answers have it, of an id as people and clouds write it."""
    plan_models: tuple[str, ...] = ()
    """How the names of models begin whose answers draw on the plan's limits in proportion to list prices; empty where
    that is not so."""
    packed_suffix: str | None = None
    """How the names of files end that the program has compressed; they are not read."""


class TranscriptRoot(NamedTuple):
    """A folder of a program, and whose it is."""

    path: Path
    kind: TranscriptKind
