"""History matching: which sets cannot have given the data, whatever the luck."""

from __future__ import annotations

import numpy as np

from experiments.calibration.emulator import Emulator
from experiments.calibration.space import Space, spread_out

LIMIT = 3.0  # standard deviations; by Pukelsheim's rule 95% of any one-peaked error lie within
CANDIDATES = 8_192


def implausibility(simulated: np.ndarray, published: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Distance of each target in standard deviations, (b, targets); endless where nothing is known."""
    distance = np.abs(simulated - published) / np.sqrt(variance)
    return np.where(np.isfinite(distance), distance, np.inf)


def ranked(distance: np.ndarray, rank: int) -> np.ndarray:
    """The rank-largest implausibility of each set; 1 for the largest."""
    return np.sort(distance, axis=1)[:, -min(rank, distance.shape[1])]


def next_wave(
    space: Space,
    emulator: Emulator,
    published: np.ndarray,
    noise: np.ndarray,
    used: np.ndarray,
    count: int,
    rank: int,
    seed: int,
) -> tuple[np.ndarray, float]:
    """Points of the next wave, spread out over what is not implausible, and its share of the prior.

    Where less than enough is left, the least implausible points are taken.
    """
    candidates = space.sobol(CANDIDATES, seed)
    variance = emulator.variance(candidates) + noise**2
    distance = ranked(implausibility(emulator.mean(candidates), published, variance)[:, used], rank)
    left = np.flatnonzero(distance < LIMIT)
    share = len(left) / len(candidates)
    if len(left) < 2 * count:
        left = np.argsort(distance, kind="stable")[: 2 * count]
    return candidates[left][spread_out(candidates[left], count)], share
