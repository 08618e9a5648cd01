"""Settings as text for the configuration that makes them: JSON, or the language of Nix. Pure."""

from __future__ import annotations

import json
import re

NIX_STORE = "/nix/store/"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_'-]*")


def lines(key: str, value: object, *, in_nix: bool) -> str:
    """One setting as lines of a configuration."""
    if in_nix:
        return f"{_nix_name(key)} = {_nix(value)};"
    return "\n".join(json.dumps({key: value}, ensure_ascii=False, indent=2).splitlines()[1:-1])


def _nix(value: object) -> str:
    if isinstance(value, dict):
        members = " ".join(f"{_nix_name(str(name))} = {_nix(member)};" for name, member in value.items())
        return f"{{ {members} }}"
    if isinstance(value, list):
        return f"[ {' '.join(f'({_nix(item)})' for item in value)} ]"
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("${", "\\${") if isinstance(value, str) else text


def _nix_name(name: str) -> str:
    return name if _NAME.fullmatch(name) else _nix(name)
