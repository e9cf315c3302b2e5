"""Derivative-based indices with luck in its place: an upper bound of ST from small steps.

The index is the mean square of the slope, over pi squared times the variance that inputs make. A slope over
a small step carries much luck, whose square would look like a slope: squares are taken across replicates.
"""

from __future__ import annotations

import numpy as np

from experiments.sensitivity.crossed import Spread, crossed, shares
from experiments.sensitivity.figure import figures
from experiments.sensitivity.sobol import Indices, lowest, luck_of, told_apart


def indices(values: np.ndarray, steps: np.ndarray, units: int, seed: int = 1) -> Indices:
    """One index a unit, with intervals from resampling base points.

    values: float64 (replicates, blocks, 1 + units), the base point first; steps: as shares of each range,
    float64 (blocks, units).
    """
    if values.shape[-1] != units + 1:
        raise ValueError(f"a block has {values.shape[-1]} rows where the design has {units + 1}")
    spread = Spread(values[..., :1])
    slopes = (values[..., 1:] - values[..., :1]) / steps
    squares = crossed(slopes, slopes)
    share = shares(len(squares), seed)
    inputs, single = spread.variances(share)
    luck = luck_of(inputs, single)
    if not told_apart(inputs, single):
        return Indices(luck, False, {}, {})
    found = share @ squares / (np.pi**2 * inputs[:, None])
    columns = {"dgsm": figures(found[0], found[1:])}
    return Indices(luck, True, columns, {}, lowest(columns["dgsm"], found[1:]))
