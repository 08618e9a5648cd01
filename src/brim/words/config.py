"""Text of `brim config`: the headings, the names of files, and what is said of a file that is not there.

This module must not know how a setting is read.
"""

from __future__ import annotations

FILES, SETTINGS = "Files and folders", "Settings"


def file_labels() -> dict[str, str]:
    """The name of each file and folder, by its key in the JSON."""
    return {
        "settings": "Settings",
        "variables": "Variables",
        "choices": "Menu choices",
        "state": "Data folder",
        "logs": "Log folder",
    }


def absent(path: str) -> str:
    """A file that is not there, which is no fault: Brim uses its defaults."""
    return f"{path} (not there)"
