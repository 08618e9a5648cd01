"""The text of messages: where it is cut, and what is escaped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.outputs.messages import text


@pytest.mark.parametrize(
    ("whole", "most", "left"),
    [
        ("short", 5, "short"),
        ("two words", 8, "two…"),
        ("two words", 4, "two…"),
        ("two words more", 10, "two words…"),
        ("unbroken" * 9, 10, "unbrokenu…"),
        ("e\u0301" * 9, 6, "e\u0301e\u0301…"),
        ("\U0001f1e9\U0001f1ea" * 3, 4, "\U0001f1e9\U0001f1ea…"),
        ("\U0001f468\u200d\U0001f469 x", 3, "…"),
        ("\U0001f44d\U0001f3fe\U0001f44d\U0001f3fe", 3, "\U0001f44d\U0001f3fe…"),
    ],
)
def test_a_text_is_cut_cleanly(whole: str, most: int, left: str) -> None:
    """What is too long ends between two words, or at least between two letters, with an ellipsis."""
    assert left == text.cut(whole, most)


@given(st.text(max_size=300), st.integers(min_value=3, max_value=250))
def test_nothing_is_longer_than_allowed(whole: str, most: int) -> None:
    """The escaped form of a cut text is within its limit, however it is measured; a short text is left alone."""
    for escape in (text.unchanged, text.with_entities, text.with_backslashes, text.without_mentions):
        for size in (len, text.utf16_units) if whole.isprintable() else (len,):
            kept = text.cut(whole, most, escape=escape, size=size)
            assert size(escape(kept)) <= max(most, 1)
            assert kept == whole or kept.endswith("…")


@pytest.mark.parametrize(
    ("whole", "safe"),
    [
        ("*a* _b_ [c](d)", r"\*a\* \_b\_ \[c\](d)"),
        ("- a\n  + b\n1. c\n2) d\n3 e", "\\- a\n  \\+ b\n1\\. c\n2\\) d\n3 e"),
        ("5 - 3 = 2.0", "5 - 3 = 2.0"),
    ],
)
def test_markdown_is_escaped(whole: str, safe: str) -> None:
    """No letter of a text is read as Markdown, and what cannot be is left alone."""
    assert safe == text.with_backslashes(whole)


@pytest.mark.parametrize(
    ("whole", "safe"),
    [
        ("@channel", "@\u200bchannel"),
        ("a @here", "a @\u200bhere"),
        ("_@all_", "_@\u200ball_"),
        ("me@example.com", "me@example.com"),
        ("me@everyone", "me@\u200beveryone"),
        ("5 @ 3", "5 @ 3"),
    ],
)
def test_mentions_are_defused(whole: str, safe: str) -> None:
    """A name after an `@` calls nobody; an e-mail address is no mention."""
    assert safe == text.without_mentions(whole)
