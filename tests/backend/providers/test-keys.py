"""Keys in files: every usual form of one is read, and what is no key is said and never sent."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.keys import KeyFile, find_keys

if TYPE_CHECKING:
    from pathlib import Path

KEY = b"sk-invented-0123"


@pytest.mark.parametrize(
    "content",
    [
        KEY,
        KEY + b"\r\n",
        b"\xef\xbb\xbf" + KEY + b"\n",
        b'"' + KEY + b'"\n',
        b"'" + KEY + b"'",
        b"ZAI_API_KEY=" + KEY,
        b'export ZAI_API_KEY="' + KEY + b'"\n',
    ],
)
def test_a_key_in_any_usual_form(tmp_path: Path, content: bytes) -> None:
    """Line ends, a mark of UTF-8, quotes and the form of a shell are not part of the key."""
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)

    (found,) = find_keys((), (KeyFile(path, own=True),))

    assert found.secret is not None
    assert KEY.decode() == found.secret.get_secret_value()


@pytest.mark.parametrize("key", ["QUJDREVG", "QUJDREU=", "QUJDRA==", "a=b"])
def test_a_key_may_look_like_anything(tmp_path: Path, key: str) -> None:
    """Padding at its end makes no key a line of a shell."""
    path = tmp_path / "key"
    path.write_text(key)
    path.chmod(0o600)

    (found,) = find_keys((), (KeyFile(path, own=True),))

    assert found.secret is not None
    assert key == found.secret.get_secret_value()


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b"", "No API key"),
        (b" \n\n", "No API key"),
        (None, "No API key"),
        (KEY + b"\nsecond\n", "API key cannot be read"),
        (KEY.decode().encode("utf-16"), "API key cannot be read"),
        (KEY + b"\0", "API key cannot be read"),
        (b'{"key": "sk-invented"}', "API key cannot be read"),
        (b'{"key":"sk-invented"}', "API key cannot be read"),
        ("sk-ключ".encode(), "API key cannot be read"),
        (b"x" * 10_000_000, "API key cannot be read"),
    ],
)
def test_what_is_no_key_says_so(tmp_path: Path, content: bytes | None, title: str) -> None:
    """A file that the settings name and that holds no key is a problem with a name, not a missing account."""
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)

    (found,) = find_keys((), (KeyFile(path, own=True),))

    assert found.secret is None
    assert found.problem is not None
    assert (title, True) == (found.problem.title, str(path.name) in found.problem.message)
    assert "sk-invented" not in found.problem.message


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights, and no such files")
@pytest.mark.parametrize("kind", ["fifo", "folder", "device", "loop", "link to an open file"])
def test_what_is_no_plain_file_holds_nothing_up(tmp_path: Path, kind: str) -> None:
    """A pipe, a folder and a device are not waited for; behind a link the rights of the file itself count."""
    path, target = tmp_path / "key", tmp_path / "target"
    target.write_bytes(KEY)
    target.chmod(0o644)
    match kind:
        case "fifo":
            if sys.platform != "win32":
                os.mkfifo(path, 0o600)
        case "folder":
            path.mkdir()
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to(path)
        case _:
            path.symlink_to(target)

    (found,) = find_keys((), (KeyFile(path, own=True),))

    assert found.secret is None
    assert found.problem is not None
