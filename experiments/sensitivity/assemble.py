"""From a design and the values of its runs to an analysis; nothing here knows how runs are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.sensitivity import dgsm, given, morris, sobol, words
from experiments.sensitivity.analysis import COLUMNS, LEVEL, MAIN, Analysis, Entry, Stage
from experiments.sensitivity.design import FEWEST, Design, moved
from experiments.sensitivity.figure import Figure, figures
from experiments.sensitivity.inputs import DUMMY
from experiments.sensitivity.quality import Quality, quality
from experiments.sensitivity.salib import finite
from experiments.sensitivity.sobol import Indices
from sim.errors import InputError

SHRINKING = (8, 4, 2, 1)  # the parts of a design that tell whether it has settled
SLOW = (2, 1)  # for delta, which takes half a minute
FIRST_SEED = 1  # of resampling, which is the same for everybody


@dataclass(frozen=True)
class Measured:
    """What is analysed, in names and words; apart: inputs that calibration found together with others."""

    outcome: str
    month: int
    label: str
    unit: str
    measure: str
    experiment: str
    apart: tuple[str, ...] = ()


def analyse(design: Design, values: np.ndarray, of: Measured, blocks: np.ndarray | None = None) -> Analysis:
    """The analysis of one value a run.

    values: float64 (replicates, rows), in the order of the design's rows; blocks: the numbers of the blocks
    that are there, all if not said; the rows of others are not looked at.
    Raises InputError where a value is missing, or where rows stand in another order than the design.
    """
    if values.shape != (design.replicates, design.rows):
        raise InputError(
            f"There are values for {values.shape} replicates and rows, but the design has "
            f"{(design.replicates, design.rows)}; finish its runs first."
        )
    blocked = values.reshape(design.replicates, design.blocks, design.rows_of_block)
    used = np.arange(design.blocks) if blocks is None else np.asarray(blocks)
    finite(blocked[:, used])
    check_dummy(design, blocked, used)
    found = [(part, *_find(design, blocked, used[:part])) for part in _parts(design, len(used))]
    _, last, floor = found[-1]
    names, labels = design.space.names, design.space.labels
    if not last.reached:
        return _nothing(design, of, last, len(used), blocked[:, used])
    main = MAIN[design.method]
    per_block = design.rows_of_block * design.replicates * (1 if of.measure == LEVEL else 2)
    stages = [
        Stage(part, part * per_block, dict(zip(names, one.columns[main], strict=True)))
        for part, one, _ in found
        if one.reached
    ]
    told = [_told(one, names, line) for _, one, line in found if one.reached]
    inputs_only = [Stage(s.points, s.runs, {k: v for k, v in s.main.items() if k != DUMMY}) for s in stages]
    entries = [
        Entry(name, label, name == DUMMY, name in told[-1],
              {key: last.columns[key][k] for key in COLUMNS[design.method]})
        for k, (name, label) in enumerate(zip(names, labels, strict=True))
    ]  # fmt: skip
    entries.sort(key=lambda entry: (entry.dummy, -entry.figures[main].value))
    pairs = {
        (names[j], names[k]): one for (j, k), one in last.pairs.items() if DUMMY not in (names[j], names[k])
    }
    by_name = dict(zip(names, labels, strict=True))
    return _made(
        design, of, len(used), last, entries=tuple(entries), pairs=pairs, floor=floor,
        convergence=tuple(stages), quality=quality(design.method, inputs_only, told, floor, by_name),
    )  # fmt: skip


def _told(found: Indices, names: Sequence[str], floor: float) -> set[str]:
    """The units whose index lies above the line of nothing for sure."""
    lows = zip(names, found.lowest, strict=True)
    return {name for name, low in lows if name != DUMMY and low > max(floor, 0.0)}


def _together(found: Indices, names: Sequence[str], entries: Sequence[Entry]) -> Figure | None:
    """The sum of S1 of the first two inputs that are told, with its interval from the same resamples."""
    first = [entry for entry in entries if entry.told][:2]
    if found.shares is None or not first:
        return None
    total = sum(entry.figures["S1"].value for entry in first)
    resampled = found.shares[:, [names.index(entry.name) for entry in first]].sum(axis=1)
    return figures(np.array([total]), resampled[:, None])[0]


def _nothing(design: Design, of: Measured, last: Indices, used: int, values: np.ndarray) -> Analysis:
    why = "nothing moves it" if np.ptp(values) == 0.0 else "nothing can be told from luck"
    return _made(
        design, of, used, last, entries=(), pairs={}, floor=0.0, convergence=(),
        quality=Quality(None, 0.0, why),
    )  # fmt: skip


def _made(design: Design, of: Measured, blocks: int, found: Indices, **more) -> Analysis:
    arms = 1 if of.measure == LEVEL else 2
    told = {**design.as_dict(), "inputs": [one.in_words() for one in design.space.inputs]}
    made = Analysis(
        method=design.method, outcome=of.outcome, month=of.month, label=of.label, unit=of.unit,
        measure=of.measure, experiment=of.experiment, design=told,
        runs=blocks * design.rows_of_block * design.replicates * arms, dropped=design.blocks - blocks,
        luck=found.luck, found=found.reached, words=(), notes=(), **more,
    )  # fmt: skip
    return words.tell(made, of.apart, _together(found, design.space.names, made.entries))


def _parts(design: Design, there: int) -> list[int]:
    """How many of the blocks that are there each stage looks at, all of them last."""
    least = FEWEST[design.method]
    cuts = SLOW if design.method == "delta" else SHRINKING
    return [there // cut for cut in cuts if there // cut >= least or cut == 1]


def check_dummy(design: Design, blocked: np.ndarray, used: np.ndarray) -> None:
    """The dummy's runs must be those without it, to the last digit: same values, same luck, same lives.

    Where they are not, rows stand in the wrong order or runs do not follow from their seed, and no index
    would mean anything. blocked: (replicates, blocks, rows of a block); used: the blocks that are there.
    """
    unit = len(design.space.names) - 1
    if design.method in ("sobol", "dgsm"):
        before, after = np.zeros(len(used), int), np.full(len(used), 1 + unit)
    elif design.method == "morris":
        before = (moved(design)[0][used] == unit).argmax(axis=1)
        after = before + 1
    else:
        return
    changed = (blocked[:, used, before] != blocked[:, used, after]).any(axis=0)
    if changed.any():
        raise InputError(
            f"In {int(changed.sum()):,} of {changed.size:,} blocks the dummy changed the outcome, which it "
            "cannot: values stand in another order than the design, or runs do not follow from their seed. "
            "Make the result folder anew."
        )


def _find(design: Design, blocked: np.ndarray, used: np.ndarray) -> tuple[Indices, float]:
    """Indices from some of the blocks, and the line below which nothing can be told from a dummy."""
    return METHODS[design.method](design, blocked[:, used], used)


def _line(found: Indices, main: str) -> float:
    """The dummy's line where luck is shared: the upper end of its own interval, which is 0 when it is."""
    return max(found.columns[main][-1].hi, 0.0) if found.reached else 0.0


