"""The tables of docs/sensitivity.md, made again: ``python -m experiments.sensitivity.measured``.

How far indices lie from those on paper and how often intervals hold them, with luck half of all variance; and
how often inputs are told from nothing. A few minutes; ``--quick`` makes a tenth of the designs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np

from experiments.sensitivity import sobol
from experiments.sensitivity.assemble import analyse
from experiments.sensitivity.design import Design
from experiments.sensitivity.inputs import DUMMY
from experiments.sensitivity.known import (
    MEASURED,
    apart,
    g_function,
    g_indices,
    ishigami,
    ishigami_indices,
    keyed,
    shared,
    space,
    stirred,
)
from experiments.terminal import say

KNOWN = ((3, ishigami, ishigami_indices), (4, g_function, g_indices))
LUCKS: dict[str, Callable] = {"shared": shared, "keyed": keyed, "apart": apart}
SIZES = {64: 150, 256: 150, 1024: 60}  # base points: designs
EFFECTS = (
    3.0,
    2.5,
    1.2,
    0.8,
    0.0,
    0.0,
)  # of six inputs that all stir up luck, with a standard deviation of 1
POWER = {"sobol": (256, 40), "morris": (20, 100), "dgsm": (128, 40), "rbd_fast": (500, 20), "pawn": (500, 20)}


def errors(points: int, luck: Callable, designs: int, known) -> tuple[np.ndarray, np.ndarray]:
    """Error of S1 and ST, (2, designs, inputs), and whether the interval held it, in the same shape."""
    inputs, model, on_paper = known
    first, total, variance = on_paper()
    off, held = np.zeros((2, 2, designs, inputs))
    for k in range(designs):
        plan = Design("sobol", space(inputs), points, 2, k + 1)
        values = model(plan.places) + luck(plan, np.sqrt(variance), seed=k + 1)
        blocked = values.reshape(2, plan.blocks, plan.rows_of_block)
        columns = sobol.indices(blocked, inputs + 1).columns
        for row, (key, truth) in enumerate((("S1", first), ("ST", total))):
            for u in range(inputs if columns else 0):
                one = columns[key][u]
                off[row, k, u] = one.value - truth[u]
                held[row, k, u] = one.lo <= truth[u] <= one.hi
    return off, held


def coverage(share: float) -> Iterator[str]:
    """A line for each size and luck: error, and how many intervals held, from the worst input to the best."""
    for points, designs in SIZES.items():
        for name, luck in LUCKS.items():
            found = [errors(points, luck, max(int(share * designs), 4), known) for known in KNOWN]
            off = [[f"{np.sqrt((one[0][row] ** 2).mean()):.2g}" for one in found] for row in (0, 1)]
            rates = [np.concatenate([one[1][row].mean(axis=0) for one in found]) for row in (0, 1)]
            held = "; ".join(f"{100 * one.min():.0f} to {100 * one.max():.0f}%" for one in rates)
            yield f"| {points:,} | {name} | {' and '.join(off[0])}; {' and '.join(off[1])} | {held} |"


def power(share: float) -> Iterator[str]:
    """A line a method: in what share of designs each input is told from nothing."""
    for method, (points, designs) in POWER.items():
        told, tries = dict.fromkeys(space(len(EFFECTS)).names, 0), max(int(share * designs), 4)
        for seed in range(1, tries + 1):
            plan = Design(method, space(len(EFFECTS)), points, 2, seed)
            values = plan.places[:, :-1] @ np.array(EFFECTS) + stirred(plan, 1.0, seed)
            for entry in analyse(plan, values, MEASURED).entries:
                told[entry.name] += entry.told
        idle = [told.pop("x4") + told.pop("x5")]
        shares = [told[name] / tries for name in told if name != DUMMY]
        shares += [idle[0] / (2 * tries), told[DUMMY] / tries]
        yield f"| `{method}`, {points} | " + " | ".join(f"{100 * one:.0f}%" for one in shares) + " |"


if __name__ == "__main__":
    part = 0.1 if "--quick" in sys.argv[1:] else 1.0
    for line in chain(coverage(part), [""], power(part)):
        say(line)
