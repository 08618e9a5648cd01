"""What `metrics` settings allow, and how they say what is wrong without repeating a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.effective import effective_settings
from brim.backend.settings.load import load_settings
from brim.backend.settings.metrics import parse_headers
from brim.childenvironment import child_environment, settings_environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

TOKEN = "EXAMPLE-SECRET-NOT-REAL"


def write(sandbox: Sandbox, *lines: str) -> None:
    """Write settings of the section."""
    (sandbox.config / "brim.toml").write_text("\n".join(("[metrics]", *lines)) + "\n")


def test_everything_is_off_by_default(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a setting nothing is written or sent, also where variables of OpenTelemetry are set for others."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", sandbox.server.url)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", f"Authorization={TOKEN}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", sandbox.server.url)

    metrics = load_settings().metrics
    assert not metrics.is_on
    assert (None, None, None, "off", "hashed") == (
        metrics.textfile,
        metrics.otlp_endpoint,
        metrics.otlp_headers,
        metrics.projects,
        metrics.accounts,
    )


def test_what_is_set_counts(sandbox: Sandbox, home: Path) -> None:
    """A path below the home folder, an endpoint and its headers are taken as they are written."""
    write(
        sandbox,
        'textfile = "~/metrics/brim.prom"',
        'otlp_endpoint = "https://collector.example.com:4318/"',
        f'otlp_headers = "Authorization=Bearer%20{TOKEN},X-Scope-OrgID=team"',
        'projects = "names"',
        'accounts = "names"',
    )
    settings = load_settings()
    metrics = settings.metrics

    assert () == settings.errors
    assert (home / "metrics/brim.prom", "https://collector.example.com:4318") == (
        metrics.textfile,
        metrics.otlp_endpoint,
    )
    assert metrics.otlp_headers is not None
    assert {"Authorization": f"Bearer {TOKEN}", "X-Scope-OrgID": "team"} == parse_headers(metrics.otlp_headers)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('textfile = "/srv/metrics/brim.txt"', "/srv/metrics/brim.txt"),
        ('textfile = "/srv/metrics/brim.txt"', "ends in .prom"),
        ('textfile = "/srv/metrics/.prom"', "ends in .prom"),
        ('textfile = "brim.prom"', "full path"),
        ("textfile = 5", "path"),
        ('otlp_endpoint = "http://collector.example.com:4318"', "https, or http to a loopback address"),
        ('otlp_endpoint = "collector:4318"', "https://host"),
        (f'otlp_endpoint = "https://me:{TOKEN}@collector.example.com"', "https://host"),
        (f'otlp_endpoint = "https://collector.example.com?key={TOKEN}"', "https://host"),
        (f'otlp_headers = "{TOKEN}"', "name=value"),
        (f'otlp_headers = "Authorization=Bearer%0d%0aX:{TOKEN}"', "name=value"),
        (f'otlp_headers = "a b={TOKEN}"', "name=value"),
        (f'otlp_headers = "Host={TOKEN}"', "Brim sets them"),
        ('projects = "all"', "off, hashed or names"),
        ('accounts = "off"', "hashed or names"),
    ],
)
def test_what_cannot_be_used_is_said(sandbox: Sandbox, line: str, said: str) -> None:
    """One error names the setting and what it must be; no part of a secret is in it, and nothing is written or sent."""
    write(sandbox, line)
    settings = load_settings()
    [error] = settings.errors

    assert said in str(error)
    assert f"metrics.{line.partition(' ')[0]}" in str(error)
    assert TOKEN not in str(error)
    assert not settings.metrics.is_on


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:4318", "http://localhost:4318", "http://[::1]:9090/api/v1/otlp"]
)
def test_a_receiver_on_this_machine_needs_no_encryption(sandbox: Sandbox, endpoint: str) -> None:
    """Loopback addresses may be plain http."""
    write(sandbox, f'otlp_endpoint = "{endpoint}"')

    assert endpoint == load_settings().metrics.otlp_endpoint


def test_headers_are_shown_nowhere(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the list of settings nor a program that Brim starts sees the headers; the rest a process of Brim may."""
    monkeypatch.setenv("BRIM_METRICS__OTLP_HEADERS", f"Authorization={TOKEN}")
    monkeypatch.setenv("BRIM_METRICS__PROJECTS", "hashed")
    write(sandbox)
    settings = load_settings()

    assert settings.metrics.otlp_headers is not None
    assert TOKEN not in repr(effective_settings(settings)) + repr(settings)
    assert not {"BRIM_METRICS__OTLP_HEADERS"} & (child_environment().keys() | settings_environment().keys())
    assert "hashed" == settings_environment()["BRIM_METRICS__PROJECTS"]
