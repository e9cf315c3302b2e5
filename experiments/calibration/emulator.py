"""A stand-in for the simulator: one Gaussian process for each target, with its own noise.

Each target is a plane plus a Matern-5/2 process with a length of its own for every free number,
plus noise. The noise is what the free numbers do not explain: luck, and the assumptions that are
drawn at random beside them. Lengths are found by scikit-learn on part of the points and then used
with all of them.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, cholesky
from scipy.optimize import minimize

MOST_FOR_LENGTHS = 180  # points from which lengths are found
MOST_POINTS = 700  # points that an emulator keeps
STEPS = 40  # of the search for lengths
RIDGE = 1e-3
LENGTHS = (0.7, 60.0)
NOISE = (1e-4, 2.0)
FOLDS = 5


def _matern(squared: np.ndarray) -> np.ndarray:
    far = np.sqrt(5.0 * np.maximum(squared, 0.0))
    return (1.0 + far + far * far / 3.0) * np.exp(-far)


def _squared(a: np.ndarray, b: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    a, b = a / lengths, b / lengths
    return np.maximum(np.sum(a * a, 1)[:, None] + np.sum(b * b, 1)[None, :] - 2.0 * a @ b.T, 0.0)


def _plane(points: np.ndarray, y: np.ndarray) -> np.ndarray:
    design = np.column_stack([np.ones(len(points)), points])
    penalty = RIDGE * len(points) * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    return np.linalg.solve(design.T @ design + penalty, design.T @ y)


@dataclass
class Process:
    """One target's emulator. All in units of the target's spread over the points, about its mean."""

    points: np.ndarray
    centre: float
    scale: float
    plane: np.ndarray
    lengths: np.ndarray
    signal: float  # variance of the process
    noise: float  # variance of what it does not explain
    weights: np.ndarray
    factor: np.ndarray

    @classmethod
    def fit(cls, points: np.ndarray, y: np.ndarray, hyper: tuple | None = None) -> Process:
        """From points (n, free) and what was simulated there (n,), some of which may be missing.

        hyper: lengths, signal and noise found before, to be used as they are.
        """
        known = np.isfinite(y)
        points, y = points[known][-MOST_POINTS:], y[known][-MOST_POINTS:]
        centre, scale = float(np.mean(y)), float(np.std(y)) or 1.0
        standard = (y - centre) / scale
        plane = _plane(points, standard)
        rest = standard - plane[0] - points @ plane[1:]
        lengths, signal, noise = hyper or _find_lengths(points, rest)
        covariance = signal * _matern(_squared(points, points, lengths))
        covariance[np.diag_indices(len(points))] += noise
        factor = cholesky(covariance, lower=True)
        weights = cho_solve((factor, True), rest)
        return cls(points, centre, scale, plane, lengths, signal, noise, weights, factor)

    @property
    def hyper(self) -> tuple:
        """What ``fit`` takes to use the same lengths with other points."""
        return self.lengths, self.signal, self.noise

    def mean(self, z: np.ndarray) -> np.ndarray:
        """The target expected at coordinates z (b, free)."""
        cross = self.signal * _matern(_squared(z, self.points, self.lengths))
        return self.centre + self.scale * (self.plane[0] + z @ self.plane[1:] + cross @ self.weights)

    def gradient(self, z: np.ndarray) -> np.ndarray:
        """Its slope in every coordinate, (b, free)."""
        far = np.sqrt(5.0 * _squared(z, self.points, self.lengths))
        slope = -self.signal * (5.0 / 3.0) * (1.0 + far) * np.exp(-far) * self.weights
        pull = (slope.sum(axis=1)[:, None] * z - slope @ self.points) / self.lengths**2
        return self.scale * (self.plane[1:] + pull)

    def variance(self, z: np.ndarray) -> np.ndarray:
        """Of the simulated target about ``mean``: the emulator's own error and the noise."""
        cross = self.signal * _matern(_squared(z, self.points, self.lengths))
        explained = np.sum(cross * cho_solve((self.factor, True), cross.T).T, axis=1)
        return self.scale**2 * (np.maximum(self.signal - explained, 0.0) + self.noise)


def _find_lengths(points: np.ndarray, rest: np.ndarray) -> tuple:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

    some = slice(-MOST_FOR_LENGTHS, None)
    free = points.shape[1]
    kernel = ConstantKernel(0.3, (1e-3, 10.0)) * Matern(np.full(free, 5.0), LENGTHS, nu=2.5)
    kernel += WhiteKernel(0.3, NOISE)

    def search(objective, start, bounds):
        found = minimize(objective, start, jac=True, bounds=bounds, method="L-BFGS-B",
                         options={"maxiter": STEPS})  # fmt: skip
        return found.x, found.fun

    model = GaussianProcessRegressor(kernel, alpha=1e-10, optimizer=search)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(points[some], rest[some])
    process, white = model.kernel_.k1, model.kernel_.k2
    return np.array(process.k2.length_scale), float(process.k1.constant_value), float(white.noise_level)


@dataclass
class Emulator:
    """Every target's process."""

    processes: list[Process]

    def mean(self, z: np.ndarray) -> np.ndarray:
        """(b, targets)."""
        return np.stack([one.mean(z) for one in self.processes], axis=1)

    def gradient(self, z: np.ndarray) -> np.ndarray:
        """(b, targets, free)."""
        return np.stack([one.gradient(z) for one in self.processes], axis=1)

    def variance(self, z: np.ndarray) -> np.ndarray:
        """(b, targets)."""
        return np.stack([one.variance(z) for one in self.processes], axis=1)

    def refit(self, points: np.ndarray, y: np.ndarray) -> Emulator:
        """The same lengths with other points."""
        return Emulator(
            [Process.fit(points, y[:, t], one.hyper) for t, one in enumerate(self.processes)]
        )  # fmt: skip

    def held_out(self, points: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Share of variance predicted, and error as a share of the spread said, on points left out."""
        predicted, said = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
        fold = np.arange(len(points)) % FOLDS
        for number in range(FOLDS):
            other = self.refit(points[fold != number], y[fold != number])
            predicted[fold == number] = other.mean(points[fold == number])
            said[fold == number] = other.variance(points[fold == number])
        error = y - predicted
        explained = 1.0 - np.nanmean(error**2, axis=0) / np.nanvar(y, axis=0)
        return explained, np.sqrt(np.nanmean(error**2 / said, axis=0))
