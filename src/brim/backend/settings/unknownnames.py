"""Names that are no settings, in a file or in the environment, each with the setting that was probably meant.

Pure. This module must not know where a name was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.settings.settingnames import PREFIX, environment_name
from brim.backend.settings.sources import nested_model
from brim.suggestions import nearest_dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic import BaseModel

    from brim.backend.system.files import Json

_DELIMITER = "__"


def unknown_keys(data: Json, model: type[BaseModel], known: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The dotted keys in a table that are no settings, each with the one of `known` that is most like it."""
    for key in _keys(data, model):
        yield key, nearest_dotted(key, known)


def unknown_variables(variables: Iterable[str], known: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The variables that were meant for Brim and set nothing, each with the variable that is most like it.

    A variable was meant for Brim if it is like one of ours, or names one of our sections: another program may use the
    same prefix. Capitals do not matter.
    """
    sections = {key.partition(".")[0] for key in known if "." in key}
    for variable in variables:
        if not variable.upper().startswith(PREFIX):
            continue
        key = variable[len(PREFIX) :].lower().replace(_DELIMITER, ".")
        if key in sections or any(key == name or key.startswith(f"{name}.") for name in known):
            continue
        likely = nearest_dotted(key, known)
        likely = nearest_dotted(key.replace("_", ".", 1), known) if likely is None else likely
        if likely is not None or key.partition(".")[0] in sections:
            yield variable.upper(), None if likely is None else environment_name(likely)


def _keys(data: Json, model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for key, value in data.items():
        field = model.model_fields.get(key)
        if field is None:
            yield f"{prefix}{key}"
        elif isinstance(value, dict) and (section := nested_model(field)) is not None:
            yield from _keys(value, section, f"{prefix}{key}.")
