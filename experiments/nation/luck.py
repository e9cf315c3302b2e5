"""How much of a district's result is luck, told from districts that were lived twice.

Two lives of a district have the same demand, the same office and people of the same kind, but other
people and other luck. Luck's variance is ``common + alone / people``: good and bad times that hit everybody,
and chance that evens out among many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Luck:
    """Luck's variance in a district of some people; pairs: districts that it was told from."""

    common: float
    alone: float
    pairs: int

    @property
    def known(self) -> bool:
        """Whether anything was lived twice."""
        return self.pairs > 0

    def variance(self, people: np.ndarray) -> np.ndarray:
        """Luck's variance in districts of so many people."""
        return self.common + self.alone / np.asarray(people, float)


def of_pairs(first: np.ndarray, second: np.ndarray, people: np.ndarray) -> Luck:
    """Luck as told from lives and second lives, float64 (districts,); NaN where there was no second."""
    from scipy.optimize import nnls

    there = np.isfinite(first) & np.isfinite(second)
    pairs = int(there.sum())
    if not pairs:
        return Luck(0.0, 0.0, 0)
    seen = (first[there] - second[there]) ** 2 / 2.0
    people = np.asarray(people, float)[there]
    if not seen.any():
        return Luck(0.0, 0.0, pairs)
    middle = float(np.median(people))
    given = np.column_stack([np.ones(pairs), middle / people])
    # A squared difference is as uncertain as it is large, so each counts by what is expected of it.
    expected = np.full(pairs, seen.mean())
    for _ in range(4):
        (common, alone), _ = nnls(given / expected[:, None], seen / expected)
        expected = np.maximum(given @ (common, alone), 1e-3 * seen.mean())
    # What was seen in all is kept, whatever the split into two parts.
    level = seen.mean() / max(float((given @ (common, alone)).mean()), 1e-300)
    return Luck(float(common * level), float(alone * middle * level), pairs)
