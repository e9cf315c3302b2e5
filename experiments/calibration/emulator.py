"""A stand-in for the simulator: one Gaussian process for each target.

Each target is a plane in the free numbers, plus a level of its own for every draw of all other
assumptions (and its luck), plus a Matern-5/2 process for what is bent, plus noise. Draws that were
simulated at several places tell the slopes apart from their levels, which is why waves use the same
draws again. The process is shortest in the directions in which the plane is steepest, so that only
four numbers have to be found for each target and few points do not mislead it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize
from scipy.special import ndtr

MOST_FOR_SEARCH = 240  # points from which the four numbers are found
MOST_POINTS = 900  # points that an emulator keeps, the newest
STEPS = 160  # of the search
STEEP = 0.25  # slopes expected before anything is known: a target's spread over a free number's
FLATTEST = 0.3  # steepness below which a direction counts as this steep, against the steepest
START = (3.0, 0.3, 0.3, 0.2)  # length; variances of bend, draws and noise
ENDS = ((1.5, 30.0), (1e-4, 1.0), (1e-6, 5.0), (1e-2, 5.0))
WIDTH = np.sqrt(12.0)  # of a uniform distribution with variance 1
FIRST_STEPS = (-1.0, 2.0, 2.0, 2.0)  # of the search, in logarithms
FOLDS = 5


def matern(squared: np.ndarray) -> np.ndarray:
    """Matern-5/2 correlation at squared distances in lengths."""
    far = np.sqrt(5.0 * np.maximum(squared, 0.0))
    return (1.0 + far + far * far / 3.0) * np.exp(-far)


def _squared(a: np.ndarray, b: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    a, b = a / lengths, b / lengths
    return np.maximum(np.sum(a * a, 1)[:, None] + np.sum(b * b, 1)[None, :] - 2.0 * a @ b.T, 0.0)


def _design(points: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(points)), points])


def _same(draws: np.ndarray) -> np.ndarray:
    return (draws[:, None] == draws[None, :]).astype(float)


def _weighted_plane(factor: np.ndarray, points: np.ndarray, y: np.ndarray) -> tuple:
    """The plane through y where errors have a covariance (its Cholesky factor), and the plane's own."""
    design = solve_triangular(factor, _design(points), lower=True)
    penalty = STEEP**-2.0 * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    unsure = np.linalg.inv(design.T @ design + penalty)
    return unsure @ (design.T @ solve_triangular(factor, y, lower=True)), unsure


@dataclass
class Process:
    """One target's emulator. All in units of the target's spread over the points, about its mean."""

    points: np.ndarray
    centre: float
    scale: float
    plane: np.ndarray
    unsure: np.ndarray  # covariance of the plane
    lengths: np.ndarray
    bend: float  # variance of the process
    level: float  # variance of the levels of draws
    noise: float  # variance of what is left
    weights: np.ndarray
    factor: np.ndarray

    @classmethod
    def fit(cls, points: np.ndarray, y: np.ndarray, draws: np.ndarray, hyper: tuple | None = None) -> Process:
        """From points (n, free), what was simulated there (n,), some of it missing, and with which draw.

        hyper: what was found before by another fit, to be used as it is.
        """
        known = np.isfinite(y)
        points, y, draws = (one[known][-MOST_POINTS:] for one in (points, y, draws))
        centre, scale = float(np.mean(y)), float(np.std(y)) or 1.0
        standard = (y - centre) / scale
        lengths, bend, level, noise = hyper or _find(points, standard, draws)
        covariance = _covariance(points, _same(draws), lengths, bend, level, noise)
        factor = cholesky(covariance, lower=True)
        plane, unsure = _weighted_plane(factor, points, standard)
        weights = cho_solve((factor, True), standard - _design(points) @ plane)
        return cls(points, centre, scale, plane, unsure, lengths, bend, level, noise, weights, factor)

    @property
    def hyper(self) -> tuple:
        """What ``fit`` takes to use the same lengths and variances with other points."""
        return self.lengths, self.bend, self.level, self.noise

    def mean(self, z: np.ndarray) -> np.ndarray:
        """The target expected at coordinates z (b, free), for a draw like any other."""
        cross = self.bend * matern(_squared(z, self.points, self.lengths))
        return self.centre + self.scale * (self.plane[0] + z @ self.plane[1:] + cross @ self.weights)

    def gradient(self, z: np.ndarray) -> np.ndarray:
        """Its slope in every coordinate, (b, free)."""
        far = np.sqrt(5.0 * _squared(z, self.points, self.lengths))
        slope = -self.bend * (5.0 / 3.0) * (1.0 + far) * np.exp(-far) * self.weights
        pull = (slope.sum(axis=1)[:, None] * z - slope @ self.points) / self.lengths**2
        return self.scale * (self.plane[1:] + pull)

    def variance(self, z: np.ndarray) -> np.ndarray:
        """Of the simulated target about ``mean``: the emulator's own error, draws and noise."""
        design = _design(z)
        plane = np.sum(design @ self.unsure * design, axis=1)
        cross = self.bend * matern(_squared(z, self.points, self.lengths))
        explained = np.sum(solve_triangular(self.factor, cross.T, lower=True) ** 2, axis=0)
        own = np.maximum(self.bend - explained, 0.0)
        return self.scale**2 * (plane + own + self.level + self.noise)


