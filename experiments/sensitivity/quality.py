"""Whether more runs would change the picture.

Still moving: an interval among the first five inputs reaches further than 0.05 on either side, or the first
five stand in another order (or are others) than with half of the design. Inputs that cannot be told from a
dummy have no order. mu*, which has the unit of the outcome, and dgsm, which has no upper end, are held
against the largest of them, and may reach a quarter of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from experiments.sensitivity.analysis import MAIN, Quality, Stage
from experiments.sensitivity.figure import Figure

FIRST = 5
WIDEST = 0.05
WIDEST_OF_LARGEST = 0.25  # a screening asks which inputs matter, not how much to the last percent
RELATIVE = ("morris", "dgsm")


def told(figure: Figure, floor: float) -> bool:
    """Whether an index lies above the dummy's line for sure."""
    lowest = figure.value if figure.lo is None else figure.lo
    return lowest > max(floor, 0.0)


def first_of(main: Mapping[str, Figure], floor: float) -> list[str]:
    """The names of the first five inputs that can be told from nothing, the largest first."""
    above = [name for name, one in main.items() if told(one, floor)]
    return sorted(above, key=lambda name: -main[name].value)[:FIRST]


def quality(
    method: str, stages: Sequence[Stage], floors: Sequence[float], labels: Mapping[str, str]
) -> Quality:
    """From the main index of inputs (no dummy) in growing parts of a design, with each one's line."""
    last = stages[-1].main
    leading = first_of(last, floors[-1])
    largest = max((one.value for one in last.values()), default=0.0)
    scale = largest if method in RELATIVE and largest > 0.0 else 1.0
    limit = WIDEST_OF_LARGEST if method in RELATIVE else WIDEST
    watched = leading or sorted(last, key=lambda name: -last[name].value)[:FIRST]
    widest_name = max(watched, key=lambda name: last[name].half)
    widest = last[widest_name].half
    size = f"widest 90% interval of {MAIN[method]} among the first {len(watched)}: ±{widest:.2g}"
    if widest > limit * scale:
        room = f"{limit:g}" if method not in RELATIVE else f"a quarter of the largest ({limit * scale:.2g})"
        return Quality(False, widest, f"still moving: {size} ({labels[widest_name]}), more than {room}")
    if len(stages) < 2:
        return Quality(False, widest, f"still moving: the design is too small to be halved; {size}")
    if first_of(stages[-2].main, floors[-2]) != leading:
        half = f"{stages[-2].points:,} points, half of the design"
        return Quality(False, widest, f"still moving: with {half}, the first {FIRST} were others; {size}")
    return Quality(True, widest, f"settled: {size}")
