"""Measures whether the icon can be read, and writes the contact sheet: `make bench-legibility`.

Contrast: digits against the plate around them (4.5 to 1), fillings against the plate and the outline against the panel
(3 to 1). Colours of levels: CIEDE2000 for normal and for colour-blind vision (10). States: mean difference in grey (2.5
of 255). Digits: Tesseract reads 0 to 99 from screenshots of real panels, scaled up eight times (97 of 100). It reads
some numbers by chance, so a number counts as read when it is read with two of three ways of scaling. Values below their
target are listed at the end, and the exit status is then 1.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageStat

from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.canvas import opaque
from brim.tray.icon.contactsheet import contact_sheet
from brim.tray.icon.palette import bar_palette, has_ground, palette
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec
from tests.bench.colour import Vision, contrast, distance, on_ground
from tests.bench.measure import table
from tests.bench.ocr import LINE, PanelSetup, panel_with_icon, read_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.colour import Colour

MIN_DIGIT_CONTRAST, MIN_FILL_CONTRAST, MIN_COLOUR_DISTANCE, MIN_GREY_DIFFERENCE, MIN_NUMBERS_READ = (
    4.5,
    3.0,
    10.0,
    2.5,
    97,
)
OUT = Path(".benchmarks/legibility")
PANEL_COLOURS = {
    "dark": ("#383c4a", "#353535", "#2d2d2d", "#202020", "#000000"),
    "grey": ("#666666", "#808080", "#a0a0a0"),
    "light": ("#e8e8e8", "#f0f0f0", "#f6f5f4", "#ffffff"),
}
LEVELS = (IconState.CALM, IconState.WATCH, IconState.WARN, IconState.CRITICAL, IconState.EXHAUSTED, IconState.PAYING)
_SCHEMES_FOR = {"dark": (IconScheme.AUTO, IconScheme.DARK), "light": (IconScheme.AUTO, IconScheme.LIGHT)}
_FILLED = frozenset({IconState.CRITICAL, IconState.EXHAUSTED, IconState.PAYING})
_MIDDLE_GREY = 128
SCALINGS = (Image.Resampling.NEAREST, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
"""The ways in which pictures are scaled up for Tesseract."""


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
    contact_sheet().save(options.out / "sheet.png", optimize=True)
    findings = Findings()
    _contrasts(findings, options.ground)
    _distances(findings)
    _differences(findings, options.ground)
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
    parser.add_argument("--size", action="append", type=int, help="icon sizes of the panels (22 and 24)")
    parser.add_argument("--number", action="append", type=int, help="read these numbers only (0 to 99)")
    parser.add_argument("--no-reading", action="store_true", help="leave Tesseract out")
    return parser.parse_args()


def _colour(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _panel_colours(more: Sequence[str]) -> Iterable[tuple[str, str]]:
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
    table("Contrast, least of all states (targets: 3.7 and 3; in brackets: without a target)", rows)


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
                if scheme in _SCHEMES_FOR.get(kind, tuple(IconScheme))
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


def _readings(findings: Findings, options: argparse.Namespace) -> None:
    numbers: list[int] = options.number or list(range(100))
    rows: list[tuple[str, ...]] = [
        ("panel, icon for", "most", *(scaling.name.lower() for scaling in SCALINGS), "line", "misread")
    ]
    for panel in _panels(options):
        with panel_with_icon(panel) as shown:
            pictures = [shown.show(number) for number in numbers]
        correct = [_read_correctly(numbers, read_numbers(pictures, scaling)) for scaling in SCALINGS]
        line = _read_correctly(numbers, read_numbers(pictures, Image.Resampling.BICUBIC, segmentation=LINE))
        most = {
            number for number in numbers if sum(number in numbers_read for numbers_read in correct) > len(correct) / 2
        }
        wrong = [number for number in numbers if not all(number in numbers_read for numbers_read in correct)]
        for number in wrong:
            pictures[numbers.index(number)].save(options.out / f"{panel.name}-{number}.png")
        share = 100 * len(most) / len(numbers)
        result = findings.check(f"digits read in {panel.name}", share, MIN_NUMBERS_READ)
        others = (f"({100 * len(numbers_read) / len(numbers):.0f})" for numbers_read in (*correct, line))
        rows.append((panel.name, result, *others, " ".join(map(str, wrong))))
        print(*rows[-1], flush=True)
    table("Digits read by Tesseract in real panels, of 100 (target: 97; in brackets: without a target)", rows)


def _panels(options: argparse.Namespace) -> Iterable[PanelSetup]:
    """Panels with an icon for them, and light panels whose colour Brim must detect."""
    for size, panel in product(options.size or (22, 24), ("xfce", "lxqt")):
        yield PanelSetup(panel, size, dark=True, scheme=IconScheme.DARK)
        yield PanelSetup(panel, size, dark=False, scheme=IconScheme.LIGHT)
        yield PanelSetup(panel, size, dark=False, scheme=IconScheme.AUTO)
        for ground in options.ground:
            dark = sum(_colour(ground)) < 3 * _MIDDLE_GREY
            yield PanelSetup(
                panel, size, dark=dark, colour=ground, scheme=IconScheme.DARK if dark else IconScheme.LIGHT
            )


def _read_correctly(numbers: Sequence[int], texts: Sequence[str]) -> set[int]:
    return {number for number, text in zip(numbers, texts, strict=True) if text == str(number)}


if __name__ == "__main__":
    sys.exit(main())
