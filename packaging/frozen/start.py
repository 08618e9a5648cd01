"""What the frozen programs run: the `brim` command, in the environment that its user has.

Two hidden first arguments are for Brim itself: one opens a page or a file, the other proves that no module is missing.
"""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress


def hold_modules() -> None:
    """Keep the program's file open, which has all modules: PyInstaller's loader opens it anew for each of them.

    Without that a Brim that runs ends as soon as somebody moves or removes its folder, or unpacks a newer one there.
    The names are the loader's own. Linux can open a file again that has no name any more; elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with suppress(ImportError, KeyError, AttributeError, OSError):
            archive = vars(vars(importlib.import_module("pyimod02_importers"))["pyz_archive"])
            archive["_filename"] = f"/proc/self/fd/{os.open(archive['_filename'], os.O_RDONLY | os.O_CLOEXEC)}"


hold_modules()
from brim import ownprogram  # noqa: E402 - it is a module, too

ownprogram.restore_environment()
if sys.argv[1:2] == [ownprogram.OPEN_OPTION]:
    from brim.tray.desktop import openingprogram

    code = openingprogram.main(sys.argv[2:])
elif sys.argv[1:2] == ["--check-modules"]:
    from frozen import selfcheck

    code = selfcheck.main()
else:
    from brim.__main__ import main

    code = main()
sys.exit(code)
