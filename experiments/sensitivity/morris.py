"""Morris' elementary effects with luck in its place.

Each step of a trajectory moves one input (or one group) and nothing else, with the same luck, so an input
that does nothing has effects of exactly 0. mu* is how much an input moves the outcome, mu the same with its
sign, sigma how unlike the effects are in different places. All are in the unit of the outcome, for moving
the input over the whole of its range.

An input that only stirs up luck has effects that are large in each replicate and go in no direction. So mu*
takes the sign of an effect from one replicate and its size from another: |effect| where luck is small, 0 on
average where there is nothing but luck. In between that is too small, so where the mean effect, squared
across replicates, is larger, mu* is that. Its lower end is the higher of two lower ends at half the risk:
that of the first, and that of |mu| (which mu* is never below), or of the squared mean where up and down mean
nothing.
Where mu is surely not 0 an input matters, however small its effects are beside luck.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from experiments.quantiles import LOWER
from experiments.sensitivity.crossed import Spread, crossed, shares
from experiments.sensitivity.figure import figures
from experiments.sensitivity.sobol import Indices, luck_of


def effects(values: np.ndarray, moved: np.ndarray, steps: np.ndarray, units: int) -> np.ndarray:
    """Elementary effects, float64 (replicates, trajectories, units).

    values: (replicates, trajectories, rows); moved: the unit that each step moves, int (trajectories,
    rows - 1); steps: by how much of its range, with sign, in the same shape. A step of 0 has no effect.
    """
    change = np.diff(values, axis=-1)
    sizes = np.where(steps == 0.0, 1.0, steps)
    found = np.where(steps == 0.0, 0.0, change / sizes)
    place = np.argsort(moved, axis=1, kind="stable")  # of each unit's step in its trajectory
    if moved.shape[1] != units or not (np.sort(moved, axis=1) == np.arange(units)).all():
        raise ValueError("a trajectory does not move every unit once")
    return np.take_along_axis(found, np.broadcast_to(place, found.shape), axis=-1)


def indices(
    values: np.ndarray, moved: np.ndarray, steps: np.ndarray, units: int, signed: np.ndarray, seed: int = 1
) -> Indices:
    """mu*, mu and sigma of every unit, with intervals from resampling trajectories.

    signed: bool (units,): whether up and down mean anything (not for groups, nor for levels in no order).
    """
    spread = Spread(values)
    found = effects(values, moved, steps, units)
    size = crossed(np.sign(found), found)  # (trajectories, units)
    blocks = len(size)
    share = shares(blocks, seed)  # its first row is the design itself
    inputs, single = spread.variances(share)
    means = np.stack([share @ one for one in found])  # (replicates, samples, units)
    directed = np.sqrt(np.maximum(crossed(means, means), 0.0))
    sized = np.maximum(share @ size, 0.0)
    star = np.maximum(directed, sized)
    own, mean = (np.quantile(one[1:], LOWER / 2.0, axis=0) for one in (sized, directed))
    middle = share @ found.mean(axis=0)
    mean = np.where(signed, _surely(found.mean(axis=0), LOWER / 2.0), mean)
    low = np.minimum(np.maximum(own, mean), star[0])
    square = share @ crossed(found, found) - crossed(means, means)
    unlike = np.sqrt(np.maximum(square, 0.0) * blocks / max(blocks - 1, 1))
    columns = {
        "mu_star": [
            replace(f, lo=float(end)) for f, end in zip(figures(star[0], star[1:]), low, strict=True)
        ],
        "mu": [f if s else None for f, s in zip(figures(middle[0], middle[1:]), signed, strict=True)],
        "sigma": figures(unlike[0], unlike[1:]),
    }
    lows = [one.lo for one in columns["mu_star"]]
    return Indices(luck_of(inputs, single), bool(np.ptp(values) > 0.0), columns, {}, lows)


def _surely(effects: np.ndarray, risk: float) -> np.ndarray:
    """How far the mean of each unit's effects, (trajectories, units), is from 0 at least; Student's t.

    Up and down are both asked for, so each has half of the risk.
    """
    from scipy.stats import t

    count = len(effects)
    error = effects.std(axis=0, ddof=1) / np.sqrt(count) if count > 1 else np.inf
    reach = float(t.ppf(1.0 - risk / 2.0, max(count - 1, 1))) * error
    return np.maximum(np.abs(effects.mean(axis=0)) - reach, 0.0)
