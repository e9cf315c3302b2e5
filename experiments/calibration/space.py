"""The free numbers as a box, and as the standard normal coordinates in which all numerics work.

A free number is uniform over its plausible range before any data are seen; ``z`` is the normal
quantile of its place in the range, so that the prior is a standard normal in every coordinate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

EDGE = 1e-6  # how near to an end of its range a free number may come


@dataclass(frozen=True)
class Space:
    """Names of the free numbers with the ends of their ranges."""

    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many numbers are free."""
        return len(self.names)

    def values(self, z: np.ndarray) -> np.ndarray:
        """The numbers at coordinates z, (..., size)."""
        low, high = np.array(self.low), np.array(self.high)
        return low + (high - low) * ndtr(z)

    def coordinates(self, values: Sequence[float] | np.ndarray) -> np.ndarray:
        """The coordinates of numbers; those outside their range count as at its end."""
        low, high = np.array(self.low), np.array(self.high)
        return ndtri(np.clip((np.asarray(values, float) - low) / (high - low), EDGE, 1.0 - EDGE))

    def sobol(self, count: int, seed: int) -> np.ndarray:
        """The first points of a scrambled Sobol' sequence, spread evenly over the ranges."""
        power = int(np.ceil(np.log2(max(count, 2))))
        points = qmc.Sobol(self.size, seed=seed).random_base2(power)[:count]
        return ndtri(np.clip(points, EDGE, 1.0 - EDGE))


def spread_out(points: np.ndarray, count: int) -> np.ndarray:
    """Which of the points to keep so that the nearest two are far apart (greedy maximin)."""
    chosen = [int(np.argmin(np.sum(points**2, axis=1)))]
    nearest = np.sum((points - points[chosen[0]]) ** 2, axis=1)
    while len(chosen) < min(count, len(points)):
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, np.sum((points - points[chosen[-1]]) ** 2, axis=1))
    return np.array(chosen)
