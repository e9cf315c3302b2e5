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
    """Luck's variance in a district of some people.

    pairs: districts that it was told from; unsure: error variances of ``common`` and ``alone`` as they were
    told from those, and the covariance of both errors.
    """

    common: float
    alone: float
    pairs: int
    unsure: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def known(self) -> bool:
        """Whether anything was lived twice."""
        return self.pairs > 0

    def variance(self, people: np.ndarray) -> np.ndarray:
        """Luck's variance in districts of so many people."""
        return self.common + self.alone / np.asarray(people, float)

    def freedom(self, people: np.ndarray) -> np.ndarray:
        """How surely luck's variance is known in districts of so many people, as degrees of freedom."""
        return freedom(self, 1.0, 1.0 / np.asarray(people, float))


def freedom(one: Luck, on_common: np.ndarray, on_alone: np.ndarray) -> np.ndarray:
    """Degrees of freedom of ``on_common * common + on_alone * alone`` (Satterthwaite), 1 to all pairs.

    A sum leans on how much luck large districts have, which few pairs say something of.
    """
    both, apart, alike = one.unsure[0], one.unsure[1], one.unsure[2]
    variance = on_common * one.common + on_alone * one.alone
    unsure = on_common**2 * both + on_alone**2 * apart + 2.0 * on_common * on_alone * alike
    found = 2.0 * variance**2 / np.where(unsure > 0.0, unsure, 1.0)
    return np.clip(np.where(unsure > 0.0, found, one.pairs), 1.0, max(one.pairs, 1))


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
    # A squared difference has twice its expectation, squared, for a variance.
    weighed = given / expected[:, None]
    errors = 2.0 * level**2 * np.linalg.pinv(weighed.T @ weighed)
    unsure = (float(errors[0, 0]), float(errors[1, 1] * middle**2), float(errors[0, 1] * middle))
    return Luck(float(common * level), float(alone * middle * level), pairs, unsure)
