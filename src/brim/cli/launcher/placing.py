"""Puts files into the user's folders, and takes back exactly what it put.

A file that was there before, or that somebody has changed since, is left alone and reported. Each file is replaced as a
whole. This module must not know what the files are for, nor where the record of them is.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brim.cli.launcher.manifest import Manifest
from brim.privatefiles import make_folder, read_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    type Save = Callable[[Manifest], None]

_FOREIGN = ""
"""In place of the digest of what cannot be ours: a link, a folder, a file that cannot be read, or is too large."""
_MOST_BYTES = 1 << 24
"""No file of a launcher is as large."""


class Content(NamedTuple):
    """What a file shall have."""

    data: bytes
    executable: bool = False

    @property
    def digest(self) -> str:
        """The name of this content in the record."""
        return hashlib.sha256(self.data).hexdigest()


def put(wanted: Mapping[Path, Content], before: Manifest, after: Manifest, save: Save) -> tuple[Path, ...]:
    """Put the files and remove those that were put earlier and are wanted no more; returns those left alone.

    `after` names version and command. Raises OSError; then what was put is in the record, and a second try goes on.
    Until all of it is put the record keeps the version that it had, so that nobody takes a half for the whole.
    """
    known = {Path(path): digests for path, digests in before.files.items()}
    ours = {path: content for path, content in wanted.items() if _is_ours(path, known.get(path, ()), absent=True)}
    left = tuple(path for path, content in wanted.items() if path not in ours and not _is_linked(path, content))
    planned = known | {path: (*known.get(path, ()), content.digest) for path, content in ours.items()}
    folders = (*before.folders, *(str(folder) for folder in _missing_folders(ours)))
    save(_record(replace(after, version=before.version), planned, folders))
    for path, content in ours.items():
        if digest_of(path) != content.digest:
            _write(path, content)
    unwanted = {path: digests for path, digests in known.items() if path not in wanted}
    left += _remove(unwanted)
    _remove_folders({*folders}.difference(str(folder) for path in wanted for folder in path.parents))
    changed = {path: known[path] for path in wanted if path in known and path not in ours}
    now = {path: (content.digest,) for path, content in ours.items()} | changed
    save(_record(after, now, filter({str(folder) for path in now for folder in path.parents}.__contains__, folders)))
    return left


def take_back(before: Manifest, save: Save) -> tuple[Path, ...]:
    """Remove what was put, and the folders that were made for it and are empty; returns what was changed and is left.

    Raises OSError; then the record is as it was, and a second try goes on.
    """
    left = _remove({Path(path): digests for path, digests in before.files.items()})
    _remove_folders(before.folders)
    save(Manifest())
    return left


def found_again(wanted: Mapping[Path, Content], marker: Path) -> dict[str, tuple[str, ...]]:
    """The files as they would be put, where the record of them was lost; by path, with their digests.

    They are ours if the `marker` among them has what nobody else would write, and nobody's else.
    """
    same: dict[str, tuple[str, ...]] = {
        str(path): (content.digest,) for path, content in wanted.items() if digest_of(path) == content.digest
    }
    return same if str(marker) in same else {}


def is_in_place(manifest: Manifest) -> bool:
    """Whether every file that was put is there, even if it was changed."""
    return all(digest_of(Path(path)) is not None for path in manifest.files)


def _record(base: Manifest, files: Mapping[Path, tuple[str, ...]], folders: Iterable[str]) -> Manifest:
    named = {str(path): tuple(dict.fromkeys(digests)) for path, digests in files.items()}
    return replace(base, files=named, folders=tuple(dict.fromkeys(folders)))


def _is_ours(path: Path, digests: Iterable[str], *, absent: bool = False) -> bool:
    """Whether a path may be written or removed; `absent` is the answer where nothing is there."""
    found = digest_of(path)
    return absent if found is None else found != _FOREIGN and found in digests


def _is_linked(path: Path, content: Content) -> bool:
    """Whether an installer, such as pipx, has linked the same file there already, and removes it with Brim."""
    return digest_of(path) == _FOREIGN and digest_of(Path(os.path.realpath(path))) == content.digest


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file; empty for what cannot be ours, None where nothing is.

    Raises OSError where nobody may look, or there can be no such path.
    """
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(mode):
        return _FOREIGN
    try:
        data = read_plain(path, _MOST_BYTES)
    except OSError:
        return _FOREIGN
    return hashlib.sha256(data).hexdigest() if len(data) < _MOST_BYTES else _FOREIGN


def _missing_folders(paths: Iterable[Path]) -> list[Path]:
    return sorted({folder for path in paths for folder in path.parents if not os.path.lexists(folder)})


def _part(path: Path) -> Path:
    """Where a file is written before it takes its name; a killed command may leave it behind."""
    return path.with_name(f".{path.name}.brim-part")


def _write(path: Path, content: Content) -> None:
    make_folder(path.parent)
    part = _part(path)
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(content.data)
        part.chmod(0o755 if content.executable else 0o644)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _remove_folders(folders: Iterable[str]) -> None:
    """Remove those that are empty."""
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):  # it is in use, or gone
            Path(folder).rmdir()


def _remove(files: Mapping[Path, tuple[str, ...]]) -> tuple[Path, ...]:
    """Remove those that are ours; returns the others that are there."""
    left = []
    for path, digests in files.items():
        with suppress(FileNotFoundError, NotADirectoryError):
            _part(path).unlink()
        if _is_ours(path, digests):
            path.unlink(missing_ok=True)
        elif digest_of(path) is not None:
            left.append(path)
    return tuple(left)
