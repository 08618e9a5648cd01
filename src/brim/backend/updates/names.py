"""What Brim is called in an index, and its file of updates. This module must not know what is read or written."""

from __future__ import annotations

PROJECT = "brim"
"""The package in an index, and in the Python that it is installed in."""
PATH = f"/pypi/{PROJECT}/json"
"""Where an index has the versions of Brim."""
UPDATES_FILE = "updates.json"
