"""An index with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from experiments.quantiles import LOWER, UPPER


@dataclass(frozen=True)
class Figure:
    """A number, and where 90 of 100 repetitions of the whole design would put it.

    lo, hi are None where the method gives no interval.
    """

    value: float
    lo: float | None = None
    hi: float | None = None

    @property
    def reach(self) -> float:
        """How far the interval reaches on its larger side; 0 where there is none."""
        return 0.0 if self.lo is None else max(self.value - self.lo, self.hi - self.value)

    @property
    def most(self) -> float:
        """The upper end of the interval; the figure itself where there is none."""
        return self.value if self.hi is None else self.hi

    def as_dict(self) -> dict[str, float | None]:
        """Plain data."""
        return {"value": self.value, "lo": self.lo, "hi": self.hi}

    @classmethod
    def read(cls, given: Any) -> Figure:
        """From plain data; raises ValueError or a kin of it for anything else."""
        ends = (given["lo"], given["hi"])
        value, *ends = (None if one is None else float(one) for one in (given["value"], *ends))
        if value is None or not math.isfinite(value) or (ends[0] is None) != (ends[1] is None):
            raise ValueError("no figure")
        return cls(value, *ends)


def figures(found: np.ndarray, resampled: np.ndarray) -> list[Figure]:
    """One figure an input: found (inputs,), and the same from bootstrap samples (samples, inputs)."""
    lows, highs = np.quantile(resampled, (LOWER, UPPER), axis=0)
    return [Figure(float(v), float(lo), float(hi)) for v, lo, hi in zip(found, lows, highs, strict=True)]


def among(one: Figure, resampled: np.ndarray, count: int) -> Figure:
    """The figure with an interval for all of so many figures at once: the risk is divided by their number.

    Quantiles so far out need more resamples than there are, so the spread of the resamples is used there.
    """
    reach = NormalDist().inv_cdf(1.0 - LOWER / max(count, 1)) * float(np.std(resampled))
    return Figure(one.value, min(one.lo, one.value - reach), max(one.hi, one.value + reach))
