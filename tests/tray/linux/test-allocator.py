"""What the tray asks of the memory allocator."""

from __future__ import annotations

import subprocess
import sys

import pytest

_THREADS = """
import ctypes, sys, threading
from brim.tray.linux import allocator

if sys.argv[1] == "one":
    allocator.share_one_area()
library = ctypes.CDLL(None)
started = threading.Barrier(9)
ended = threading.Event()

def take():
    ctypes.CDLL(None).malloc(64)
    started.wait()
    ended.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
started.wait()
sys.stderr.flush()
library.malloc_stats()
ended.set()
allocator.give_back()
"""


@pytest.mark.parametrize(("areas", "most"), [("one", 1), ("many", 99)])
def test_threads_share_an_area(areas: str, most: int) -> None:
    """Threads take their memory from one area; glibc itself would make one for each of the first."""
    done = subprocess.run([sys.executable, "-c", _THREADS, areas], capture_output=True, text=True, check=True)
    if "Arena 0" not in done.stderr:
        pytest.skip("this C library is not glibc")

    found = done.stderr.count("Arena ")

    assert 1 <= found <= most
    assert (areas == "one") == (found == 1)
