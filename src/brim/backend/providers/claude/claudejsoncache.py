"""The last content of `.claude.json`, read again only when its files changed.

This module must not know what the content means.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.claude import claudejsonwords as words
from brim.backend.providers.claude.claudejson import ClaudeJson, candidate_paths, read_claude_json
from brim.backend.system.files import file_version
from brim.backend.watching.places import Topic, file_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.watching.places import Changes, Place

CHECK_INTERVAL = timedelta(seconds=20)
"""The files are checked for changes this often while Brim sends requests: Claude Code writes that large file often."""


class ClaudeJsonCache:
    """The content for one of Claude Code's folders."""

    def __init__(self, config_dir: Path, now: Callable[[], datetime], *, check_always: bool) -> None:
        """With `check_always` the files are checked for changes each time."""
        self._config_dir = config_dir
        self._now = now
        self._check_always = check_always
        self._half_written = False
        """The last read failed, so the files are checked each time until a read succeeds."""
        self._checked: tuple[datetime, object] | None = None
        """When the files were checked last, and their versions then."""
        self._content = ClaudeJson()
        self._read_version: tuple[str, object] | None = None

    def version(self) -> object:
        """Changes whenever the files do, as of the last check; opens no file."""
        now = self._now()
        if self._checked is None or self._check_always or self._half_written or not self._is_recent(now):
            self._checked = now, self._file_versions()
        return self._checked[1]

    def places(self) -> tuple[Place, ...]:
        """The files."""
        return tuple(file_place(Topic.ACCOUNT, path) for path in candidate_paths(self._config_dir))

    def note(self, changes: Changes) -> None:
        """Check the files with the next call when one of them was reported."""
        if Topic.ACCOUNT in changes.topics:
            self._checked = None

    async def read(self, store_version: str) -> ClaudeJson:
        """The content; read again when the files or the stored login (`store_version`) changed.

        While the file is half-written, the content before that counts.
        """
        if self._read_version is None or self._read_version != (store_version, self.version()):
            versions = self._file_versions()  # before the files are read: a change meanwhile is detected next time
            content = await read_claude_json(self._config_dir)
            self._half_written = content is None
            self._content = content or self._content
            self._checked = self._now(), versions
            self._read_version = store_version, versions
        return self._content

    @property
    def fault(self) -> str | None:
        """Why the files cannot be used, in words; None when they can, or when there are none."""
        return words.not_json() if self._half_written else self._content.fault

    def _is_recent(self, now: datetime) -> bool:
        return self._checked is not None and self._checked[0] <= now < self._checked[0] + CHECK_INTERVAL

    def _file_versions(self) -> object:
        return [file_version(path) for path in candidate_paths(self._config_dir)]
