"""What predicts: a Gaussian process for up to a thousand points, boosted trees for more (scikit-learn).

Calibration has a process of its own: there the same draw of assumptions is lived at several places, and
a search needs slopes. Here are points with a known Monte Carlo error, and a kept library does it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

MOST_FOR_PROCESS = 1_000  # points; beyond them trees learn faster, and as well
MOST_FOR_SEARCH = 200  # points among which lengths and variances are looked for
LENGTHS = (0.1, 100.0)  # in widths of what was tried; so long a length says that the input does nothing
SIGNALS, NOISES = (1e-3, 1e3), (1e-6, 1e1)  # variances, in those of the means
SMALLEST = 1e-8  # variance that keeps the algebra stable
SEED = 5
TREES = {"max_iter": 300, "learning_rate": 0.05, "early_stopping": False, "random_state": SEED}
PROCESS, BOOSTING = "gaussian process", "boosted trees"


@dataclass
class Machine:
    """One fitted predictor. theta: the process's lengths and variances (logarithms), or None for trees."""

    model: Any
    centre: float
    scale: float
    theta: list[float] | None

    def mean(self, x: np.ndarray) -> np.ndarray:
        """Expected means at x (points, columns), each column 0 to 1 over what was tried."""
        return self.centre + self.scale * self.model.predict(x)

    def unsure(self, x: np.ndarray, luck: float) -> np.ndarray:
        """Standard deviation of a simulated mean about ``mean``; of trees the same everywhere: 1.

        luck: the part that is Monte Carlo error, in the outcome's unit.
        """
        if self.theta is None:
            return np.ones(len(x))
        _, own = self.model.predict(x, return_std=True)
        return np.sqrt((self.scale * own) ** 2 + luck**2)


def kind_for(points: int) -> str:
    """Which kind of predictor so many points get."""
    return PROCESS if points <= MOST_FOR_PROCESS else BOOSTING


def learn(
    kind: str, x: np.ndarray, y: np.ndarray, luck: np.ndarray, theta: list[float] | None = None
) -> Machine:
    """A predictor of y (points,) from x (points, columns).

    luck: Monte Carlo standard error of each y, 0 where unknown. theta: a process's lengths and variances as
    they were found before.
    """
    centre, scale = float(y.mean()), float(y.std()) or 1.0
    standard, noise = (y - centre) / scale, (luck / scale) ** 2 + SMALLEST
    if kind == BOOSTING:
        model = HistGradientBoostingRegressor(**TREES).fit(x, standard, sample_weight=_weights(noise))
        return Machine(model, centre, scale, None)
    kernel = ConstantKernel(1.0, SIGNALS) * Matern(np.ones(x.shape[1]), LENGTHS, nu=2.5) + WhiteKernel(
        0.01, NOISES
    )
    if theta is None:
        some = np.random.default_rng(SEED).permutation(len(x))[:MOST_FOR_SEARCH]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a length at the end of its range is meant
            found = GaussianProcessRegressor(kernel, alpha=noise[some]).fit(x[some], standard[some])
        theta = found.kernel_.theta.tolist()
    kernel = kernel.clone_with_theta(np.array(theta))
    model = GaussianProcessRegressor(kernel, alpha=noise, optimizer=None).fit(x, standard)
    return Machine(model, centre, scale, list(theta))


def _weights(noise: np.ndarray) -> np.ndarray | None:
    """Points with more runs say more; what is no luck is taken to be as large as luck usually is."""
    return None if noise.max() <= SMALLEST else 1.0 / (noise + noise.mean())
