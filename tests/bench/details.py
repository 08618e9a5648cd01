"""The cost of the details page: from a click to the first paint, its weight, and the memory of its process.

A click is what the tray does: it starts the process, or asks the one that runs for another address. The time of the
browser's own start is not Brim's, so the browser runs already. Nothing is asserted: the targets are printed beside the
figures, for people to compare.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from brim.details import document
from tests.bench.measure import table
from tests.support.browser import running_browser
from tests.support.detailsdata import month
from tests.support.detailsserver import serving

ROUNDS = 5
_PAINT = "return performance.getEntriesByName('first-contentful-paint').map((one) => one.startTime)[0] ?? 0"


def main() -> None:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = month(folder / "machine")
        first: list[float] = []
        again: list[float] = []
        whole: list[float] = []
        memory = 0.0
        with running_browser(folder / "profile") as browser:
            for _ in range(ROUNDS):
                began = time.perf_counter()
                with serving(os.environ | data.environment) as details:
                    for times in (first, again):
                        asked = time.perf_counter()
                        address = details.address()
                        answered = time.perf_counter()
                        browser.go("about:blank")
                        browser.open(address)
                        begin = began if times is first else asked
                        times.append(answered - begin + browser.run(_PAINT) / 1000)
                    whole.append(browser.run("return performance.now()") / 1000)
                    status = Path(f"/proc/{details.process.pid}/status").read_text("ascii")
                    memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    names = (document.PAGE, *document.STYLES, document.SCRIPT, *document.MODULES)
    size = (
        sum(len(document.part(one)) for one in names) + len(document.served_page()) - len(document.part(document.PAGE))
    )
    rows = [
        ("first click to first paint", f"{statistics.median(first):.2f} s", "under 1 s"),
        ("second click to first paint", f"{statistics.median(again):.2f} s", "under 1 s"),
        ("all parts there, after the address", f"{statistics.median(whole):.2f} s", ""),
        ("all files of the page", f"{size / 1000:.0f} kB", "at most 200 kB"),
        ("memory of its process", f"{memory:.0f} MiB", ""),
    ]
    table("The details page: measured, and the target", rows)


if __name__ == "__main__":
    main()
