"""Why a login that was found cannot be used: parts of a sentence. This module must not know any provider."""

from __future__ import annotations

from brim.words.translation import _


def not_json() -> str:
    """Why a login cannot be used."""
    return _("not valid JSON")


def no_token() -> str:
    """Why a login cannot be used."""
    return _("no usable token in it")


def cannot_open(reason: str | None) -> str:
    """Why a login cannot be used; `reason` is the system's."""
    return _("it cannot be opened ({reason})", reason=reason) if reason else _("it cannot be opened")
