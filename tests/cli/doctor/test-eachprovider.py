"""With one provider on a machine, whichever it is, no line of a command names another one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from brim.backend.providerlist.selection import vendor_of
from tests.support.providermachine import PROVIDERS, ProviderMachine, machine
from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["machine"]

_PATH = re.compile(r"[~/][\w./~-]*")
"""A login may be in a file of another program."""


def _ran(*arguments: str) -> tuple[str, str]:
    with start_brim(*arguments) as process:
        return process.communicate(timeout=60)


def _lines_of_doctor() -> Iterator[str]:
    for line in json.loads(_ran("doctor", "--json")[0])["lines"]:
        if line["topic"] != "Settings":
            yield f"{line['topic']}: {line['text']} {line['next'] or ''}"


def _names_of_others(name: str) -> set[str]:
    own = vendor_of(name)
    others = [vendor_of(other) for other in PROVIDERS if other != name]
    names = {text for one in others for text in (one.product, one.company, one.program, one.cli) if text}
    return {text for text in names if text not in f"{own.product} {own.company} {own.program} {own.cli}"}


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_alone_is_the_only_one_that_is_named(machine: ProviderMachine, name: str) -> None:
    """Status, its introduction, forecast and doctor name what belongs to that provider, and its product at least."""
    for other in PROVIDERS:
        if other != name:
            machine.sign_out(other)
    told = [*_ran("status"), *_ran("status", "--refresh"), *_ran("forecast"), *_lines_of_doctor()]
    text = _PATH.sub("", "\n".join(told))

    assert [] == sorted(other for other in _names_of_others(name) if re.search(rf"\b{re.escape(other)}\b", text))
    assert vendor_of(name).product in text
    assert "Another provider" not in text


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_failing_provider_alone_is_the_only_one_that_is_named(machine: ProviderMachine, name: str) -> None:
    """The same while its server refuses, and fails."""
    for other in PROVIDERS:
        if other != name:
            machine.sign_out(other)
    for status in (429, 503, 401):
        server = machine.servers[name]
        server.answers = [type(server.answers[0])(status, b"{}")]
        machine.let_all_be_due()
        told = [*_ran("status"), *_lines_of_doctor()]
        text = _PATH.sub("", "\n".join(told))

        assert [] == sorted(other for other in _names_of_others(name) if re.search(rf"\b{re.escape(other)}\b", text))
