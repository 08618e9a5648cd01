"""Which version is newer, and which one of an index is worth naming."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from brim.backend.updates.versions import is_newer, newest_version, version_key

NUMBERS = st.integers(0, 30)
TEXTS = st.builds(
    lambda epoch, release, phase, post, dev: f"{epoch}{'.'.join(map(str, release))}{phase}{post}{dev}",
    st.sampled_from(["", "0!", "1!"]),
    st.lists(NUMBERS, min_size=1, max_size=4),
    st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from(["a", "b", "rc", "-alpha.", "_pre"]), NUMBERS)),
    st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from([".post", "-", "r"]), NUMBERS)),
    st.one_of(st.just(""), st.builds(".dev{}".format, NUMBERS)),
)
PYTHON = (3, 12)


def _file(**parts: object) -> dict[str, object]:
    return {"yanked": False, "requires_python": ">=3.12"} | parts


@given(TEXTS, TEXTS)
def test_the_order_is_that_of_the_packaging_library(one: str, other: str) -> None:
    """Of any two versions the same one is newer as for the library that installers use."""
    first, second = version_key(one), version_key(other)

    assert first is not None
    assert second is not None
    assert (Version(one) < Version(other), Version(one) == Version(other)) == (first < second, first == second)


@pytest.mark.parametrize(
    ("version", "installed", "expected"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.10.0", "0.9.0", True),
        ("0.2", "0.2.0", False),
        ("0.2.0.post1", "0.2.0", True),
        ("0.2.0", "0.2.0rc1", True),
        ("0.2.0", "0.2.0.dev3", True),
        ("0.2.0rc1", "0.1.0", False),
        ("0.2.0.dev1", "0.1.0", False),
        ("0.2.0+debian", "0.1.0", False),
        ("0.2.0", "0.2.0+debian1", False),
        ("0.1.0", "0.2.0", False),
        ("1!0.1", "0.2.0", True),
        ("new version", "0.1.0", False),
        ("9" * 100, "0.1.0", False),
        ("0.2.0\n", "0.1.0", False),
        ("\u0663.0", "0.1.0", False),
        ("0.2.0", "unknown", False),
    ],
)
def test_only_a_final_newer_version_counts(version: str, installed: str, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    """Previews, packagers' own versions and texts that are no version are never newer."""
    assert expected is is_newer(version, installed)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"releases": {"0.1.0": [_file()], "0.2.0": [_file()], "0.10.0": [_file()]}}, "0.10.0"),
        ({"releases": {"0.1.0": [_file()], "0.2.0": [_file(yanked=True)]}}, "0.1.0"),
        ({"releases": {"0.1.0": [_file()], "0.2.0": [_file(yanked=True), _file()]}}, "0.2.0"),
        ({"releases": {"0.1.0": [_file()], "0.2.0rc1": [_file()], "0.2.0.dev1": [_file()]}}, "0.1.0"),
        ({"releases": {"0.1.0": [_file()], "0.2.0": []}}, "0.1.0"),
        ({"releases": {"0.1.0": [_file()], "0.2.0": [_file(requires_python=">=3.14")]}}, "0.1.0"),
        ({"releases": {"0.1.0": [_file(requires_python="<4,>=3.9")]}}, "0.1.0"),
        ({"releases": {"0.1.0": [_file(requires_python=None)]}}, "0.1.0"),
        ({"info": {"version": "0.2.0", "yanked": False}}, "0.2.0"),
        ({"info": {"version": "0.2.0", "yanked": True}}, None),
        ({"releases": {"\x1b[2J9.9": [_file()], "<b>9</b>": [_file()], "9" * 500: [_file()]}}, None),
        ({"releases": {"0.2.0": "x", "0.3.0": [1, None], "0.4.0": {}}}, None),
        ({"releases": [], "info": []}, None),
        ({}, None),
    ],
)
def test_the_newest_version_that_is_offered(answer: dict[str, object], expected: str | None) -> None:
    """Previews, versions taken back, empty ones and those for a newer Python are left out, whatever a server sends."""
    assert expected == newest_version(answer, PYTHON)
