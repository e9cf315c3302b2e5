"""Methods that look at points and values only: RBD-FAST, PAWN and delta, from SALib.

They are given the mean over replicates. Luck that is left in it works like an input that nobody can see:

- rbd_fast: S1 is a share of all variance, luck's too; it is divided by what inputs make of it.
- pawn, delta: luck blurs the outcome and pulls every index towards that of a dummy. Nothing can be divided
  out, so an index means something only beside the dummies'.

None of the three is 0 for an input that does nothing. So columns of pure chance are analysed like inputs, and
the line below which nothing can be told is the largest index that any of them got.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from experiments.quantiles import UPPER
from experiments.sensitivity.crossed import Spread, shares
from experiments.sensitivity.figure import Figure
from experiments.sensitivity.salib import analysed, finite
from experiments.sensitivity.sobol import Indices, luck_of, told_apart
from sim.errors import InputError

RESAMPLES = {"rbd_fast": 100, "pawn": 40, "delta": 10}
DUMMIES = {"rbd_fast": 19, "pawn": 19, "delta": 4}  # beside the one in the design; delta takes long
SLICES = 10
REACH = NormalDist().inv_cdf(UPPER)

Find = Callable[[np.ndarray, np.ndarray, int], np.ndarray]


@dataclass(frozen=True)
class Given:
    """Indices, and the largest index of any column of pure chance."""

    indices: Indices
    floor: float


def _rbd_fast(points: np.ndarray, values: np.ndarray, seed: int) -> np.ndarray:
    from SALib.analyze import rbd_fast

    found = analysed(rbd_fast.analyze, _units(points), points, values, seed, num_resamples=2, seed=seed)
    return np.array(found["S1"], np.float64)


def _pawn(points: np.ndarray, values: np.ndarray, seed: int) -> np.ndarray:
    from SALib.analyze import pawn

    return np.array(analysed(pawn.analyze, _units(points), points, values, seed, S=SLICES)["median"])


def _delta(points: np.ndarray, values: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Delta, and how far its own resamples reach on either side; SALib says what failed in notes only."""
    from SALib.analyze import delta

    try:
        found = analysed(
            delta.analyze, _units(points), points, values, seed,
            num_resamples=RESAMPLES["delta"], conf_level=2.0 * UPPER - 1.0, method="delta",
        )  # fmt: skip
        indices, reach = np.array(found["delta_raw"]), np.array(found["delta_raw_conf"])
    except ValueError:  # a resample in which all are alike
        indices = reach = np.array([np.nan])
    if not np.isfinite(indices).all():
        raise InputError(
            "delta gives no number here: too many runs have the very same outcome, or there are too few; use "
            "sobol or morris, or more --points."
        )
    return indices, reach


def _units(points: np.ndarray) -> range:
    return range(points.shape[1])


def indices(method: str, points: np.ndarray, values: np.ndarray, seed: int = 1) -> Given:
    """Indices of every column of the points, the design's own dummy last.

    points: float64 (rows, columns) on the unit cube; values: float64 (replicates, rows).
    """
    finite(values)
    spread = Spread(values[..., None])
    share = shares(values.shape[1], seed)
    inputs, single = spread.variances(share)
    luck = luck_of(inputs, single)
    if not told_apart(inputs, single):
        return Given(Indices(luck, False, {}, {}), 0.0)
    means = values.mean(axis=0)
    generator = np.random.default_rng(seed)
    chance = generator.random((len(points), DUMMIES[method]))
    columns = np.hstack([points, chance])
    first = None
    if method == "delta":
        found, reach = _delta(columns, means, seed)
    else:
        find: Find = _rbd_fast if method == "rbd_fast" else _pawn
        part = inputs[0] / means.var() if method == "rbd_fast" else 1.0
        found = find(columns, means, seed) / part
        resampled = _resampled(find, points, means, seed, RESAMPLES[method]) / part
        reach = REACH * resampled.std(axis=0, ddof=1)
        if method == "rbd_fast":
            first = resampled
    own = points.shape[1]
    entries = [
        Figure(float(one), float(one - half), float(one + half))
        for one, half in zip(found[:own], reach[:own], strict=True)
    ]
    name = {"rbd_fast": "S1", "pawn": "pawn", "delta": "delta"}[method]
    lows = [one.lo for one in entries]
    return Given(Indices(luck, True, {name: entries}, {}, lows, first), float(found[own - 1 :].max()))


def _resampled(find: Find, points: np.ndarray, values: np.ndarray, seed: int, resamples: int) -> np.ndarray:
    """Each index of bootstrap samples of the rows, (resamples, columns)."""
    generator = np.random.default_rng([seed, len(values)])
    drawn = generator.integers(0, len(values), (resamples, len(values)))
    return np.array([find(points[rows], values[rows], seed) for rows in drawn])
