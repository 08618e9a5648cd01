"""Rules about pydantic models, settings, enums and secrets."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from tests.rules.syntax import ROOT, File, keyword, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.syntax import Violation

_MODEL = re.compile(r"\w*(BaseModel|RootModel|Model|Settings)")
_SECRET = re.compile(r"(\w+_)?(token|secret|password|passphrase|passwd|api_?key|private_key|cookie)s?")
_COUNTS = {"int", "Tokens", "_Count"}
"""The types of tokens that are counted: what a model reads and writes is no secret."""
STATE_FORMAT = "brim.backend.system.stateformat.FORMAT"
"""The configuration that all models of state files share."""
SETTINGS_READER = "src/brim/backend/settings/load.py"
"""The one module that reads the environment and makes the settings."""
SETTINGS_MODEL = "src/brim/backend/settings/appsettings.py"
_MUTABLE_CALLS = {"list", "dict", "set", "bytearray", "defaultdict", "deque"}


def fields_are_described(file: File) -> Iterator[Violation]:
    """Every field of a model is described in Field(description=...), perhaps marked for translation with `N_`."""
    for model, field in _model_fields(file):
        if not any(_marked_text(file, keyword(call, "description")) for call in _field_calls(file, field)):
            yield file.violation(field, f"{model.name}.{_name(field)} has no Field(description=...)")


def defaults_are_immutable(file: File) -> Iterator[Violation]:
    """A mutable default comes from default_factory, a new one for each instance."""
    for model, field in _model_fields(file):
        given = [field.value]
        for call in _field_calls(file, field):
            given += [*call.args[:1], keyword(call, "default")]
        if any(_mutable(value) for value in given):
            yield file.violation(field, f"{model.name}.{_name(field)} has a mutable default; use default_factory")


def secrets_are_secret(file: File) -> Iterator[Violation]:
    """A field that is named like a secret is a SecretStr in every class, so that no repr or log shows it."""
    for owner in file.classes if file.is_source else ():
        for field in _annotated(owner):
            if _SECRET.fullmatch(_name(field).strip("_")) and not names_in(field.annotation) & {
                "SecretStr",
                "SecretBytes",
                "ApiKey",
                *_COUNTS,
            }:
                yield file.violation(field, f"{owner.name}.{_name(field)} is not a SecretStr")


def enums_are_str_enums(file: File) -> Iterator[Violation]:
    """Every enum is a StrEnum, so that JSON can hold it."""
    for owner in file.classes:
        for base in owner.bases:
            name = file.dotted(base)
            if name.startswith("enum.") and name != "enum.StrEnum":
                yield file.violation(owner, f"{owner.name} is a {name}, not a StrEnum")


def enum_values_are_used(file: File) -> Iterator[Violation]:
    """A model with an enum among its fields has ConfigDict(use_enum_values=True), its own or that of its base."""
    enums = _str_enums(file) | _project_enums()
    reported = set()
    for model, field in _model_fields(file):
        if names_in(field.annotation) & enums and model.name not in reported and not _uses_enum_values(file, model):
            reported.add(model.name)
            yield file.violation(model, f"{model.name} has enum fields but not ConfigDict(use_enum_values=True)")


def settings_are_read_once(file: File) -> Iterator[Violation]:
    """Settings are made in one module, behind get_settings(), and name the delimiter of nested names."""
    path = file.path.as_posix()
    if path != SETTINGS_READER:
        for call, name in file.calls() if file.is_source else ():
            if name.endswith(".AppSettings"):
                yield file.violation(call, f"AppSettings is made outside {SETTINGS_READER}; call get_settings()")
    elif not any(isinstance(node, ast.FunctionDef) and node.name == "get_settings" for node in file.nodes):
        yield file.violation(file.tree, "get_settings() is missing")
    configured = [call for call, name in file.calls() if name.endswith("SettingsConfigDict")]
    is_model = path == SETTINGS_MODEL or (file.is_source and any(owner.name == "AppSettings" for owner in file.classes))
    if is_model and not any(_string_value(keyword(call, "env_nested_delimiter")) == "__" for call in configured):
        yield file.violation(file.tree, "the settings do not say env_nested_delimiter='__'")


def _model_fields(file: File) -> Iterator[tuple[ast.ClassDef, ast.AnnAssign]]:
    models: set[str] = set()
    for owner in file.classes:
        bases = {file.dotted(_without_subscript(base)).split(".")[-1] for base in owner.bases}
        if any(base in models or _MODEL.fullmatch(base) for base in bases):
            models.add(owner.name)
            for field in _annotated(owner):
                if not _name(field).startswith("_") and "ClassVar" not in names_in(field.annotation):
                    yield owner, field


def _annotated(owner: ast.ClassDef) -> list[ast.AnnAssign]:
    fields = [node for node in owner.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
    return [field for field in fields if _name(field) != "model_config"]


def _name(field: ast.AnnAssign) -> str:
    return field.target.id if isinstance(field.target, ast.Name) else ""


def _field_calls(file: File, field: ast.AnnAssign) -> list[ast.Call]:
    """Find `Field(...)` as the default or inside `Annotated[...]`."""
    parts = [*ast.walk(field.annotation), *([field.value] if field.value else [])]
    return [part for part in parts if isinstance(part, ast.Call) and file.dotted(part.func) == "pydantic.Field"]


def _mutable(value: ast.expr | None) -> bool:
    literal = isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)
    return literal or (isinstance(value, ast.Call) and bool(names_in(value.func) & _MUTABLE_CALLS))


def _uses_enum_values(file: File, model: ast.ClassDef) -> bool:
    """Whether the model's own or shared configuration sets use_enum_values, or that of its base in this file."""
    shared = {
        target.id: node.value
        for node in file.tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in model.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            value = _configuration(file, node.value, shared)
            setting = keyword(value, "use_enum_values") if isinstance(value, ast.Call) else None
            if isinstance(setting, ast.Constant) and setting.value is True:
                return True
    bases = {base.id for base in model.bases if isinstance(base, ast.Name)}
    return any(_uses_enum_values(file, owner) for owner in file.classes if owner.name in bases and owner is not model)


def _configuration(file: File, value: ast.expr | None, shared: dict[str, ast.expr]) -> ast.expr | None:
    """The ConfigDict itself, also where it has a name: one of this file, or the one of the state files."""
    if not isinstance(value, ast.Name):
        return value
    return _state_format() if file.dotted(value) == STATE_FORMAT else shared.get(value.id)


@cache
def _state_format() -> ast.expr | None:
    module, _, name = STATE_FORMAT.rpartition(".")
    tree = ast.parse((ROOT / "src" / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    assigned = (node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name))
    return next((node.value for node in assigned if getattr(node.targets[0], "id", "") == name), None)


def _str_enums(file: File) -> set[str]:
    return {owner.name for owner in file.classes if any(file.dotted(base) == "enum.StrEnum" for base in owner.bases)}


@cache
def _project_enums() -> set[str]:
    enums: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        source = path.read_text("utf-8")
        if "StrEnum" in source:
            enums |= _str_enums(File(path.relative_to(ROOT).as_posix(), source))
    return enums


def _without_subscript(base: ast.expr) -> ast.expr:
    return base.value if isinstance(base, ast.Subscript) else base


def _marked_text(file: File, value: ast.expr | None) -> str:
    """A text, also one that is marked for translation."""
    marked = isinstance(value, ast.Call) and file.dotted(value.func).endswith("translation.N_") and len(value.args) == 1
    return _string_value(value.args[0] if marked and isinstance(value, ast.Call) else value)


def _string_value(value: ast.expr | None) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
