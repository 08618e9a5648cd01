"""Measures whether the icon can be read, and writes the contact sheet: `make bench-legibility`.

Contrast: digits and signs with what is below them (4.5 to 1), bars with the panel (3 to 1). Colours of levels:
CIEDE2000 for normal and for colour-blind vision (10; calm and watch have one colour and differ by their bars).
States: mean difference in grey (2.5 of 255). Numbers: the same for any two after a blur of half a pixel. Digits:
Tesseract reads 0 to 99 on flat grounds and in screenshots of real panels in twelve ways: Lanczos and bicubic, six and
eight times, page modes 7, 8 and 13. Any way reads 95 of 100, at 16 pixels 90; most of the ways agree on 75. Values
below their target are listed at the end, and the exit status is then 1.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter, ImageStat

from brim.cli.icons import provider_marks
from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.canvas import opaque
from brim.tray.icon.contactsheet import contact_sheet
from brim.tray.icon.palette import bar_palette, has_ground, palette
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec
from tests.bench.colour import Vision, contrast, distance, on_ground
from tests.bench.measure import table
from tests.bench.readings import FLAT_MARGIN, MOST, Reading, flat_picture, flat_readings, panel_readings, setups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.colour import Colour

MIN_DIGIT_CONTRAST, MIN_FILL_CONTRAST, MIN_COLOUR_DISTANCE, MIN_GREY_DIFFERENCE = 4.5, 3.0, 10.0, 2.5
MIN_READ, MIN_READ_SMALL, MIN_READ_BY_MOST = 95, 90, 75
SMALL, BLUR = 16, 0.5
"""Pixels."""
OUT = Path(".benchmarks/legibility")
PANEL_COLOURS = {
    "dark": ("#383c4a", "#353535", "#2d2d2d", "#202020", "#000000"),
    "grey": ("#666666", "#808080", "#a0a0a0"),
    "light": ("#e8e8e8", "#f0f0f0", "#f6f5f4", "#ffffff"),
}
LEVELS = (IconState.WATCH, IconState.WARN, IconState.CRITICAL, IconState.EXHAUSTED, IconState.PAYING)
_SCHEMES_FOR = {
    "dark": (IconScheme.AUTO, IconScheme.DARK),
    "light": (IconScheme.AUTO, IconScheme.LIGHT),
    "grey": (IconScheme.AUTO,),
}
_FILLED = frozenset({IconState.CRITICAL, IconState.EXHAUSTED, IconState.PAYING})
_MIDDLE_GREY = 128


@dataclass(slots=True)
class Findings:
    """The values that are below their target."""

    failures: list[str] = field(default_factory=list)

    def check(self, what: str, value: float, least: float) -> str:
        """The value as text; it is recorded as a failure when it is too small."""
        if value < least:
            self.failures.append(f"{what}: {value:.1f} is less than {least:g}")
        return f"{value:.1f}"


def main() -> int:
    """Measure everything and print it."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    contact_sheet(marks=provider_marks()).save(options.out / "sheet.png", optimize=True)
    findings = Findings()
    _contrasts(findings, options.ground)
    _distances(findings)
    _differences(findings, options.ground)
    _blurred_numbers(findings)
    if options.no_reading or shutil.which("tesseract") is None:
        print("\nDigits were not read: that needs tesseract-ocr, and some minutes.")
    else:
        _readings(findings, options)
    print(f"\nThe contact sheet is {options.out / 'sheet.png'}.")
    print(
        "\n".join(["", "Below the target:", *findings.failures])
        if findings.failures
        else "Everything meets its target."
    )
    return 1 if findings.failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-legibility ARGS=...")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the contact sheet and of what was misread")
    parser.add_argument("--ground", action="append", default=[], help="one more panel colour, as #rrggbb")
    parser.add_argument("--size", action="append", type=int, help="icon sizes of the panels (16, 22 and 24)")
    parser.add_argument("--number", action="append", type=int, help="read these numbers only (0 to 99)")
    parser.add_argument("--no-panels", action="store_true", help="read on flat grounds only")
    parser.add_argument("--no-reading", action="store_true", help="leave Tesseract out")
    return parser.parse_args()


