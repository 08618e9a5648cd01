"""How people call a provider and what belongs to it: names, mark and pages. This module must not know any provider."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vendor:
    """The names of a provider, in the language that Brim speaks. An empty one stands for what has no name."""

    product: str = ""
    """What is paid for."""
    company: str = ""
    """Whose server is asked. It stands within a sentence."""
    program: str = ""
    """The program whose limits these are. It stands within a sentence."""
    cli: str = ""
    """The program that can report usage, where there is one."""
    sign_in: str = ""
    """A sentence that says how to sign in."""
    sign_in_again: str = ""
    """A sentence that says how to sign in again before a login ends; empty where no login says when it ends."""
    by_key: bool = False
    """Its login is an API key, which is replaced and not renewed."""
    cli_setting: str = ""
    """The variable that says where that program is."""
    cli_check: str = ""
    """A sentence that says how to see in a terminal what that program reports."""
    mark: str = ""
    """A capital letter or a sign of `tray/icon/marks.py`, for the icon where usage of several providers is shown."""
    usage_url: str = ""
    """The page on which the vendor shows the same usage."""
    status_url: str = ""
    """The page on which the vendor reports incidents."""
