"""`make shared-files`: writes every file, after parser, settings, help or a picture have changed.

A file that is made no more is removed.
"""

from __future__ import annotations

from sharedfiles.contents import ROOT, SHARE, contents
from sharedfiles.icons import icons

files = {name: text.encode() for name, text in contents().items()} | icons(ROOT)
for name, content in files.items():
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
for path in (ROOT / SHARE).rglob("*"):
    if path.is_file() and path.relative_to(ROOT).as_posix() not in files:
        path.unlink()
