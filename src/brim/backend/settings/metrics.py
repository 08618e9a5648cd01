"""The section `metrics` of the settings: where metrics are written and sent, and what they say.

This module must not know where a value comes from, nor what a metric is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from brim.backend.settings.values.fieldtypes import expand_home
from brim.backend.settings.values.urls import valid_api_url
from brim.model.metrics import AccountLabels, ProjectLabels
from brim.words import valuefaults as words
from brim.words.translation import N_

SUFFIX = ".prom"
"""A textfile collector reads no other file."""
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")
_OWN_HEADERS = frozenset({"content-type", "content-length", "content-encoding", "transfer-encoding", "host"})


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _textfile(path: Path | None) -> Path | None:
    """A path that a textfile collector takes; raises ValueError for any other."""
    if path is None:
        return None
    path = expand_home(path)
    if path.suffix != SUFFIX or path.name.startswith("."):
        raise ValueError(words.not_a_textfile(SUFFIX))
    if not path.is_absolute():
        raise ValueError(words.not_absolute())
    return path


def _endpoint(value: str | None) -> str | None:
    return None if value is None else valid_api_url(value)


def _headers(value: SecretStr | None) -> SecretStr | None:
    """Headers that can be sent; raises ValueError without any part of them."""
    if value is not None:
        parse_headers(value)
    return value


def parse_headers(value: SecretStr) -> dict[str, str]:
    """Headers in the form of OpenTelemetry: `name=value,name=value`, percent-encoded; raises ValueError."""
    found = {}
    for part in filter(None, map(str.strip, value.get_secret_value().split(","))):
        name, equals, text = part.partition("=")
        name, text = name.strip(), unquote(text.strip())
        if not equals or not _HEADER.fullmatch(name) or not _HEADER_VALUE.fullmatch(text):
            raise ValueError(words.not_headers())
        if name.lower() in _OWN_HEADERS:
            raise ValueError(words.own_header())
        found[name] = text
    return found


class MetricsSettings(BaseModel):
    """Where metrics go."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True, validate_default=True, hide_input_in_errors=True)

    textfile: Annotated[Path | None, BeforeValidator(_none_if_empty), AfterValidator(_textfile)] = Field(
        default=None,
        description=N_(
            "File for Prometheus's node_exporter or windows_exporter, ending in .prom, written on a change."
        ),
    )
    otlp_endpoint: Annotated[str | None, BeforeValidator(_none_if_empty), AfterValidator(_endpoint)] = Field(
        default=None,
        description=N_(
            "Base URL of an OpenTelemetry receiver; metrics are sent to /v1/metrics below it, at most once a minute."
        ),
    )
    otlp_headers: Annotated[SecretStr | None, BeforeValidator(_none_if_empty), AfterValidator(_headers)] = Field(
        default=None,
        description=N_("Headers for that, as name=value,name=value, such as Authorization=Bearer%20TOKEN."),
    )
    projects: ProjectLabels = Field(
        default=ProjectLabels.OFF,
        description=N_("Projects in metrics: off for sums only, hashed for a code, or names."),
    )
    accounts: AccountLabels = Field(
        default=AccountLabels.HASHED, description=N_("Accounts in metrics: hashed for a code, or names.")
    )

    @property
    def is_on(self) -> bool:
        """Whether a tray has anything to write or send."""
        return self.textfile is not None or self.otlp_endpoint is not None
