"""A figure in many worlds: its mean, its range, and how well the mean is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t as students_t

from experiments.compare import HIGH, LOW

HALF_STEP = 0.5  # a share published in whole percent lies so far off at most


@dataclass(frozen=True)
class Draws:
    """A figure in every world, and which of them share a parameter set."""

    values: np.ndarray
    sets: np.ndarray

    @classmethod
    def of(cls, by_set: Sequence[np.ndarray]) -> Draws:
        """From the worlds of each parameter set."""
        return cls(np.concatenate(by_set), np.repeat(np.arange(len(by_set)), [len(v) for v in by_set]))

    def fields(self, factor: float = 1.0) -> dict[str, Any]:
        """Mean, the middle nine of ten worlds, and the 90% interval of the mean."""
        values = factor * self.values[np.isfinite(self.values)]
        if not len(values):
            return {"worlds": 0}
        low, high = np.percentile(values, (LOW, HIGH))
        told = {"mean": float(values.mean()), "model_low": float(low), "model_high": float(high),
                "worlds": len(values)}  # fmt: skip
        half = self._half_width()
        if half is not None:
            told |= {
                "mean_low": told["mean"] - factor * half,
                "mean_high": told["mean"] + factor * half,
            }
        return told

    def _half_width(self) -> float | None:
        """Of the mean's 90% interval; None where one draw alone tells nothing of it.

        Worlds of one set are no two independent draws, but sets are; they are few, hence Student's t.
        """
        good = np.isfinite(self.values)
        means = [self.values[good & (self.sets == n)].mean() for n in np.unique(self.sets[good])]
        draws = self.values[good] if len(means) < 2 else np.array(means)
        if len(draws) < 2:
            return None
        error = float(np.std(draws, ddof=1)) / math.sqrt(len(draws))
        return float(students_t.ppf(HIGH / 100.0, len(draws) - 1)) * error
