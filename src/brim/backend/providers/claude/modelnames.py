"""Model ids as providers and clouds write them, brought to one form. This module must not know prices."""

from __future__ import annotations

import re
from functools import lru_cache

_DECORATION = re.compile(r"^(?:.*[./])?(?=claude-)|(?:@.*|-v\d+(?::\d+)?|:\d+|\[[^]]*\]|-latest|-\d{8})$")
"""Before the name: `us.anthropic.`, `anthropic/`. After it: a date, `@date`, `-v1:0`, `[1m]`."""
_DOTTED_VERSION = re.compile(r"(?<=\d)\.(?=\d)")
_REGIONS = ("us.", "eu.", "au.", "jp.", "apac.")
"""Endpoints of one region of a cloud; `global.` has the plain price (vendor's pricing page, 2026-11)."""
_REGIONAL_SINCE = (4, 5)
_VERSION = re.compile(r"-(\d+)(?:-(\d+))?$")
_FAST = "-fast"


@lru_cache(maxsize=256)
def plain_model(raw: str) -> tuple[str, bool, bool]:
    """The plain name, whether the id names the fast variant, and whether it names a cloud's regional endpoint.

    Nothing is guessed: an id that has no known form stays as it is.
    """
    name = _DOTTED_VERSION.sub("-", raw.strip().lower())
    previous = ""
    while previous != name:
        previous, name = name, _DECORATION.sub("", name)
    fast = name.endswith(_FAST)
    name = name.removesuffix(_FAST) if fast else name
    version = _VERSION.search(name)
    since = version is not None and (int(version[1]), int(version[2] or 0)) >= _REGIONAL_SINCE
    return name, fast, since and raw.strip().lower().rpartition("/")[2].startswith(_REGIONS)
