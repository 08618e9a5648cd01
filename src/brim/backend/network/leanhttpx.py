"""Imports httpx without the parts that Brim never uses, which cost a tray several MiB for as long as it runs.

Where click is installed, httpx imports its own command line with click, rich and Pygments; where trio is installed,
httpcore imports that too. Both do without a part that cannot be imported, which is what they find here. Other programs'
modules are not touched: a part that is there already stays, and everybody may import it afterwards. This module must
not know what is requested.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

__all__ = ["httpcore", "httpx"]

_UNUSED = ("httpx._main", "trio")


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Let the import of these modules fail for the time of the block, as Python documents it for `sys.modules`."""
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    absent = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(absent))
    try:
        yield
    finally:
        for name in absent:
            del modules[name]


with _without(_UNUSED):
    import httpcore
    import httpx
