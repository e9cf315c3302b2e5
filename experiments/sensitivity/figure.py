"""An index with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
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
    def half(self) -> float:
        """Half the width of the interval; 0 where there is none."""
        return 0.0 if self.lo is None else (self.hi - self.lo) / 2.0

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
