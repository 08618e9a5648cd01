"""Which of two versions is newer, and which one of an index is worth naming. Pure.

The order is that of the packaging user guide (PEP 440), but for what follows a `+`: a packager's own mark makes a
version neither newer nor older. Versions come from a server, so their form and length are limited, and what does not
look like a version is none. This module must not know where versions come from.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    type VersionKey = tuple[object, ...]

_MOST_LETTERS = 40
_VERSION = re.compile(
    r"""\s*v?
    (?:(?P<epoch>\d+)!)?
    (?P<release>\d+(?:\.\d+)*)
    (?:[-_.]?(?P<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?P<phase_number>\d*))?
    (?:-(?P<dash>\d+)|[-_.]?(?P<post>post|rev|r)[-_.]?(?P<post_number>\d*))?
    (?:[-_.]?(?P<dev>dev)[-_.]?(?P<dev_number>\d*))?
    (?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\s*""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_FINAL = re.compile(r"(?:\d+!)?\d+(?:\.\d+)*(?:\.post\d+)?", re.ASCII)
"""A version in its normal form that is neither a preview nor somebody's own."""
_PHASES = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2, "pre": 2, "preview": 2}
_FINISHED = 3
_PYTHON = re.compile(r">=?\s*(\d+)\.(\d+)", re.ASCII)


def version_key(text: str) -> VersionKey | None:
    """What orders versions; None for a text that is no version."""
    found = _VERSION.fullmatch(text) if len(text) <= _MOST_LETTERS else None
    if found is None:
        return None
    release = tuple(map(int, found["release"].split(".")))
    while release and release[-1] == 0:
        release = release[:-1]
    post: float = -1
    if found["dash"] or found["post"]:
        post = int(found["dash"] or found["post_number"] or 0)
    dev = int(found["dev_number"] or 0) if found["dev"] else math.inf
    if found["phase"]:
        phase = (_PHASES[found["phase"].lower()], int(found["phase_number"] or 0))
    else:
        phase = (-1, 0) if found["dev"] and post < 0 else (_FINISHED, 0)
    return int(found["epoch"] or 0), release, phase, post, dev


def is_newer(version: str, than: str) -> bool:
    """Whether a final version is newer than another one, which may be a preview; False when either is no version."""
    key, other = version_key(version), version_key(than)
    return bool(_FINAL.fullmatch(version)) and key is not None and other is not None and key > other


def newest_version(answer: dict[str, object], python: tuple[int, int]) -> str | None:
    """The newest final version that an index offers to a Python; None when it offers none.

    `answer` is a project of the index's JSON: `releases`, by version, are lists of files, each with `yanked` and
    `requires_python`; where they are missing, `info` has the newest version alone.
    """
    offered = (text for text in _offered(answer, python) if _FINAL.fullmatch(text) and version_key(text) is not None)
    return max(offered, key=lambda text: version_key(text) or (), default=None)


def _offered(answer: dict[str, object], python: tuple[int, int]) -> Iterator[str]:
    """Versions with a file that was not taken back and that this Python can use."""
    releases, info = answer.get("releases"), answer.get("info")
    if isinstance(releases, dict) and releases:
        for text, files in releases.items():
            if isinstance(files, list) and any(_is_usable(file, python) for file in files):
                yield text
    elif isinstance(info, dict) and isinstance(text := info.get("version"), str) and _is_usable(info, python):
        yield text


def _is_usable(file: object, python: tuple[int, int]) -> bool:
    if not isinstance(file, dict) or file.get("yanked"):
        return False
    wanted = file.get("requires_python")
    least = _PYTHON.search(wanted) if isinstance(wanted, str) and len(wanted) <= _MOST_LETTERS else None
    return least is None or _at_least(least) <= python


def _at_least(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1]), int(found[2])
