"""What the HTTP client brings into memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROBE = """
import importlib.util, sys
import brim.backend.network.client
names = ("click", "pygments", "trio", "httpx._main")
print([name for name in names if name in sys.modules])
print([name for name in names if importlib.util.find_spec(name) is None])
"""


@pytest.mark.parametrize("before", ["", "import trio\n"])
def test_only_what_requests_need_is_imported(before: str) -> None:
    """The client leaves out httpx's own command line and trio, which are installed here; who wants them gets them."""
    program = [sys.executable, "-c", f"{before}{_PROBE}"]

    done = subprocess.run(program, capture_output=True, text=True, check=True)

    assert [str(["trio"] if before else []), "[]"] == done.stdout.splitlines()
