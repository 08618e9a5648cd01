"""`brim config`: where the files are, and every setting with its origin, as text or as JSON. Writes nothing.

This module must not know what a setting is used for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from brim import logs
from brim.errors import BrimError, ConfigError
from brim.printing import complain, one_line, show
from brim.privatefiles import is_there
from brim.terminal import Span, Style, Terminal, padded, plain, this_terminal, width
from brim.words import config as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from brim.backend.settings.effective import EffectiveSetting
    from brim.terminal import Line

OK, UNUSABLE = 0, 1
_WIDE_COLUMNS = 66
"""Columns from which on a setting is one line."""


def run(*, as_json: bool, debug: bool = False) -> int:
    """Print files and settings; returns 0, or 1 when the settings cannot be used at all."""
    logs.to_stderr(debug=debug)
    from brim.backend.settings.effective import effective_settings
    from brim.backend.settings.load import get_settings, settings_files

    errors: tuple[ConfigError, ...]
    settings: tuple[EffectiveSetting, ...] = ()
    try:
        loaded = get_settings()
        settings, errors, hints = effective_settings(loaded), loaded.errors, (*loaded.hints, *loaded.renamed)
    except ConfigError as error:
        errors, hints = (error,), ()
    files = settings_files()
    if as_json:
        show(_json(files, settings, errors, hints))
    else:
        terminal = this_terminal()
        terminal.show([*_file_lines(files, terminal), *_setting_lines(settings, terminal)])
        complain((*errors, *hints))
    return OK if settings else UNUSABLE


def _json(
    files: Mapping[str, Path],
    settings: Sequence[EffectiveSetting],
    errors: Sequence[BrimError],
    hints: Sequence[BrimError],
) -> str:
    report = {
        "schema": 1,
        "files": {key: {"path": str(path), "exists": is_there(path)} for key, path in files.items()},
        "settings": [
            {
                "name": setting.name,
                "variable": setting.variable,
                "value": setting.value,
                "default": setting.default,
                "origin": setting.origin,
            }
            for setting in settings
        ],
        "problems": [{"title": problem.title, "message": problem.message} for problem in (*errors, *hints)],
    }
    return json.dumps(report, indent=2)


def _file_lines(files: Mapping[str, Path], terminal: Terminal) -> Iterator[Line]:
    from brim.backend.system.files import short_path

    yield plain(words.files_heading(), Style.BOLD)
    labels = words.file_labels()
    label_width = max(map(len, labels.values()))
    for key, path in files.items():
        text = short_path(path) if is_there(path) else words.absent(short_path(path))
        lines = terminal.wrap(f"  {padded(labels[key], label_width)}  {one_line(text)}", label_width + 4)
        yield from map(plain, lines)


def _setting_lines(settings: Sequence[EffectiveSetting], terminal: Terminal) -> Iterator[Line]:
    from brim.backend.settings.effective import DEFAULT

    if not settings:
        return
    yield ()
    yield plain(words.settings_heading(), Style.BOLD)
    name_width = max(len(setting.name) for setting in settings)
    origin_width = max(len(setting.origin) for setting in settings)
    for setting in settings:
        style = Style.DIM if setting.origin == DEFAULT else Style.PLAIN
        value = one_line(setting.text)
        head = f"  {setting.name:<{name_width}}  {setting.origin:<{origin_width}}  "
        longest = max(map(width, value.split()), default=0)
        if terminal.columns >= max(_WIDE_COLUMNS, len(head) + longest):
            lines = terminal.wrap(head + value, len(head))
        else:
            origin = "" if setting.origin == DEFAULT else words.origin(setting.origin)
            lines = terminal.wrap(f"  {setting.name} = {value} {origin}".rstrip(), 4)
        yield from ((Span(line, style),) for line in lines)
    yield ()
    yield from map(plain, terminal.wrap(words.explanation()))
