"""Runs gathered into design points: what is judged and emulated is a point's mean, never a single run.

A run is one throw of the dice. Two points whose runs fall on different sides of a threshold may be
the same to a policy maker; their means, with a Monte Carlo error each, say whether they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.errors import InputError

SET = "parameters"  # a column that numbers posterior sets: a name, no size
COLUMNS = {True: "difference", False: "value"}
YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Points:
    """Design points with what was measured there.

    inputs: a row a point, a column an input that was varied: float64 for numbers, str for everything
    else ('yes' and 'no' where it is one of the two). mean: what the runs there gave on average, in the
    outcome's unit (policy less baseline where there are two arms). error: Monte Carlo standard error of
    the mean, NaN where no point has a second run. runs: how many there are at the point. left_out:
    sentences about what was there and is not used.
    """

    inputs: pd.DataFrame
    mean: np.ndarray
    error: np.ndarray
    runs: np.ndarray
    difference: bool
    left_out: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.mean)

    @property
    def luck(self) -> float:
        """The variance of means that luck alone makes, averaged over points; NaN where unknown."""
        return float(np.mean(self.error**2)) if len(self) else float("nan")

    def fingerprint(self) -> str:
        """Changes with any number that stands here."""
        found = hashlib.sha256()
        for name in self.inputs:
            found.update(f"{name}\n".encode())
            column = self.inputs[name]
            found.update(column.to_numpy(np.float64).tobytes() if is_number(column) else
                         "\n".join(column).encode())  # fmt: skip
        for numbers in (self.inputs.index.to_numpy(np.int64), self.mean, self.runs.astype(np.int64)):
            found.update(np.ascontiguousarray(numbers).tobytes())
        return found.hexdigest()[:16]


def is_number(column: pd.Series) -> bool:
    """Whether an input is a size, to be compared with more and less."""
    return column.dtype.kind == "f"


def as_input(column: pd.Series) -> pd.Series:
    """A varied column as float64, or as str where its values are names, plans or yes and no."""
    if pd.api.types.is_bool_dtype(column) or set(column.map(type)) <= {bool, np.bool_}:
        return column.map(lambda value: YES_NO[bool(value)]).astype(object)
    if pd.api.types.is_numeric_dtype(column) and not isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype(np.float64)
    return column.map(str).astype(object)


def gather(table: pd.DataFrame, factors: Sequence[str]) -> Points:
    """The points of a table with a row a run (or a pair of runs).

    table: columns point, the factors, and value, or difference where there are two arms.
    Raises InputError where there is nothing to look at.
    """
    two = COLUMNS[True] in table
    measured = table[COLUMNS[two]].to_numpy(np.float64)
    left_out = []
    known = np.isfinite(measured)
    if not known.all():
        left_out.append(f"{(~known).sum():,} of {len(known):,} runs have no such outcome and are left out")
    table, measured = table[known], measured[known]
    if not len(table):
        raise InputError("No finished run has this outcome; let the experiment go on, or ask for another.")
    by_point = pd.Series(measured, index=table["point"].to_numpy(np.int64)).groupby(level=0, sort=True)
    runs, mean = by_point.size(), by_point.mean()
    first = table.drop_duplicates("point").set_index("point").sort_index()
    inputs = {}
    for name in factors:
        if name == SET:
            left_out.append("the numbers of parameter sets are names, not sizes, and count as luck")
            continue
        column = as_input(first[name])
        if column.nunique() < 2:
            left_out.append(f"{name} has one value only and is left out")
            continue
        inputs[name] = column
    if not inputs:
        raise InputError("Nothing was varied in this result, so there is no telling what matters.")
    return Points(
        pd.DataFrame(inputs), mean.to_numpy(), _errors(by_point, runs), runs.to_numpy(), two, tuple(left_out)
    )


def _errors(by_point, runs: pd.Series) -> np.ndarray:
    """Standard errors of the means, from what runs at one point differ by, pooled over points.

    Two or three runs a point say little about their own spread and much about everybody's.
    """
    free = float((runs - 1).sum())
    if not free:
        return np.full(len(runs), np.nan)
    within = float((by_point.var(ddof=1).fillna(0.0) * (runs - 1)).sum()) / free
    return np.sqrt(within / runs.to_numpy())
