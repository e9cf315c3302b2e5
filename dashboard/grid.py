"""A result folder as the grid explorer shows it: cells, noise, edge. No Streamlit, no words.

A cell is a combination of what was varied; it pools everything that is luck: seeds, and parameter sets.
Cells are compared within the same luck where they share it, so that what both live through falls out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.factors import Factor, factors_of, is_sample, todays
from experiments.compare import HIGH, LOW
from experiments.designs.experiment import BASELINE, PARAMETERS, POLICY, SCENARIO, TWO_ARMS
from experiments.quantiles import reach
from experiments.spread import error_of_mean
from experiments.store.results import Results
from sim.outcomes import BY_NAME

LEVEL, FROM_TODAY, DIFFERENCE = "level", "today", "difference"
MANY = 2000  # marks beyond which a chart is drawn from counts


@dataclass(frozen=True)
class Look:
    """Which numbers: outcome, month, group of people, and what of the two worlds.

    measure: 'level' or 'today' (less the cell with the scenario's own values) of one world; 'difference',
    'baseline' or 'policy' of two.
    """

    outcome: str
    month: int
    group: str
    measure: str


class Grid:
    """Results of one folder, cell by cell."""

    def __init__(self, results: Results):
        self.results = results
        self.factors: tuple[Factor, ...] = factors_of(results)
        self.is_sample = is_sample(results, self.factors)
        self.two = results.arms == TWO_ARMS
        addresses = [factor.address for factor in self.factors]
        design = results.design
        numbered = design.groupby(addresses, sort=False, dropna=False).ngroup() if addresses else 0
        self.cell_of = pd.Series(numbered, index=design.index)
        first = ~self.cell_of.duplicated()
        # A row a cell: the first point that stands for it, and what that point says.
        self.cells = design.loc[first, addresses].assign(point=design.index[first])
        self.cells.index = pd.Index(self.cell_of[first], name="cell")
        self.cells["today"] = todays(results, self.factors).loc[first].to_numpy()

    def factor(self, address: str) -> Factor:
        """What was varied under an address."""
        return next(factor for factor in self.factors if factor.address == address)

    @property
    def measures(self) -> tuple[str, ...]:
        """What can be shown of an outcome."""
        if self.two:
            return DIFFERENCE, BASELINE, POLICY
        return (LEVEL, FROM_TODAY) if self.cells["today"].any() else (LEVEL,)

    @cached_property
    def states(self) -> pd.DataFrame:
        """A row a cell: runs planned, done, failed."""
        runs = self.results.runs.assign(cell=self.results.runs["point"].map(self.cell_of))
        status = self.results.status.set_index("run")["status"]
        ended = runs["run"].map(status)
        runs = runs.assign(done=ended == "ok", failed=ended == "error")
        return runs.groupby("cell").agg(
            planned=("run", "size"), done=("done", "sum"), failed=("failed", "sum")
        )

    def values(self, look: Look) -> pd.DataFrame:
        """A row a run, or a pair of runs: cell, luck (what it shares with others), set, value."""
        table = self.results.table(look.outcome, look.month, look.group)
        sets = table[PARAMETERS] if PARAMETERS in table else table["set"]
        frame = pd.DataFrame({"cell": table["point"].map(self.cell_of), "seed": table["seed"], "set": sets})
        frame["value"] = table["value" if look.measure in (LEVEL, FROM_TODAY) else look.measure]
        frame = frame.dropna(subset=["value"]).reset_index(drop=True)
        return self._from_today(frame) if look.measure == FROM_TODAY else frame

    def _from_today(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Each value less that of today's cell with the same luck, of the same whole scenario."""
        where = (
            self.cells[SCENARIO].astype(str) if SCENARIO in self.cells else pd.Series("", self.cells.index)
        )
        known = frame.assign(where=frame["cell"].map(where))
        keys = ["where", "seed", "set"]
        today = known[known["cell"].map(self.cells["today"])]
        joined = known.merge(today[[*keys, "value"]], on=keys, how="left", suffixes=("", "_today"))
        joined["value"] -= joined["value_today"]
        return joined.dropna(subset=["value"])[list(frame.columns)].reset_index(drop=True)

    def summary(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A row a cell: mean, nine-in-ten range, Monte Carlo error of the mean, runs; and what it is."""
        by = frame.groupby("cell")["value"]
        found = by.agg(mean="mean", runs="size", spread="std")
        ends = by.quantile([LOW / 100, HIGH / 100]).unstack()
        found["low"], found["high"] = (ends.get(q, pd.Series(dtype=float)) for q in (LOW / 100, HIGH / 100))
        found["error"] = found.pop("spread") / np.sqrt(found["runs"])
        if len(frame) and frame["set"].notna().any():
            found["error"] = [_error(rows) for _, rows in frame.groupby("cell")]
        return self.cells.join(self.states).join(found)

    def cells_of(self, summary: pd.DataFrame, fixed: Mapping[str, object]) -> pd.DataFrame:
        """The rows of a summary that have the fixed values."""
        keep = pd.Series(True, index=summary.index)
        for address, value in fixed.items():
            keep &= summary[address] == value
        return summary[keep]


def _error(rows: pd.DataFrame) -> float:
    sets = None if rows["set"].isna().any() else rows["set"].astype(int).tolist()
    found = error_of_mean(rows["value"].to_numpy(float), sets)
    return np.nan if found is None else found


def better(outcome: str) -> int:
    """Whether more (+1) or less (-1) of an outcome is better, or neither (0)."""
    return BY_NAME[outcome].better


def best(summary: pd.DataFrame, outcome: str) -> int | None:
    """The cell with the best mean; None where nothing is better or nothing was run."""
    known = summary["mean"].dropna()
    if not better(outcome) or known.empty:
        return None
    return int((better(outcome) * known).idxmax())


def gaps(frame: pd.DataFrame, cells: pd.Index, reference: int) -> pd.DataFrame:
    """Each cell less the reference: mean, and its error, within the same luck where they share it.

    Cells without luck in common are compared as strangers. A row a cell, columns gap and error; error is
    missing with one run.
    """
    wide = frame[frame["cell"].isin(cells)]
    keys = ["seed", "set"]
    ours = wide[wide["cell"] == reference].drop_duplicates(keys)
    joined = wide.merge(ours[[*keys, "value"]], on=keys, suffixes=("", "_ours"))
    joined["value"] -= joined["value_ours"]
    rows = {}
    alone = _moments(ours["value"])
    for cell, some in joined.groupby("cell"):
        rows[cell] = (float(some["value"].mean()), _error(some))
    for cell, some in wide[~wide["cell"].isin(rows)].groupby("cell"):
        mean, error = _moments(some["value"])
        rows[cell] = (mean - alone[0], float(np.hypot(error, alone[1])))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["gap", "error"]).sort_index()


def _moments(values: pd.Series) -> tuple[float, float]:
    return float(values.mean()), float(values.std() / np.sqrt(max(len(values), 1)))


def ties(apart: pd.DataFrame, reference: int) -> set[int]:
    """The cells that cannot be told from the reference: less than two Monte Carlo errors away."""
    near = apart["gap"].abs() < 2.0 * apart["error"]
    same_lives = apart["gap"].eq(0.0) & apart["error"].eq(0.0)
    return set(apart.index[near | same_lives]) - {reference}


def noise(
    summary: pd.DataFrame, apart: pd.DataFrame | None, is_difference: bool
) -> tuple[float, float] | None:
    """The sizes below which differences are noise, two Monte Carlo errors: of the surest tenth of the cells,
    and of nine in ten; None with one run.
    """
    errors = summary["error"] if is_difference or apart is None else apart["error"][apart["error"] > 0.0]
    known = errors.dropna()
    if known.empty:
        return None
    low, high = known.quantile([0.1, 0.9])
    return 2.0 * float(low), 2.0 * float(high)


def edge(first: pd.Series, second: pd.Series, better_first: int, better_second: int) -> list[int]:
    """The cells of which no other is better in both, in the order of the second; empty without directions.

    first, second: means by cell; better: +1 where more is better, -1 where less is.
    """
    if not better_first or not better_second:
        return []
    both = pd.DataFrame({"one": better_first * first, "two": better_second * second}).dropna()
    both = both.sort_values(["two", "one"], ascending=False)
    top = both["one"].cummax().shift(fill_value=-np.inf)
    return both.index[both["one"] > top].tolist()


def smoothed(x: pd.Series, y: pd.Series, bins: int = 10) -> pd.DataFrame:
    """Means of points that lie side by side: columns x, mean, low, high (nine in ten of the mean), points."""
    groups = pd.qcut(x.rank(method="first"), min(bins, max(len(x) // 5, 1)), labels=False)
    by = pd.DataFrame({"x": x, "y": y, "group": groups}).groupby("group")
    found = by.agg(x=("x", "mean"), mean=("y", "mean"), spread=("y", "std"), points=("y", "size"))
    errors = found.pop("spread").fillna(0.0) / np.sqrt(found["points"])
    half = [reach(error, n) if n > 1 else 0.0 for error, n in zip(errors, found["points"], strict=True)]
    return found.assign(low=found["mean"] - half, high=found["mean"] + half).reset_index(drop=True)
