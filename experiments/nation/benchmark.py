"""Each district held against districts like it: what its demand and its people let one expect.

The expectation comes from the other districts (a regression by scikit-learn, each district left out of the
one that it is judged by). What is left is luck, and what the office does; a difference is marked only
where luck alone would rarely make one as large. It is no league table: most differences are luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.nation.draw import stretched
from experiments.nation.lived import Lived
from experiments.nation.luck import Luck, of_pairs
from experiments.nation.totals import scales
from sim.outcomes import BY_NAME

FOLDS = 20
EACH_INPUT = 3  # districts that a regression needs for each of its inputs, at least
LEVEL = 0.95  # a difference is marked that luck alone makes in one of twenty
AS_EXPECTED, MORE, FEWER = "as expected", "more", "fewer"


@dataclass(frozen=True)
class Benchmark:
    """The districts against what is expected of them.

    table: country, district, people, outcome, expected, difference, low, high (what luck does to the
    difference, 95%), mark; luck_share: of the spread of differences, the share that luck makes by itself;
    by_luck: how many marks luck alone would make.
    """

    outcome: str
    month: int
    table: pd.DataFrame
    luck_share: float
    by_luck: float
    pairs: int

    @property
    def marked(self) -> pd.DataFrame:
        """The districts whose difference is more than luck makes."""
        return self.table[self.table["mark"] != AS_EXPECTED]


def inputs_of(lived: Lived, features: Sequence[str]) -> np.ndarray:
    """What districts are compared by, float64 (districts, inputs).

    Demand, the mix of people, size and country: what stands before anybody is served. Not how many of the
    other workers are in work in that month, as an office that brings people to work moves it by who is
    displaced, and would be forgiven for it or charged with it. So a district's own good and bad times are
    luck here, as large as its second life shows.
    """
    about = lived.districts
    columns = [stretched(address, about[address].to_numpy()) for address in features]
    columns.append(np.log(about["people"].to_numpy(float)))
    columns += [lived.only(key).astype(float) for key in list(lived.names)[1:]]
    return np.column_stack(columns)


def expected_of(
    inputs: np.ndarray, values: np.ndarray, second: np.ndarray, trust: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the other districts let one expect of each, its standard error, and the same of second lives.

    second: inputs of the second lives; trust: weight of each district. Raises ValueError where there are
    too few districts for the inputs.
    """
    from sklearn.linear_model import BayesianRidge
    from sklearn.model_selection import KFold

    count = len(values)
    if count < EACH_INPUT * (inputs.shape[1] + 1):
        raise ValueError("too few districts")
    middle, spread = inputs.mean(axis=0), inputs.std(axis=0)
    varied = spread > 0.0
    given, given_again = ((x[:, varied] - middle[varied]) / spread[varied] for x in (inputs, second))
    expected, error, again = np.zeros(count), np.zeros(count), np.full(count, np.nan)
    for rest, mine in KFold(min(FOLDS, count), shuffle=True, random_state=0).split(given):
        model = BayesianRidge().fit(given[rest], values[rest], sample_weight=trust[rest])
        expected[mine], both = model.predict(given[mine], return_std=True)
        error[mine] = np.sqrt(np.maximum(both**2 - 1.0 / model.alpha_, 0.0))
        there = mine[np.isfinite(given_again[mine]).all(axis=1)]
        if len(there):
            again[there] = model.predict(given_again[there])
    return expected, error, again


def against(
    values: np.ndarray, inputs: np.ndarray, values_again: np.ndarray, inputs_again: np.ndarray,
    people: np.ndarray,
) -> tuple[pd.DataFrame, Luck, float]:  # fmt: skip
    """Districts against what is expected of them, luck in the differences, and its share of their spread.

    values, inputs: of first lives; values_again, inputs_again: of second lives, NaN where there was
    none; luck is what the two differ by, each against its own expectation. Raises ValueError where there
    are too few districts, or none was lived twice.
    """
    from scipy.stats import t

    trust = np.ones(len(values))
    for _ in range(3):  # small districts say less, by as much as luck is more of what they show
        expected, error, expected_again = expected_of(inputs, values, inputs_again, trust)
        difference = values - expected
        known = of_pairs(difference, values_again - expected_again, people)
        if not known.known:
            raise ValueError("nothing is known of luck")
        by_luck = known.variance(people)
        offices = max(float(np.mean(difference**2 - by_luck)), 0.0)
        whole = offices + by_luck
        trust = whole.mean() / whole if whole.all() else trust
    reach = t.ppf(0.5 + LEVEL / 2.0, known.freedom(people)) * np.sqrt(by_luck + error**2)
    mark = np.where(difference > reach, MORE, np.where(difference < -reach, FEWER, AS_EXPECTED))
    table = pd.DataFrame(
        {
            "value": values, "expected": expected, "difference": difference,
            "low": difference - reach, "high": difference + reach, "mark": mark,
        }
    )  # fmt: skip
    spread = float(np.mean(difference**2))
    return table, known, min(float(np.mean(by_luck)) / spread, 1.0) if spread else 1.0


def benchmark(lived: Lived, features: Sequence[str], outcome: str, month: int) -> Benchmark | None:
    """Every district under today's policy against districts like it; None where there are too few.

    Shares are compared by their log odds, in which a better market or a stronger office means about as
    much where few are in work as where many are.
    """
    scale = scales(lived)[:, lived.column(month), lived.outcomes.index(outcome)]
    values, values_again = (lived.values(lived.base, outcome, month, life) / scale for life in (0, 1))
    inputs = inputs_of(lived, features)
    inputs_again = inputs.copy()
    inputs_again[np.isnan(values_again)] = np.nan
    people = lived.districts["people"].to_numpy(float)
    shares = BY_NAME[outcome].unit == "share"
    given = [log_odds(v, people) if shares else v for v in (values, values_again)]
    try:
        table, known, luck_share = against(given[0], inputs, given[1], inputs_again, people)
    except ValueError:
        return None
    if shares:
        expected = 1.0 / (1.0 + np.exp(-table["expected"]))
        for end in ("low", "high"):
            table[end] = 1.0 / (1.0 + np.exp(-(table["expected"] + table[end]))) - expected
        table["value"], table["expected"], table["difference"] = values, expected, values - expected
    for name in ("value", "expected", "difference", "low", "high"):
        table[name] *= scale
    about = lived.districts[["country", "district", "people", "office", "practice"]]
    found = pd.concat([about, table], axis=1)
    found.insert(5, "unit", BY_NAME[outcome].unit)
    return Benchmark(outcome, month, found, luck_share, (1.0 - LEVEL) * len(found), known.pairs)


def log_odds(shares: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Log odds of shares of some people; half a person is added on each side, so that none is endless."""
    found = (shares * people + 0.5) / (people + 1.0)
    return np.log(found / (1.0 - found))
