"""Text about opening the details page. This module must not know how it is served."""

from __future__ import annotations

from brim.words.translation import _


def no_port(reason: str) -> tuple[str, str]:
    """The page cannot be served on this computer: title and what to do."""
    return _("No port is free"), _("The details page needs a port on 127.0.0.1: {reason}.", reason=reason)


def address(url: str) -> str:
    """What is printed where no browser was opened."""
    return _("Open this address within a minute, once: {url}", url=url)


def opened() -> str:
    """What is printed where a browser was opened."""
    return _("The details page is open in your browser. Press Ctrl+C to end it.")


def written(path: str) -> str:
    """The page was written as a file."""
    return _("Wrote {path}. It holds your usage and project names.", path=path)


def not_written(path: str, reason: str) -> tuple[str, str]:
    """The file of the page cannot be written: title and what to do."""
    return _("Page not written"), _("Choose another file than {path}: {reason}.", path=path, reason=reason)


def not_started() -> tuple[str, str]:
    """The page's program did not answer: title and what to do."""
    return _("Details not opened"), _("Run `brim details` in a terminal to see why.")


def none_in_demo() -> tuple[str, str]:
    """The demo has no page: title and why."""
    return _("No details in the demo"), _("The demo keeps no files to show. Sign in and run `brim` for real usage.")
