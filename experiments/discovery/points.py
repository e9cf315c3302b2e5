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
    the mean, NaN where no point has a second run. apart: the same without what a seed does to all points
    alike, which is no reason for points to differ. runs: how many there are at the point. left_out:
    sentences about what was there and is not used.
    """

    inputs: pd.DataFrame
    mean: np.ndarray
    error: np.ndarray
    apart: np.ndarray
    runs: np.ndarray
    difference: bool
    left_out: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.mean)

    @property
    def luck(self) -> float:
        """The standard deviation that luck alone puts between the means of points; NaN where unknown."""
        return float(np.sqrt(np.mean(self.apart**2)))

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
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.astype(np.float64)
    names = [YES_NO[bool(v)] if isinstance(v, (bool, np.bool_)) else str(v) for v in column]
    return pd.Series(names, column.index, dtype=object)


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
    by_point = pd.Series(measured).groupby(table["point"].to_numpy(np.int64), sort=True)
    runs, mean = by_point.size().to_numpy(), by_point.mean()
    error, apart = _errors(measured - by_point.transform("mean").to_numpy(), table["seed"].to_numpy(), runs)
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
    return Points(pd.DataFrame(inputs), mean.to_numpy(), error, apart, runs, two, tuple(left_out))


def _errors(away: np.ndarray, seeds: np.ndarray, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Standard errors of the points' means, with and without what a seed does to all points alike.

    away: how far each run is from its point's mean. Pooled over points: two or three runs say little about
    their own point's spread and much about everybody's.
    """
    free = len(away) - len(runs)
    if not free:
        return np.full(len(runs), np.nan), np.full(len(runs), np.nan)
    every = float(away @ away) / free
    common = pd.Series(away).groupby(seeds).transform("mean").to_numpy()
    free_apart = free - (len(np.unique(seeds)) - 1)
    # Seeds of which each is at a point of its own have nothing in common.
    apart = float((away - common) @ (away - common)) / free_apart if 2 * free_apart > free else every
    return np.sqrt(every / runs), np.sqrt(apart / runs)
