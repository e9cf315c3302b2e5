"""Of what the range of an answer is made: luck, and what is not known.

Two runs in one parameter set differ by luck alone; the means of sets differ by what is not known too.
That is a one-way layout with random effects, so both parts can be told from the runs themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

INTERVAL = (0.05, 0.95)  # of a share, as of everything else

# Why the two cannot be told apart, and what helps.
BEST = "best"
ALIKE = "alike"
ONE_RUN = "one run"
ONE_SET = "one set"
NO_PAIRS = "no pairs"
NO_SPREAD = "no spread"
NOBODY = "nobody"
REASONS = {
    ONE_RUN: "One run has no range: it tells nothing of luck, nor of what is not known; give more --seeds.",
    ONE_SET: "Both runs share one parameter set, so they tell luck only, and nothing of what is not known; "
    "give more --seeds.",
    NO_PAIRS: "No two runs share a parameter set, so luck and what is not known cannot be told apart; give "
    "more --seeds.",
    NO_SPREAD: "No run differs from another here, so there is no range to divide.",
    NOBODY: "In some run nobody is left here, so there is no range to divide.",
}


@dataclass(frozen=True)
class Split:
    """The share of the variance between runs that is luck, with its 90% interval; the rest is not knowing.

    luck is None where the two cannot be told apart; ``why`` is then one of REASONS. sets, runs: how many.
    alone: runs that share their set with no other and so tell nothing of luck by themselves.
    """

    luck: float | None
    lo: float | None
    hi: float | None
    why: str
    sets: int
    runs: int
    alone: int = 0

    @property
    def unknown(self) -> float | None:
        """The share that is not knowing."""
        return None if self.luck is None else 1.0 - self.luck

    def as_dict(self) -> dict:
        """The shares as plain data."""
        if self.luck is None:
            return {"luck": None, "not_knowing": None, "why": REASONS[self.why]}
        interval = None if self.lo is None else [1.0 - self.hi, 1.0 - self.lo]
        return {"luck": self.luck, "not_knowing": self.unknown, "not_knowing_90_percent": interval}


def groups(sets: Sequence[int | None]) -> tuple[np.ndarray, np.ndarray]:
    """For each run the place of its set, and for each set how many runs it has."""
    _, place, counts = np.unique(np.array(sets), return_inverse=True, return_counts=True)
    return place, counts


def is_best(sets: Sequence[int | None] | None) -> bool:
    """Whether every run had the same assumptions."""
    return not sets or sets[0] is None


def split(values: np.ndarray, sets: Sequence[int | None] | None, *, same: bool = False) -> Split:
    """Luck's share of the variance of one value a run.

    sets: the parameter set of each run; same: whether all of them hold the same values.
    """
    runs = len(values)
    if is_best(sets):
        return Split(1.0, None, None, BEST, 1, runs)
    place, counts = groups(sets)
    number, alone = len(counts), int((counts == 1).sum())

    def unknown(why: str) -> Split:
        return Split(None, None, None, why, number, runs, alone)

    if runs < 2:
        return unknown(ONE_RUN)
    if not np.isfinite(values).all():
        return unknown(NOBODY)
    if number < 2:
        return unknown(ONE_SET)
    if same:
        return Split(1.0, None, None, ALIKE, number, runs)
    if number == runs:
        return unknown(NO_PAIRS)
    means = np.bincount(place, values) / counts
    within = float(((values - means[place]) ** 2).sum()) / (runs - number)
    between = float((counts * (means - values.mean()) ** 2).sum()) / (number - 1)
    # Runs a set; where sets have different numbers of runs, the number that makes the estimate unbiased.
    each = (runs - float((counts**2).sum()) / runs) / (number - 1)
    least = 1e-24 * (1.0 + float(np.abs(values).max()) ** 2)  # rounding, not variance
    if within + between <= least:
        return unknown(NO_SPREAD)
    of_sets = max(0.0, (between - within) / each)
    luck = within / (within + of_sets)
    lo, hi = _interval(between, within, each, number - 1, runs - number)
    return Split(luck, 1.0 - hi, 1.0 - lo, "", number, runs, alone)


def _interval(between: float, within: float, each: float, above: int, below: int) -> tuple[float, float]:
    """The interval of the sets' share, from the ratio of the two mean squares."""
    from scipy.stats import f

    if within == 0.0:
        return 1.0, 1.0
    found = []
    for place in INTERVAL[::-1]:
        ratio = between / within / float(f.ppf(place, above, below))
        found.append(min(max((ratio - 1.0) / (ratio + each - 1.0), 0.0), 1.0))
    return found[0], found[1]


def error_of_mean(values: np.ndarray, sets: Sequence[int | None] | None) -> float | None:
    """The Monte Carlo error of the mean of one value a run; None with one run.

    Runs that share a set are not independent, so the error is that of the sets' means.
    """
    runs = len(values)
    if runs < 2:
        return None
    place, counts = (np.arange(runs), np.ones(runs)) if is_best(sets) else groups(sets)
    number = len(counts)
    if number < 2:  # of the sets nothing can be said
        return float(np.std(values, ddof=1)) / math.sqrt(runs)
    apart = np.bincount(place, values - np.mean(values))
    return float(np.sqrt((apart**2).sum() * number / (number - 1))) / runs


def independent(sets: Sequence[int | None] | None, runs: int) -> int:
    """How many independent pieces the mean is made of: sets, or runs where all are alike."""
    if is_best(sets):
        return runs
    return len(groups(sets)[1])


def sentence(found: Split, error: str) -> str:
    """What the range is made of, in plain words; ``error``: the Monte Carlo error with its unit."""
    narrower = f"More runs narrow neither, only the Monte Carlo error of the mean ({error})."
    if found.runs < 2:
        return REASONS[ONE_RUN]
    if found.luck == 1.0 and found.lo is None:
        left_out = " What is not known is left out; --parameters posterior takes it in."
        return (
            f"The range is luck alone: every run has the same assumptions.{left_out * (found.why == BEST)} "
            f"More runs narrow only the Monte Carlo error of the mean ({error})."
        )
    if found.luck is None:
        return REASONS[found.why]
    luck = whole_percent(found.luck)
    text = (
        f"About {100 - luck}% of the spread between runs is our not knowing, {luck}% is luck "
        f"(not knowing: {percent(1 - found.hi)} to {percent(1 - found.lo)}, as far as {found.sets} parameter "
        f"sets can tell)."
    )
    if found.alone:
        text += " " + alone(found.alone)
    return f"{text} Larger districts have less luck; only better evidence narrows the rest. {narrower}"


def alone(number: int) -> str:
    """Said of runs whose set has no second run."""
    if number == 1:
        return "One run has its parameter set for itself, and tells nothing of luck."
    return f"{number} runs have their parameter sets for themselves, and tell nothing of luck."


def percent(share: float) -> str:
    """'35%'."""
    return f"{whole_percent(share)}%"


def whole_percent(share: float) -> int:
    """A share in whole percent."""
    return math.floor(100.0 * share + 0.5)
