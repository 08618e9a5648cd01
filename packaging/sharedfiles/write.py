"""`make shared-files`: writes every file, after parser, settings or help have changed."""

from __future__ import annotations

from sharedfiles.contents import ROOT, contents

for name, text in contents().items():
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
