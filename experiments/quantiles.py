"""How far an interval reaches on either side of a figure: the one place that knows quantiles of it."""

from __future__ import annotations

import math

import numpy as np

LOWER, UPPER = 0.05, 0.95  # ends of the 90% interval of the register


def reach(error: float, observations: float = math.inf) -> float:
    """Half of a 90% interval of a mean: Student's t for so many observations, the normal for endless ones.

    error: the standard error of the mean. One observation says nothing: the interval is endless.
    """
    from scipy.stats import t

    return float(t.ppf(UPPER, observations - 1.0)) * error if observations > 1 else math.inf


def reaches(errors: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """Half of 90% intervals for standard errors that are known with so many degrees of freedom."""
    from scipy.stats import t

    return t.ppf(UPPER, freedom) * errors
