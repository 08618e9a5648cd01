"""The user's home folder, which is not always known: a container may run Brim without HOME, as a user without a name.

This module must not know what is kept there.
"""

from __future__ import annotations

from pathlib import Path

from brim.errors import ConfigError


def below_home(path: str) -> Path:
    """A path that begins with `~`, with the home folder in its place; raises ConfigError where that is not known."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        from brim.words import desktop as words

        raise ConfigError(*words.no_home()) from error


def is_same(path: Path, usual: str) -> bool:
    """Whether a path is the one that begins with `~`; False where the home folder is not known."""
    try:
        return path == Path(usual).expanduser()
    except RuntimeError:
        return False
