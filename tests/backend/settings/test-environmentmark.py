"""The number of an environment: none where a secret is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.appsettings import AppSettings
from brim.backend.settings.documentation import manual
from brim.backend.settings.environmentmark import environment_mark
from brim.backend.settings.settingnames import environment_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel


def secret_settings(model: type[BaseModel] = AppSettings, prefix: str = "") -> Iterator[str]:
    """The names of all settings whose type is secret."""
    for name, field in model.model_fields.items():
        inner = getattr(field.annotation, "model_fields", None)
        if inner is not None and isinstance(field.annotation, type):
            yield from secret_settings(field.annotation, f"{prefix}{name}.")
        elif "Secret" in f"{field.annotation!r} {field.metadata!r}" or "Webhook" in repr(field.annotation):
            yield f"{prefix}{name}"


def test_every_secret_setting_is_found() -> None:
    """The search of these tests finds the settings that are known to be secret."""
    names = {entry.name for entry in manual()}

    assert {"hooks.webhook", "metrics.otlp_headers"} <= set(secret_settings())
    assert all(any(entry.startswith(name) for entry in names) for name in secret_settings())


@pytest.mark.parametrize("name", sorted(secret_settings()))
def test_no_trace_of_a_secret_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a secret setting in the environment there is no number that depends on it."""
    assert environment_mark() is not None
    monkeypatch.setenv(environment_name(name), "hunter2")

    assert environment_mark() is None