def _colour(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _panel_colours(more: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from ((kind, ground) for kind, grounds in PANEL_COLOURS.items() for ground in grounds)
    yield from (("other", ground) for ground in more)


def _contrasts(findings: Findings, more: Sequence[str]) -> None:
    """Of digits and signs with the ground or the panel below them, and of bars with the panel."""
    rows: list[tuple[str, ...]] = [("panel", "kind", *(f"{scheme}: digits, bars" for scheme in IconScheme))]
    for kind, ground in _panel_colours(more):
        cells = []
        for scheme in IconScheme:
            digits, bars = _least_contrasts(scheme, _colour(ground))
            if scheme in _SCHEMES_FOR.get(kind, ()):
                digits_cell = findings.check(f"digits on {ground}, {scheme}", digits, MIN_DIGIT_CONTRAST)
                bars_cell = findings.check(f"bars on {ground}, {scheme}", bars, MIN_FILL_CONTRAST)
                cells.append(f"{digits_cell}, {bars_cell}")
            else:
                cells.append(f"({digits:.1f}, {bars:.1f})")
        rows.append((ground, kind, *cells))
    table("Contrast, least of all states (targets: 4.5 and 3; in brackets: without a target)", rows)


def _least_contrasts(scheme: IconScheme, panel: Colour) -> tuple[float, float]:
    """The least contrast of the digits of all states with what is below them, and of the bars with the panel."""
    digits, bars = [], []
    for state in IconState:
        spec = sample_spec(state, scheme=scheme)
        colours, bar = palette(spec), bar_palette(spec, spec.level)
        below = panel if colours.halo is None else opaque(colours.halo)
        ground = opaque(colours.background) if has_ground(spec) else below
        digits.append(contrast(on_ground(colours.foreground, ground), ground))
        bars.append(contrast(on_ground(bar.fill, below), below))
    return min(digits), min(bars)


def _distances(findings: Findings) -> None:
    rows: list[tuple[str, ...]] = [("eyes", "any panel", "the closest two", "light panel", "the closest two")]
    for vision in Vision:
        cells: list[str] = [vision]
        for scheme in (IconScheme.AUTO, IconScheme.LIGHT):
            colours = {state: _level_colour(state, scheme) for state in LEVELS}
            pairs = {(one, two): distance(colours[one], colours[two], vision) for one, two in combinations(LEVELS, 2)}
            nearest = min(pairs, key=pairs.__getitem__)
            cells += [
                findings.check(f"colours, {vision}, {scheme}", pairs[nearest], MIN_COLOUR_DISTANCE),
                " and ".join(nearest),
            ]
        rows.append(tuple(cells))
    table("Colours of the levels, CIEDE2000 (target: 10; all levels differ in shape as well)", rows)


def _level_colour(state: IconState, scheme: IconScheme) -> Colour:
    colours = palette(sample_spec(state, scheme=scheme))
    return opaque(colours.background if state in _FILLED else colours.foreground)


def _differences(findings: Findings, more: Sequence[str]) -> None:
    rows: list[tuple[str, ...]] = [("style", *(f"{size} px" for size in SIZES))]
    for style in IconStyle:
        cells = []
        for size in SIZES:
            least = min(
                _closest(style, scheme, size, percent, _colour(ground))
                for (kind, ground), scheme, percent in product(_panel_colours(more), IconScheme, (None, 62))
                if scheme in _SCHEMES_FOR.get(kind, (IconScheme.AUTO,))
            )
            cells.append(findings.check(f"states in grey, {style}, {size} px", least, MIN_GREY_DIFFERENCE))
        rows.append((style, *cells))
    table("States in grey: mean difference of the closest two, of 255 (target: 2.5)", rows)


def _closest(style: IconStyle, scheme: IconScheme, size: int, percent: int | None, ground: Colour) -> float:
    """The difference of the two most similar states; without `percent` each state has its usual figure."""
    pictures = []
    for state in IconState:
        picture = Image.new("RGBA", (size, size), (*ground, 255))
        picture.alpha_composite(draw(sample_spec(state, percent, style=style, scheme=scheme), size))
        pictures.append(picture.convert("L"))
    return min(ImageStat.Stat(ImageChops.difference(one, two)).mean[0] for one, two in combinations(pictures, 2))


def _blurred_numbers(findings: Findings) -> None:
    rows: list[tuple[str, ...]] = [("ground", *(f"{size} px" for size in SIZES))]
    for name, colour, scheme in (("dark", "#353535", IconScheme.DARK), ("light", "#f6f5f4", IconScheme.LIGHT)):
        cells = []
        for size in SIZES:
            least, pair = _closest_numbers(size, _colour(colour), scheme)
            value = findings.check(f"numbers after a blur, {name}, {size} px", least, MIN_GREY_DIFFERENCE)
            cells.append(f"{value} ({pair})")
        rows.append((name, *cells))
    table("Numbers after a blur of half a pixel: mean difference of the closest two, of 255 (target: 2.5)", rows)


def _closest_numbers(size: int, ground: Colour, scheme: IconScheme) -> tuple[float, str]:
    """The difference of the two most similar numbers and which they are; their bars differ less than the digits."""
    blur = ImageFilter.GaussianBlur(BLUR)
    box = (FLAT_MARGIN, FLAT_MARGIN, FLAT_MARGIN + size, FLAT_MARGIN + size)
    flat = (flat_picture(number, size, ground, scheme) for number in range(100))
    pictures = [picture.convert("L").filter(blur).crop(box) for picture in flat]
    differences = (
        (ImageStat.Stat(ImageChops.difference(pictures[one], pictures[two])).mean[0], f"{one} and {two}")
        for one, two in combinations(range(100), 2)
    )
    return min(differences)


def _readings(findings: Findings, options: argparse.Namespace) -> None:
    numbers: list[int] = options.number or list(range(100))
    sizes: list[int] = options.size or [16, 22, 24]
    grounds = [(ground, sum(_colour(ground)) < 3 * _MIDDLE_GREY) for ground in options.ground]
    rows: list[tuple[str, ...]] = [("ground or panel", "any", "most", "read by no way")]
    panels = () if options.no_panels else setups(sizes, grounds)
    readings = chain(flat_readings(sizes, numbers), panel_readings(panels, numbers))
    rows.extend(_row(findings, reading, options.out) for reading in readings)
    table("Numbers read by Tesseract, of 100 (targets: any 95, at 16 px 90; most of the twelve ways 75)", rows)


def _row(findings: Findings, reading: Reading, out: Path) -> tuple[str, ...]:
    """One row of the table; the pictures of numbers that were read by no way are stored."""
    target = MIN_READ_SMALL if reading.size <= SMALL else MIN_READ
    unread = sorted(set(reading.numbers) - reading.read_by(1))
    for number in unread:
        reading.pictures[reading.numbers.index(number)].save(out / f"{reading.name}-{number}.png")
    row = (
        reading.name,
        findings.check(f"read by any way, {reading.name}", reading.share(1), target),
        findings.check(f"read by most ways, {reading.name}", reading.share(MOST), MIN_READ_BY_MOST),
        " ".join(map(str, unread)),
    )
    print(*row, flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main())
