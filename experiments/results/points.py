"""Outcomes by point: means over seeds, how sure they are, and what the spread over runs is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from experiments import spread
from experiments.compare import Estimate
from experiments.designs.experiment import BASELINE, POLICY, SCENARIO
from experiments.money import IN_MONEY
from experiments.sentences import Scale, scale
from experiments.store.results import Results
from sim.outcomes import BY_NAME

DIFFERENCE, VALUE = "difference", "value"
CURRENCY = "district.currency"
ROUNDING = 1e-12  # of a mean
MIXED = "different currencies"


@dataclass(frozen=True)
class ByPoint:
    """One outcome at one month, of one group of people, by point.

    rows: a row a point and seed, as from ``Results.table``; column: what is summed up, 'value' or, where
    there are two arms, 'difference'.
    """

    results: Results
    outcome: str
    month: int
    group: str
    rows: pd.DataFrame

    @classmethod
    def of(cls, results: Results, outcome: str, month: int, group: str) -> ByPoint:
        """From a folder. Raises InputError for what was not kept."""
        return cls(results, outcome, month, group, results.table(outcome, month, group))

    @property
    def column(self) -> str:
        """What is summed up."""
        return DIFFERENCE if DIFFERENCE in self.rows else VALUE

    @cached_property
    def estimates(self) -> dict[int, Estimate]:
        """By point: the mean over its seeds, the range of nine in ten, the Monte Carlo error."""
        return self.estimates_of(self.column)

    def estimates_of(self, column: str) -> dict[int, Estimate]:
        """The same of 'baseline', 'policy', 'value' or 'difference'."""
        found = {}
        for point, rows in self.rows.groupby("point", sort=True):
            sets = [None if pd.isna(number) else int(number) for number in rows["set"]]
            found[int(point)] = Estimate.of(rows[column].to_numpy(float), sets)
        return found

    @property
    def comparable(self) -> bool:
        """Whether points may be compared: money of different currencies may not."""
        return self.outcome not in IN_MONEY or self.currency != MIXED

    @cached_property
    def currency(self) -> str:
        """The currency in which all points count, or that there are several."""
        manifest = self.results.manifest
        worlds = manifest["scenarios"] if SCENARIO in self.results.design else {"": manifest["scenario"]}
        found = {one["values"][CURRENCY] for one in worlds.values()}
        if CURRENCY in self.results.design:
            found = set(self.results.design[CURRENCY])
        for changes in (manifest["what_if"], *manifest.get("what_ifs", {}).values()):
            found |= {changes[CURRENCY]} if CURRENCY in changes else set()
        return found.pop() if len(found) == 1 else MIXED

    @property
    def scale(self) -> Scale:
        """How the outcome is written."""
        return scale(BY_NAME[self.outcome].unit, self.currency if self.currency != MIXED else "own currency")

    @cached_property
    def nobody(self) -> int:
        """In how many runs nobody is there of whom the outcome could be."""
        arms = [column for column in self.columns if column != DIFFERENCE]
        return int((~np.isfinite(self.rows[arms].to_numpy(float))).sum())

    @property
    def known(self) -> bool:
        """Whether any run, or pair of runs, has a number."""
        return bool(np.isfinite(self.rows[self.column].to_numpy(float)).any())

    @cached_property
    def means(self) -> dict[int, float]:
        """By point, where there is one."""
        return {p: e.mean for p, e in self.estimates.items() if np.isfinite(e.mean)}

    @property
    def all_alike(self) -> bool:
        """Whether there are points, and their means are one but for rounding."""
        if not self.comparable or len(self.means) < 2:
            return False
        low, high = min(self.means.values()), max(self.means.values())
        return high - low <= ROUNDING * (1.0 + max(abs(low), abs(high)))

    def ends(self) -> tuple[int, int] | None:
        """The points with the highest and the lowest mean; None where means are alike, or not to compare."""
        finite = self.means
        if not self.comparable or len(finite) < 2 or self.all_alike:
            return None
        return max(finite, key=finite.__getitem__), min(finite, key=finite.__getitem__)

    @cached_property
    def split(self) -> spread.Split | None:
        """What share of the spread over runs is within points; None where it cannot be told."""
        values = self.rows[self.column].to_numpy(float)
        if not self.comparable or self.rows["point"].nunique() < 2 or len(values) < 2:
            return None
        found = spread.split(values, self.rows["point"].tolist())
        return None if found.luck is None else found

    @property
    def shares_luck(self) -> bool:
        """Whether points with one arm can be compared seed by seed."""
        seeds = self.rows.groupby("point")["seed"].agg(tuple)
        sizes = "district.people" in self.results.design
        return self.column == VALUE and len(seeds) > 1 and seeds.nunique() == 1 and not sizes

    @property
    def columns(self) -> tuple[str, ...]:
        """What there is of every point."""
        return (BASELINE, POLICY, DIFFERENCE) if self.column == DIFFERENCE else (VALUE,)
