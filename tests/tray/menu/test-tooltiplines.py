"""The lines of a tooltip that has room for few."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brim.tray.menu.tooltiplines import LINE_LENGTH, MOST_LINES, TooltipLine, Weight, fitted

LINES = st.lists(
    st.builds(
        TooltipLine,
        st.integers(1, 300).map(lambda length: "x" * length),
        st.sampled_from(Weight),
        st.floats(0, 100, allow_nan=False),
    ),
    min_size=1,
    max_size=40,
)


def test_a_short_tooltip_is_shown_as_it_is() -> None:
    """Nothing goes while all lines have room, whatever they weigh."""
    lines = [TooltipLine("x" * LINE_LENGTH, weight) for weight in list(Weight)[:MOST_LINES]]

    assert fitted(lines) == lines


def test_what_matters_least_goes_first() -> None:
    """Of ten limits the lowest ones go, and before them the forecast and what happened to one limit."""
    limits = [TooltipLine(f"Limit {percent}%", Weight.WINDOW, percent) for percent in (5, 80, 10, 70, 20, 60, 30, 50)]
    lines = [TooltipLine("Week 90%", Weight.HEADLINE, 90), *limits, TooltipLine("Read 11:02", Weight.AGE)]
    lines += [TooltipLine("Week: reset early", Weight.EARLY_RESET), TooltipLine("Will last", Weight.FORECAST)]

    assert [line.text for line in fitted(lines)] == [
        "Week 90%",
        "Limit 80%",
        "Limit 70%",
        "Limit 60%",
        "Read 11:02",
    ]


@given(LINES)
def test_every_tooltip_fits(lines: list[TooltipLine]) -> None:
    """What stays takes five lines at most, or is one line; the order is kept, and one of the heaviest lines stays."""
    kept = fitted(lines)

    assert len(kept) == 1 or sum(line.height for line in kept) <= MOST_LINES
    rest = iter(lines)
    assert all(line in rest for line in kept)
    assert max(line.rank for line in kept) == max(line.rank for line in lines)
