# The part of PyObjC that Brim calls; PyObjC itself is there on macOS only.

from collections.abc import Callable

def callAfter(func: Callable[..., object], *args: object, **kwargs: object) -> None: ...  # noqa: N802 - Apple's style
