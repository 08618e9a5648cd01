"""What the frozen programs run: the `brim` command, in the environment that its user has.

Two hidden first arguments are for Brim itself: one opens a page or a file, the other proves that no module is missing.
"""

from __future__ import annotations

import sys

from brim import ownprogram

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