def _sobol(design: Design, values: np.ndarray, used: np.ndarray) -> tuple[Indices, float]:
    found = sobol.indices(values, len(design.space.names), design.second_order, FIRST_SEED)
    return found, _line(found, "ST")


def _morris(design: Design, values: np.ndarray, used: np.ndarray) -> tuple[Indices, float]:
    which, sizes = moved(design)
    space = design.space
    units = np.array(space.units)
    signed = np.array(
        [
            (units == unit).sum() == 1 and space.columns[int(np.flatnonzero(units == unit)[0])].ordered
            for unit in range(len(space.names))
        ]
    )
    found = morris.indices(values, which[used], sizes[used], len(space.names), signed, FIRST_SEED)
    return found, _line(found, "mu_star")


def _dgsm(design: Design, values: np.ndarray, used: np.ndarray) -> tuple[Indices, float]:
    places = design.places.reshape(design.blocks, design.rows_of_block, -1)[used]
    columns = np.arange(places.shape[2])
    steps = places[:, 1 + columns, columns] - places[:, 0, :]
    found = dgsm.indices(values, steps, len(design.space.names), FIRST_SEED)
    return found, _line(found, "dgsm")


def _given(design: Design, values: np.ndarray, used: np.ndarray) -> tuple[Indices, float]:
    found = given.indices(design.method, design.places[used], values[..., 0], FIRST_SEED)
    return found.indices, found.floor


Find = Callable[[Design, np.ndarray, np.ndarray], tuple[Indices, float]]
METHODS: dict[str, Find] = {
    "sobol": _sobol, "morris": _morris, "dgsm": _dgsm, "rbd_fast": _given, "pawn": _given, "delta": _given,
}  # fmt: skip
