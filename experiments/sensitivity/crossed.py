"""Products across replicates: what luck adds to a square, it cannot add to a product of two lucks.

A square of a noisy value is too large by the variance of its noise. The product of two replicates of the
same point, lived with different luck, is right on average. So every square or product in an index is taken
between different replicates, and averaged over all pairs of them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np


def crossed(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The mean of first[r] * second[s] over all pairs of different replicates r and s.

    Both are shaped (replicates, ...), with at least two replicates.
    """
    count = len(first)
    if count < 2:
        raise ValueError("one replicate has no pair")
    both = first.sum(axis=0) * second.sum(axis=0) - (first * second).sum(axis=0)
    return both / (count * (count - 1))


RESAMPLES = 500


@lru_cache(maxsize=8)
def shares(blocks: int, seed: int, resamples: int = RESAMPLES) -> np.ndarray:
    """The share of each block in the design itself and in some bootstrap samples: (1 + resamples, blocks)."""
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(blocks, np.full(blocks, 1.0 / blocks), size=resamples)
    found = np.vstack([np.ones(blocks), drawn]) / blocks
    found.flags.writeable = False
    return found


class Spread:
    """The variance that inputs make and the variance that luck adds, from blocks of replicated rows.

    values: float64 (replicates, blocks, rows of a block); rows may share their luck within a replicate.
    """

    def __init__(self, values: np.ndarray):
        self.middle = float(values.mean())
        away = values - self.middle
        self.squares = crossed(away, away).mean(axis=-1)  # (blocks,)
        self.own_squares = (away**2).mean(axis=(0, -1))  # (blocks,), luck included
        self.means = away.mean(axis=-1).T  # (blocks, replicates)

    def variances(self, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of each sample of blocks: the variance made by inputs, and that of single runs.

        shares: float64 (samples, blocks), a block's share of a sample.
        """
        means = (shares @ self.means).T  # (replicates, samples)
        inputs = shares @ self.squares - crossed(means, means)
        single = shares @ self.own_squares - (means**2).mean(axis=0)
        return inputs, single
