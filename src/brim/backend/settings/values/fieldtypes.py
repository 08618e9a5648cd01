"""Types and parsers that several sections of the settings share. This module must not know any one setting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from brim.words import valuefaults as words


def parse_json(value: object) -> object:
    """A list or a table that a variable gives as JSON; any other value as it is. Raises ValueError for bad JSON."""
    if not isinstance(value, str) or value.lstrip()[:1] not in {"[", "{"}:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError(words.not_json()) from None  # what could not be parsed may hold a secret


def split_list(value: object) -> object:
    """A list, also from one text with commas or spaces between the items, as a variable gives it."""
    value = parse_json(value)
    return value.replace(",", " ").split() if isinstance(value, str) else value


def expand_home(path: Path) -> Path:
    """The path with `~` replaced; raises ValueError when that home folder is not known, and for what is no path."""
    if "\0" in str(path):
        raise ValueError(words.not_a_path())
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError(words.unknown_home()) from error


type ExpandedPath = Annotated[Path, AfterValidator(expand_home)]
