"""The settings file `brim.toml`, made with every setting as a comment where a user wants to open one that is not there.

This module must not know what any setting is used for, nor how a file is opened on a desktop.
"""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic_core import PydanticUndefined

from brim.backend.settings.appsettings import AppSettings
from brim.backend.settings.documentation import meaning
from brim.backend.settings.load import settings_files
from brim.backend.settings.sources import nested_model
from brim.errors import ConfigError
from brim.privatefiles import is_there, make_folder, open_plain
from brim.words import settingsfile as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

_WIDTH = 88
_NOT_IN_FILE = {"config_dir"}
"""The folder in which the file is looked for."""


def ensure_settings_file() -> Path:
    """The path of the settings file, which is made for this user alone if it is missing; raises ConfigError."""
    path = settings_files()["settings"]
    try:
        if not is_there(path):
            make_folder(path.parent)
            _write_new(path)
    except OSError as error:
        raise ConfigError(*words.not_created(str(path), error.strerror)) from error
    return path


def _write_new(path: Path) -> None:
    """Write the file, unless somebody else has just made one."""
    with suppress(FileExistsError):
        handle = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(settings_template())


def settings_template() -> str:
    """Every setting with its meaning and its default, as a comment."""
    plain = {name: field for name, field in AppSettings.model_fields.items() if nested_model(field) is None}
    lines = [f"# {line}" for line in words.introduction()]
    for name, field in plain.items():
        if name not in _NOT_IN_FILE:
            lines += _setting(name, field)
    for name, field in AppSettings.model_fields.items():
        if (section := nested_model(field)) is not None:
            lines += ["", "", *_comment(field), f"[{name}]", *_section(section)]
    return "\n".join(lines) + "\n"


def _section(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield from _setting(name, field)


def _setting(name: str, field: FieldInfo) -> Iterator[str]:
    """The setting with its default, or an example where it has none."""
    yield ""
    yield from _comment(field)
    yield f"#{name} = {_toml(next(iter(field.examples or ()), _default(field)))}"


def _comment(field: FieldInfo) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(meaning(field), _WIDTH)]


def _default(field: FieldInfo) -> object:
    default = field.get_default(call_default_factory=True)
    return "" if default is None or default is PydanticUndefined else default


def _toml(value: object) -> str:
    """A value as TOML writes it; its strings are those of JSON."""
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False)
