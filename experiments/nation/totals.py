"""A country's totals from its districts, and how districts lie around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.nation.lived import DIFFERENCE, Lived, is_money
from experiments.nation.luck import Luck, freedom, of_pairs
from experiments.quantiles import reaches
from sim.outcomes import BY_NAME

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
EVERYWHERE = "all"
RATIO = "ratio"


def counted(outcome: str) -> str | None:
    """What the sum of an outcome over people counts; None where a sum has no meaning."""
    unit = BY_NAME[outcome].unit
    return {"share": "people", RATIO: "jobs"}.get(unit, "kroner" if unit.startswith("kroner") else None)


def weights(lived: Lived) -> np.ndarray:
    """People for whom each district's mean counts, float64 (districts, months, outcomes).

    Who moves away counts as those who stay. A ratio is per person who is still there, so there the people
    who have moved are taken off.
    """
    found = np.ones((len(lived.districts), len(lived.months), len(lived.outcomes)))
    found *= lived.districts["stands_for"].to_numpy(float)[:, None, None]
    ratios = [BY_NAME[outcome].unit == RATIO for outcome in lived.outcomes]
    found[:, :, ratios] *= lived.remaining[:, :, None]
    return found


def scales(lived: Lived) -> np.ndarray:
    """What makes outcomes comparable between countries: a country's mean for money, else 1."""
    level, weight = lived.block(lived.base), weights(lived)
    found = np.ones(level.shape)
    money = [is_money(outcome) for outcome in lived.outcomes]
    for key in lived.names:
        rows = lived.only(key)
        middle = np.abs((level[rows] * weight[rows]).sum(axis=0) / weight[rows].sum(axis=0))
        found[np.ix_(rows, range(len(lived.months)), money)] = np.where(middle > 0.0, middle, 1.0)[:, money]
    return found


def luck(lived: Lived, what: str) -> list[list[Luck]]:
    """How much luck there is in a district, by month and outcome, on the scale of ``scales``."""
    scale, people = scales(lived), lived.districts["people"].to_numpy()
    first, second = (lived.block(what, life) / scale for life in (0, 1))
    return [
        [of_pairs(first[:, m, k], second[:, m, k], people) for k in range(len(lived.outcomes))]
        for m in range(len(lived.months))
    ]


def error_of_mean(
    values: np.ndarray, weight: np.ndarray, luck_variance: np.ndarray | None, share: float
) -> np.ndarray:
    """Standard errors of weighted means over districts, the first axis; NaN where they cannot be told.

    luck_variance: luck's in each district, None where nobody knows (then all that districts differ by
    counts as luck: at most); share: how many of the country's districts were lived. Those that were not
    add how much districts differ.
    """
    count, whole = len(values), weight.sum(axis=0)
    apart = np.full(values.shape[1:], np.nan)
    if count > 1:
        mean = (values * weight).sum(axis=0) / whole
        apart = (weight**2 * (values - mean) ** 2).sum(axis=0) * count / (count - 1)
    if luck_variance is None:
        return np.sqrt(apart) / whole
    by_luck = (weight**2 * luck_variance).sum(axis=0)
    by_choice = (1.0 - share) * np.maximum(apart - by_luck, 0.0) if share < 1.0 else 0.0
    return np.sqrt(by_luck + by_choice) / whole


def freedom_of_mean(
    values: np.ndarray, weight: np.ndarray, luck_variance: np.ndarray | None, surely: np.ndarray, share: float
) -> np.ndarray:
    """With how many degrees of freedom ``error_of_mean`` is known (Satterthwaite).

    surely: those of luck's variance in the mean. Few large districts make the spread of all less sure.
    """
    squared = weight**2
    by_spread = np.maximum(squared.sum(axis=0) ** 2 / (squared**2).sum(axis=0) - 1.0, 1.0)
    if luck_variance is None:
        return np.broadcast_to(by_spread, values.shape[1:])
    whole = weight.sum(axis=0)
    variance = (error_of_mean(values, weight, luck_variance, share) * whole) ** 2
    by_luck = (squared * luck_variance).sum(axis=0)
    by_choice = np.where(variance > by_luck, variance - share * by_luck, 0.0)
    by_luck = np.where(variance > by_luck, share * by_luck, by_luck)
    unsure = by_luck**2 / surely + by_choice**2 / by_spread
    return np.where(unsure > 0.0, variance**2 / np.where(unsure > 0.0, unsure, 1.0), surely)


def totals(lived: Lived) -> pd.DataFrame:
    """A row for every country, arm, outcome and month.

    mean: per person of ours; total: people, kroner or jobs in the whole country, where a sum has a meaning;
    error: standard error of the mean; low, high: its 90% interval; luck: how far luck by itself reaches in
    the mean; one: how far in a middling district; q10 ... q90: quantiles over districts. Money is added up
    within one country only.
    """
    found = []
    scale, weight = scales(lived), weights(lived)
    places = [*lived.names] + [EVERYWHERE] * (len(lived.names) > 1)
    for what in lived.what():
        known = luck(lived, what)
        for place in places:
            rows = np.ones(len(lived.districts), bool) if place == EVERYWHERE else lived.only(place)
            found.append(_of_place(lived, place, rows, what, known, scale[rows], weight[rows]))
    return pd.concat(found, ignore_index=True)


