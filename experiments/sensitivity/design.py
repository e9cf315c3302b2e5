"""Which points are lived with which luck: SALib's samplers on the unit cube, and seeds shared in blocks.

The rows of a block (a Saltelli block, a trajectory, a point with its steps) are compared with each other, so
they share their luck; each replicate of a block has another luck. A design is a pure function of its method,
size and seed. With the same seed a larger sobol or morris design begins with the smaller one, and so does
its luck, so that two sizes can be held against each other. Each has a folder of its own, where all is run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from experiments.sensitivity.inputs import Input, Space
from experiments.sensitivity.salib import checked_seed, sampled
from sim.errors import InputError
from sim.scenario import show

METHODS = ("morris", "sobol", "rbd_fast", "pawn", "delta", "dgsm")
# Base points where none are asked for: enough to see the order of the inputs, not more.
POINTS = {"morris": 20, "sobol": 256, "rbd_fast": 500, "pawn": 500, "delta": 500, "dgsm": 128}
FEWEST = {"morris": 4, "sobol": 16, "rbd_fast": 100, "pawn": 100, "delta": 100, "dgsm": 16}
MOST_POINTS = 1_000_000
LEVELS = 4  # of a Morris grid over a range
FEW = 4  # levels in no order that methods which look for neighbours can still take
STEP = 0.05  # of an input's range, for derivatives: far enough for a few lives to change
GROUPED = ("morris", "sobol")
SMOOTH = ("rbd_fast", "pawn", "delta", "dgsm")  # these need inputs whose neighbours are alike


@dataclass(frozen=True)
class Design:
    """A method's plan.

    points: base points, or trajectories; second_order: whether pairs of inputs are analysed too, for sobol.
    """

    method: str
    space: Space
    points: int
    replicates: int
    seed: int
    second_order: bool = False

    def __post_init__(self):
        check(self)

    @cached_property
    def places(self) -> np.ndarray:
        """Every row on the unit cube, float64 (rows, columns of the space), block after block."""
        return SAMPLERS[self.method](self)

    @property
    def blocks(self) -> int:
        """How many blocks of rows share their luck."""
        return self.points

    @property
    def rows_of_block(self) -> int:
        """Rows in a block."""
        units = len(self.space.names)
        if self.method == "sobol":
            return 2 * units + 2 if self.second_order else units + 2
        return units + 1 if self.method in ("morris", "dgsm") else 1

    @property
    def rows(self) -> int:
        """Rows in all."""
        return self.blocks * self.rows_of_block

    def seeds_of(self, row: int) -> list[int]:
        """The luck of each replicate of a row, the same for all rows of its block."""
        block = row // self.rows_of_block
        return [luck(self.seed, block, replicate) for replicate in range(self.replicates)]

    def as_dict(self) -> dict[str, Any]:
        """Plain data, enough to make the design again."""
        return {
            "method": self.method, "points": self.points, "replicates": self.replicates, "seed": self.seed,
            "second_order": self.second_order, "rows": self.rows, "rows_of_block": self.rows_of_block,
            "inputs": [one.as_dict() for one in self.space.inputs],
            "groups": {name: list(members) for name, members in self.space.groups.items()},
        }  # fmt: skip


def luck(seed: int, block: int, replicate: int) -> int:
    """The seed of a replicate of a block: spread over so many numbers that no two meet."""
    drawn = np.random.SeedSequence([seed, block, replicate]).generate_state(1, np.uint64)[0]
    return int(drawn >> np.uint64(11)) or 1


def check(design: Design) -> None:
    """Raise InputError for a design that would say nothing, or something wrong."""
    method, points = design.method, design.points
    if method not in METHODS:
        raise InputError(f"--method is {show(method)}, but must be one of {', '.join(METHODS)}.")
    checked_seed(design.seed)
    if not FEWEST[method] <= points <= MOST_POINTS:
        raise InputError(
            f"--points is {points}, but must be from {FEWEST[method]} to {MOST_POINTS:,} for {method}; "
            f"{POINTS[method]} is a start."
        )
    if method == "sobol" and points & (points - 1):
        near = 2 ** round(np.log2(points))
        raise InputError(
            f"--points is {points}, but must be a power of two for sobol, such as {near}: the sequence is "
            "even only there."
        )
    if design.replicates < 2:
        raise InputError(
            f"--replicates is {design.replicates}, but must be 2 or more: with one, luck cannot be told from "
            "what the inputs do."
        )
    if design.second_order and method != "sobol":
        raise InputError(f"--pairs goes with sobol only, but --method is {method}; leave it out.")
    if not design.space.inputs:
        raise InputError("Nothing varies: name at least one lever or assumption under [factors].")
    if design.space.groups and method not in GROUPED:
        raise InputError(
            f"[groups] go with {' and '.join(GROUPED)} only, but --method is {method}; leave them out."
        )
    if method in SMOOTH:
        _check_smooth(design)


def _check_smooth(design: Design) -> None:
    for one in design.space.inputs:
        if one.count is None:
            continue
        if design.method == "dgsm":
            raise InputError(
                f"{one.address} has {one.count} levels, but dgsm takes derivatives, so it needs ranges; use "
                "morris or sobol, or leave it out."
            )
        if not one.ordered and one.count > FEW:
            raise InputError(
                f"{one.address} has {one.count} levels in no order, but {design.method} needs neighbours to "
                f"be alike and would take it for nothing (at most {FEW} such levels); use sobol or morris, "
                "or leave it out."
            )


def _sobol(design: Design) -> np.ndarray:
    from SALib.sample import sobol

    return sampled(
        sobol.sample, design.space.units, design.seed, design.points, calc_second_order=design.second_order
    )


def _morris(design: Design) -> np.ndarray:
    from SALib.sample import morris

    places = sampled(morris.sample, design.space.units, design.seed, design.points, num_levels=LEVELS)
    blocks = places.reshape(design.blocks, design.rows_of_block, -1)
    for k, one in enumerate(design.space.inputs):
        if one.count is not None:
            # SALib's grid has an even number of levels for all inputs; on it 3 levels are not equally likely,
            # and some pairs of levels never meet. So levels get ends of their own, moved in the same step.
            step = (np.diff(blocks[..., k], axis=1) != 0.0).argmax(axis=1)
            after = np.arange(design.rows_of_block) > step[:, None]
            start, end = _ends(one, design.blocks, np.random.default_rng([design.seed, k]))
            blocks[..., k] = np.where(after, end[:, None], start[:, None])
    return places


def _ends(one: Input, trajectories: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Where an input with levels begins and ends in each trajectory, every level equally likely.

    Levels in order move by half of a grid that is a multiple of their number; of levels in no order every
    pair is equally likely. The first trajectories are the same however many there are.
    """
    drawn = generator.random((trajectories, 2))
    if not one.ordered:
        first = (drawn[:, 0] * one.count).astype(np.int64)
        other = (first + 1 + (drawn[:, 1] * (one.count - 1)).astype(np.int64)) % one.count
        return (first + 0.5) / one.count, (other + 0.5) / one.count
    grid = one.count * (1 + one.count % 2)
    low = (drawn[:, 0] * (grid // 2)).astype(np.int64)
    low, high = (low + 0.5) / grid, (low + grid // 2 + 0.5) / grid
    up = drawn[:, 1] < 0.5
    return np.where(up, low, high), np.where(up, high, low)


def _latin(design: Design) -> np.ndarray:
    from SALib.sample import latin

    return sampled(latin.sample, design.space.units, design.seed, design.points)


def _steps(design: Design) -> np.ndarray:
    """A Latin hypercube, and from each point one step along every input, towards the middle.

    SALib's own steps are a share of the value, so that near 0 they vanish, and at the upper end they are cut
    to nothing: both divide by almost 0.
    """
    base = _latin(design)
    columns = base.shape[1]
    found = np.repeat(base[:, None, :], columns + 1, axis=1)
    every = np.arange(columns)
    found[:, every + 1, every] += np.where(base < 0.5, STEP, -STEP)
    return found.reshape(-1, columns)


SAMPLERS: dict[str, Callable[[Design], np.ndarray]] = {
    "sobol": _sobol, "morris": _morris, "rbd_fast": _latin, "pawn": _latin, "delta": _latin, "dgsm": _steps,
}  # fmt: skip


def moved(design: Design) -> tuple[np.ndarray, np.ndarray]:
    """Of a Morris design, which unit each step moves and by how much of its range: (trajectories, steps).

    A group is moved by all its inputs at once; its step counts as a whole one, as for levels in no order.
    """
    places = design.places.reshape(design.blocks, design.rows_of_block, -1)
    units = np.array(design.space.units)
    changed = np.diff(places, axis=1) != 0.0  # (trajectories, steps, columns)
    which = units[changed.argmax(axis=2)]
    sizes = np.zeros(which.shape)
    for unit in range(len(design.space.names)):
        members = np.flatnonzero(units == unit)
        here = which == unit
        if len(members) > 1:
            sizes[here] = 1.0
            continue
        column = design.space.columns[members[0]]
        one = places[..., members[0]]
        sizes[here] = column.moves(one[:, :-1], one[:, 1:])[here]
    return which, sizes
