"""A connection to the X server without what Brim never uses: python-xlib imports a module for each extension.

This module must not know what is asked of the server.
"""

from __future__ import annotations

from typing import override

from Xlib.display import Display


class PlainDisplay(Display):
    """A display whose server has no extensions, as far as python-xlib knows."""

    @override
    def list_extensions(self) -> list[str]:
        """None: the constructor would import and prepare every one that is named here."""
        return []
