"""Whether more runs would change the picture.

Watched are the first five inputs by value and the first five by upper end, told from nothing or not. Still
moving: no input is told; an interval of one that is watched reaches further than 0.05 on its larger side; one
that is not told may be more than 0.05 (for PAWN and delta, that much above the line of pure chance); or the
first five that are told stand in another order (or are others) than with half of what was analysed. mu*,
which has the unit of the outcome, and dgsm, which has no upper end, are held against the largest of them, and
may reach a quarter of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from experiments.sensitivity.analysis import MAIN, RELATIVE, Quality, Stage
from experiments.sensitivity.figure import Figure

FIRST = 5
WIDEST = 0.05
WIDEST_OF_LARGEST = 0.25  # a screening asks which inputs matter, not how much to the last percent
LIFTED = ("pawn", "delta")  # never 0, not even for an input that does nothing


def first_of(main: Mapping[str, Figure], told: Collection[str]) -> list[str]:
    """The names of the first five inputs that can be told from nothing, the largest first."""
    return sorted(told, key=lambda name: -main[name].value)[:FIRST]


def watched(main: Mapping[str, Figure]) -> list[str]:
    """The first five by value, and by upper end: what is not told may matter most of all."""
    by_value = sorted(main, key=lambda name: -main[name].value)[:FIRST]
    return list(dict.fromkeys([*by_value, *sorted(main, key=lambda name: -main[name].most)[:FIRST]]))


def quality(
    method: str, stages: Sequence[Stage], told: Sequence[Collection[str]], floor: float,
    labels: Mapping[str, str],
) -> Quality:  # fmt: skip
    """From the main index of inputs (no dummy) in growing parts of a design, and who is told in each.

    floor: the line of pure chance in the whole.
    """
    last, apart = stages[-1].main, told[-1]
    largest = max((one.value for one in last.values()), default=0.0)
    limit = WIDEST_OF_LARGEST * largest if method in RELATIVE and largest > 0.0 else WIDEST
    room = f"a quarter of the largest ({limit:.2g})" if method in RELATIVE else f"{limit:g}"
    names = watched(last)
    widest_name = max(names, key=lambda name: last[name].reach)
    widest = last[widest_name].reach
    size = f"widest 90% interval of {MAIN[method]} among the first inputs: ±{widest:.2g}"

    def moving(why: str) -> Quality:
        return Quality(False, widest, f"still moving: {why}")

    if not apart:
        return moving(f"no input can be told from one that changes nothing; {size}")
    if widest > limit:
        return moving(f"{size} ({labels[widest_name]}), more than {room}")
    unknown = [name for name in names if name not in apart]
    above = floor if method in LIFTED else 0.0
    most = max(unknown, key=lambda name: last[name].most, default=None)
    if most is not None and last[most].most - above > limit:
        what = f"{labels[most]} cannot be told from nothing, but may be up to {last[most].most:.2g}"
        return moving(f"{what}, more than {room}{' above chance' if above else ''}; {size}")
    if len(stages) < 2 or stages[-2].points != stages[-1].points // 2:
        return moving(f"there is no half of the design that says anything to hold it against; {size}")
    if first_of(stages[-2].main, told[-2]) != first_of(last, apart):
        half = f"{stages[-2].points:,} points, half of those analysed"
        return moving(f"with {half}, the first {FIRST} were others; {size}")
    return Quality(True, widest, f"settled: {size}")
