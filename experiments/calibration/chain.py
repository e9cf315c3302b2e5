"""Markov chains over the emulator: the cross-check of ``adjust`` with the same likelihood."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

STRETCH = 2.0


def walk(
    density: Callable[[np.ndarray], np.ndarray], start: np.ndarray, steps: int, seed: int
) -> tuple[np.ndarray, float]:
    """Affine-invariant walkers from start (walkers, free): (steps, walkers, free), share accepted.

    density: logarithm of the density, up to a constant, of each of several points.
    """
    luck = np.random.default_rng(seed)
    here, walkers, free = start.copy(), *start.shape
    value, kept, accepted = density(here), [], 0
    halves = (np.arange(walkers) % 2 == 0, np.arange(walkers) % 2 == 1)
    for _ in range(steps):
        for mine, others in (halves, halves[::-1]):
            count = int(mine.sum())
            partner = here[others][luck.integers(int(others.sum()), size=count)]
            factor = (luck.random(count) * (np.sqrt(STRETCH) - np.sqrt(1 / STRETCH))
                      + np.sqrt(1 / STRETCH)) ** 2  # fmt: skip
            there = partner + factor[:, None] * (here[mine] - partner)
            new = density(there)
            accept = np.log(luck.random(count)) < (free - 1) * np.log(factor) + new - value[mine]
            rows = np.flatnonzero(mine)[accept]
            here[rows], value[rows] = there[accept], new[accept]
            accepted += len(rows)
        kept.append(here.copy())
    return np.array(kept), accepted / (steps * walkers)


def effective(chain: np.ndarray) -> np.ndarray:
    """Effective number of draws of each coordinate, from (steps, walkers, free)."""
    steps, walkers, _ = chain.shape
    centred = chain - chain.mean(axis=(0, 1))
    variance = np.mean(centred**2, axis=(0, 1))
    total = np.ones(chain.shape[2])
    open_ = np.ones(chain.shape[2], bool)
    for lag in range(1, steps // 2):
        together = np.mean(centred[lag:] * centred[:-lag], axis=(0, 1)) / variance
        open_ &= together > 0.05
        if not open_.any():
            break
        total += np.where(open_, 2.0 * together, 0.0)
    return steps * walkers / total