def _of_place(
    lived: Lived, place: str, rows: np.ndarray, what: str, known: list[list[Luck]], scale: np.ndarray,
    weight: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    values = lived.block(what)[rows]
    people, of = (lived.districts[name].to_numpy()[rows] for name in ("people", "of"))
    pairs = known[0][0].pairs
    common, alone = (
        np.array([[getattr(one, part) for one in month] for month in known]) for part in ("common", "alone")
    )
    spread = (common + alone / people[:, None, None]) * scale**2 if pairs else None
    leans = (weight * scale) ** 2, (weight * scale) ** 2 / people[:, None, None]
    surely = surely_of(known, *(part.sum(axis=0) for part in leans))
    whole = weight.sum(axis=0)
    mean = (values * weight).sum(axis=0) / whole
    share = len(of) / of.sum()
    error = error_of_mean(values, weight, spread, share)
    half = reaches(error, freedom_of_mean(values, weight, spread, surely, share))
    one, by_luck = np.full((2, *mean.shape), np.nan)
    if pairs:
        middling = np.median(people)
        one = np.sqrt(common + alone / middling) * np.median(scale, axis=0)
        one = reaches(one, surely_of(known, np.ones(mean.shape), np.full(mean.shape, 1.0 / middling)))
        by_luck = reaches(np.sqrt((weight**2 * spread).sum(axis=0)) / whole, surely)
    by_district = np.quantile(values, QUANTILES, axis=0, weights=of, method="inverted_cdf")
    frame = pd.DataFrame(
        {
            "country": place, "what": what,
            "outcome": np.tile(lived.outcomes, len(lived.months)),
            "month": np.repeat(lived.months, len(lived.outcomes)),
            "mean": mean.ravel(), "people": whole.ravel(), "total": (mean * whole).ravel(),
            "error": error.ravel(), "low": (mean - half).ravel(), "high": (mean + half).ravel(),
            "luck": by_luck.ravel(), "one": one.ravel(),
            **{f"q{round(100 * q)}": found.ravel() for q, found in zip(QUANTILES, by_district, strict=True)},
        }
    )  # fmt: skip
    frame["unit"] = frame["outcome"].map(lambda name: BY_NAME[name].unit)
    frame["counts"] = frame["outcome"].map(counted)
    frame.loc[frame["counts"].isna(), "total"] = np.nan
    if place == EVERYWHERE:
        frame = frame[~frame["outcome"].map(is_money)]
    return frame.sort_values(["outcome", "month"], kind="stable")


def surely_of(known: list[list[Luck]], on_common: np.ndarray, on_alone: np.ndarray) -> np.ndarray:
    """Degrees of freedom of luck's variance in a sum, float64 (months, outcomes)."""
    return np.array(
        [
            [freedom(one, on_common[m, k], on_alone[m, k]) for k, one in enumerate(month)]
            for m, month in enumerate(known)
        ],
        float,
    )


@dataclass(frozen=True)
class Displaced:
    """Others who are out of work for each of ours who is in work more, with the ends of its 90% interval."""

    rate: float
    low: float
    high: float


def displaced(lived: Lived, place: str, month: int, ours: str, others: str) -> Displaced | None:
    """How many others a policy displaces for each of ours; None where one of both could be luck.

    The interval is of a ratio of two sums over the same districts, in which both differ together.
    """
    rows = np.ones(len(lived.districts), bool) if place == EVERYWHERE else lived.only(place)
    at, columns = lived.column(month), [lived.outcomes.index(name) for name in (ours, others)]
    first, second = (lived.block(DIFFERENCE, life)[:, at][:, columns] for life in (0, 1))
    weight = weights(lived)[:, at][:, columns]
    people, of = (lived.districts[name].to_numpy() for name in ("people", "of"))
    share = rows.sum() / of[rows].sum()

    def half(one: np.ndarray, again: np.ndarray, count: np.ndarray) -> float:
        """Half of the 90% interval of a sum over the districts there."""
        known = of_pairs(one, again, people)
        spread = known.variance(people)[rows] if known.known else None
        squared = count[rows] ** 2
        surely = freedom(known, squared.sum(), (squared / people[rows]).sum())
        error = error_of_mean(one[rows], count[rows], spread, share) * count[rows].sum()
        return float(reaches(error, freedom_of_mean(one[rows], count[rows], spread, surely, share)))

    sums = (first * weight)[rows].sum(axis=0)
    if not all(
        half(first[:, k], second[:, k], weight[:, k]) < sign * sums[k] for k, sign in ((0, 1.0), (1, -1.0))
    ):
        return None
    rate = -sums[1] / sums[0]
    # What a district's others are off what its own gain lets one expect; per person of ours there.
    off, off_again = (
        (one[:, 1] * weight[:, 1] + rate * one[:, 0] * weight[:, 0]) / weight[:, 0] for one in (first, second)
    )
    away = half(off, off_again, weight[:, 0]) / sums[0]
    return Displaced(float(rate), float(rate - away), float(rate + away))


def row(found: pd.DataFrame, country: str, what: str, outcome: str, month: int) -> pd.Series:
    """One row of the totals."""
    asked = (country, what, outcome, month)
    keys = zip(("country", "what", "outcome", "month"), asked, strict=True)
    return found[np.logical_and.reduce([found[name] == value for name, value in keys])].iloc[0]


def by_district(lived: Lived) -> pd.DataFrame:
    """A row a district and month: what it is, and its outcomes in every arm."""
    about = lived.districts[["country", "district", "people", "stands_for", "office", "practice"]]
    blocks = {
        outcome if len(lived.arms) == 1 else f"{what}.{outcome}": lived.block(what)[:, :, k].ravel()
        for what in lived.what()
        for k, outcome in enumerate(lived.outcomes)
    }
    found = about.loc[about.index.repeat(len(lived.months))].reset_index(drop=True)
    found["month"] = np.tile(lived.months, len(about))
    return pd.concat([found, pd.DataFrame(blocks)], axis=1)


def changes_nothing(lived: Lived) -> bool:
    """Whether both arms of a nation are the same in every district, to the last digit."""
    return lived.paired and not np.nan_to_num(lived.block(DIFFERENCE)).any()