def _covariance(points, same, lengths, bend, level, noise) -> np.ndarray:
    found = bend * matern(_squared(points, points, lengths)) + level * same
    found[np.diag_indices(len(points))] += noise
    return found


def _find(points: np.ndarray, y: np.ndarray, draws: np.ndarray) -> tuple:
    """Lengths and the three variances under which the points are most likely."""
    some = np.argsort(draws, kind="stable")[:MOST_FOR_SEARCH]
    points, y, same = points[some], y[some], _same(draws[some])
    start = cholesky(_covariance(points, same, np.ones(points.shape[1]), 0.0, 0.5, 0.5), lower=True)
    steep = np.abs(_weighted_plane(start, points, y)[0][1:])
    shape = 1.0 / (FLATTEST + (1.0 - FLATTEST) * steep / max(float(steep.max()), 1e-12))
    squared = _squared(points, points, shape)
    diagonal = np.diag_indices(len(points))
    planes = STEEP**2 * points @ points.T + 1.0  # any plane, steep ones less likely

    def unlikely(logs: np.ndarray) -> float:
        length, bend, level, noise = np.exp(logs)
        covariance = planes + bend * matern(squared / length**2) + level * same
        covariance[diagonal] += noise
        factor = cholesky(covariance, lower=True)
        spread = solve_triangular(factor, y, lower=True)
        return 0.5 * float(spread @ spread) + float(np.sum(np.log(np.diag(factor))))

    bounds = [(np.log(low), np.log(high)) for low, high in ENDS]
    corners = np.log(START) - np.vstack([np.zeros(4), np.diag(FIRST_STEPS)])
    found = minimize(
        unlikely, np.log(START), method="Nelder-Mead", bounds=bounds,
        options={"maxfev": STEPS, "xatol": 0.05, "fatol": 0.02, "initial_simplex": corners},
    )  # fmt: skip
    length, bend, level, noise = np.exp(found.x)
    return shape * length, float(bend), float(level), float(noise)


def place(z: np.ndarray) -> np.ndarray:
    """Where numbers lie in their ranges, with variance 1 under the prior; the ends are the ends."""
    return WIDTH * (ndtr(z) - 0.5)


@dataclass
class Emulator:
    """Every target's process.

    evenly: targets move evenly with the numbers themselves, so that nothing goes on beyond the end of a
    range; otherwise with the normal coordinates.
    """

    processes: list[Process]
    evenly: bool = True

    def _at(self, z: np.ndarray) -> np.ndarray:
        return place(z) if self.evenly else z

    def mean(self, z: np.ndarray) -> np.ndarray:
        """(b, targets)."""
        at = self._at(z)
        return np.stack([one.mean(at) for one in self.processes], axis=1)

    def gradient(self, z: np.ndarray) -> np.ndarray:
        """(b, targets, free)."""
        at = self._at(z)
        found = np.stack([one.gradient(at) for one in self.processes], axis=1)
        if self.evenly:
            found *= (WIDTH * np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi))[:, None, :]
        return found

    def variance(self, z: np.ndarray) -> np.ndarray:
        """(b, targets)."""
        at = self._at(z)
        return np.stack([one.variance(at) for one in self.processes], axis=1)

    def refit(self, z: np.ndarray, y: np.ndarray, draws: np.ndarray) -> Emulator:
        """The same lengths and variances with other points."""
        at = self._at(z)
        again = [Process.fit(at, y[:, t], draws, one.hyper) for t, one in enumerate(self.processes)]
        return Emulator(again, self.evenly)

    def levels(self, points: np.ndarray, y: np.ndarray, draws: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """By how much each wanted draw lies above others, (wanted, targets); 0 for unknown ones."""
        error = np.nan_to_num(y - self.mean(points))
        found = np.zeros((len(wanted), y.shape[1]))
        for row, draw in enumerate(wanted):
            mine = draws == draw
            if mine.any():
                trust = np.array([one.level / (one.level + one.noise / mine.sum()) for one in self.processes])
                found[row] = trust * error[mine].mean(axis=0)
        return found

    def held_out(self, points: np.ndarray, y: np.ndarray, draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Share of variance predicted, and error as a share of the spread said, of draws left out."""
        predicted, said = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
        fold = draws % FOLDS
        for number in range(FOLDS):
            mine = fold == number
            if mine.any() and not mine.all():
                other = self.refit(points[~mine], y[~mine], draws[~mine])
                predicted[mine], said[mine] = other.mean(points[mine]), other.variance(points[mine])
        error = y - predicted
        explained = 1.0 - np.nanmean(error**2, axis=0) / np.nanvar(y, axis=0)
        return explained, np.sqrt(np.nanmean(error**2 / said, axis=0))
