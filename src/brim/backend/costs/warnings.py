"""Says what is odd about transcripts and the cost file: in the log of a process that has one, else on standard error.

The log takes longer to import than `brim usage` takes to read what is new. This module must not know what is odd.
"""

from __future__ import annotations

import sys

from brim.printing import complain


def warn(sentence: str, file: str) -> None:
    """Say a sentence about a file."""
    if "loguru" in sys.modules:
        from loguru import logger

        logger.bind(file=file).warning("{}", sentence)
    else:
        complain((sentence,))
