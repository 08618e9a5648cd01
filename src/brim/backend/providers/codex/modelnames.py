"""Names of models as Codex and people write them, brought to one form. This module must not know prices."""

from __future__ import annotations

import re

_DECORATION = re.compile(r"^.*/|-\d{4}-\d{2}-\d{2}$|-latest$")
"""Before the name of a model: `openai/`. After it: a date."""


def plain_model(name: str) -> str:
    """The name of a model without its provider and its date."""
    plain = name.strip().lower()
    while plain != (plain := _DECORATION.sub("", plain)):
        pass
    return plain
