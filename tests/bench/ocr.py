"""Reads the icon's digits with Tesseract, in twelve ways.

This module must not know what a good result is.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

SCALINGS = (Image.Resampling.LANCZOS, Image.Resampling.BICUBIC)
SCALES = (6, 8)
"""Pictures are scaled up so many times."""
SEGMENTATIONS = (7, 8, 13)
"""Tesseract's page segmentation modes: a picture is a line, a word, or a line whose layout is not analysed."""
WAYS = len(SCALINGS) * len(SCALES) * len(SEGMENTATIONS)


def read_numbers(pictures: Sequence[Image.Image]) -> list[list[str]]:
    """The digits that each way reads in each picture; empty where it reads none."""
    readings: list[list[str]] = [[] for _ in pictures]
    for scaling, scale in product(SCALINGS, SCALES):
        with tempfile.TemporaryDirectory() as folder:
            names = [str(Path(folder, f"{index}.png")) for index in range(len(pictures))]
            for name, picture in zip(names, pictures, strict=True):
                size = (picture.width * scale, picture.height * scale)
                picture.convert("RGB").resize(size, scaling).save(name, compress_level=1)
            Path(folder, "all").write_text("\n".join(names))
            for segmentation in SEGMENTATIONS:
                pages = _pages(f"{folder}/all", segmentation)[: len(pictures)]
                for reading, page in zip(readings, pages, strict=True):
                    reading.append(page)
    return readings


def _pages(list_file: str, segmentation: int) -> list[str]:
    options = ["--psm", str(segmentation), "--dpi", "300", "-c", "tessedit_char_whitelist=0123456789"]
    result = subprocess.run(
        ["tesseract", list_file, "-", *options],
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [page.strip() for page in result.stdout.split("\f")]
