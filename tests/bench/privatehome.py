"""A home folder for a desktop that a benchmark starts. This module must not know which desktop it is."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def private_home() -> Iterator[str]:
    """A temporary folder in which the desktop and Brim find their settings, not those of this machine's user."""
    before = os.environ["HOME"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["HOME"] = folder
        try:
            yield folder
        finally:
            os.environ["HOME"] = before
