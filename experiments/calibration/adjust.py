"""Moving parameter sets until what they give meets the data, each with a draw of the data's noise.

For every set: a draw from the prior, data with a draw of their noise added, and what the set's own
simulation said beyond the emulator (its shift: the assumptions drawn beside the free ones, and
luck). The set that minimises

    |z - prior draw|^2 + sum over targets of ((emulator(z) + shift - data) / noise)^2

is one draw of the posterior: exactly, where targets are linear in z and errors normal (randomised
maximum likelihood); this is regression adjustment with the slope taken at each set's own place.
"""

from __future__ import annotations

import numpy as np

from experiments.calibration.emulator import Emulator

ROUNDS = 25
LONGEST_STEP = 1.5
ENOUGH = 1e-4


def objective(predicted, z, prior, data, precision):
    """What is minimised, one number a set."""
    return np.sum((z - prior) ** 2, axis=1) + np.sum(precision * (predicted - data) ** 2, axis=1)


def adjust(
    emulator: Emulator,
    start: np.ndarray,
    prior: np.ndarray,
    data: np.ndarray,
    noise: np.ndarray,
    shift: np.ndarray | None = None,
    used: np.ndarray | None = None,
) -> np.ndarray:
    """The adjusted sets, (b, free), by Gauss-Newton with halved steps.

    start, prior: (b, free); data: (b, targets); noise: standard deviation of each target's data;
    shift: (b, targets), nothing if not given; used: which targets count, all if not given.
    """
    precision = np.where(np.ones(len(noise), bool) if used is None else used, noise**-2.0, 0.0)
    shift = np.zeros_like(data) if shift is None else shift
    z, identity = start.copy(), np.eye(start.shape[1])
    predicted = emulator.mean(z) + shift
    value = objective(predicted, z, prior, data, precision)
    scale = np.ones(len(z))
    for _ in range(ROUNDS):
        slope = emulator.gradient(z)
        weighted = slope * precision[None, :, None]
        hessian = identity + np.einsum("btf,btg->bfg", weighted, slope)
        pull = (z - prior) + np.einsum("btf,bt->bf", weighted, predicted - data)
        step = -np.linalg.solve(hessian, pull[:, :, None])[:, :, 0]
        length = np.linalg.norm(step, axis=1)
        step *= (scale * np.minimum(1.0, LONGEST_STEP / np.maximum(length, 1e-12)))[:, None]
        there = z + step
        predicted_there = emulator.mean(there) + shift
        value_there = objective(predicted_there, there, prior, data, precision)
        better = value_there < value
        z = np.where(better[:, None], there, z)
        predicted = np.where(better[:, None], predicted_there, predicted)
        value = np.where(better, value_there, value)
        scale = np.where(better, np.minimum(1.0, 2.0 * scale), 0.5 * scale)
        if np.all((length < ENOUGH) | (scale < ENOUGH)):
            break
    return z
