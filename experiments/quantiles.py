"""How far an interval reaches on either side of a figure: the one place that knows quantiles of it."""

from __future__ import annotations

import math

LOWER, UPPER = 0.05, 0.95  # ends of the 90% interval of the register


def reach(error: float, observations: float = math.inf) -> float:
    """Half of a 90% interval of a mean: Student's t for so many observations, the normal for endless ones.

    error: the standard error of the mean. One observation says nothing: the interval is endless.
    """
    from scipy.stats import t

    return float(t.ppf(UPPER, observations - 1.0)) * error if observations > 1 else math.inf
