"""A trial repeated at its published size: what luck in who was drawn does to its result."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from experiments.trials.run import TrialResult
from experiments.trials.trial import RELATIVE, effect_figure

REPEATS = 200  # of the trial, for each seed
IN_95, IN_90 = (2.5, 97.5), (5.0, 95.0)


@dataclass(frozen=True)
class Repeated:
    """The effects that repeats of a trial of this size would find: mean, 95% and 90% ranges.

    n: people in each arm; empty where their number is not published but the effect's error is.
    """

    n: Mapping[str, int]
    mean: float
    lo: float
    hi: float
    lo90: float
    hi90: float

    def meets(self, interval: tuple[float, float] | None) -> bool | None:
        """Whether the 95% range and a published interval have anything in common."""
        return None if interval is None else bool(self.lo <= interval[1] and interval[0] <= self.hi)

    def holds(self, value: float | None) -> bool | None:
        """Whether a published value lies within the 90% range, the prediction for one more trial."""
        return None if value is None else bool(self.lo90 <= value <= self.hi90)


def sizes(found: TrialResult, outcome: str) -> dict[str, int] | None:
    """How many people stand behind the published effect, by arm; None where that is not known."""
    trial = found.trial
    behind = {}
    for arm in trial.pair_of(outcome):
        level = trial.outcomes[outcome].levels.get(arm)
        n = level.n if level is not None and level.n is not None else trial.arms[arm].n
        if n is None:
            return None
        behind[arm] = n
    return behind


def repeated(found: TrialResult, outcome: str, repeats: int = REPEATS) -> Repeated | None:
    """Draw other people for each arm, out of the two worlds, as often as asked for each seed.

    Where a seed has too few people for both arms, they are drawn with replacement. Where the size
    is not published, the published standard error stands for the luck of who was drawn; None where
    there is neither.
    """
    n, one = sizes(found, outcome), found.trial.outcomes[outcome]
    if n is None or one.minus or found.persons is None:
        return _by_error(found, outcome)
    arms = tuple(n)
    pooled = []
    for number, seed in enumerate(found.seeds):
        control, treated = (found.persons[arm][outcome][number] for arm in arms)
        # Lost to follow-up and out of the subgroup alike: who has no value is not drawn.
        there = [values[np.isfinite(values)] for values in (control, treated)]
        if min(len(values) for values in there) == 0:
            continue
        generator = np.random.default_rng([seed, zlib.crc32(outcome.encode())])
        both = np.isfinite(control) & np.isfinite(treated)
        if both.sum() >= sum(n.values()) and len(there[0]) == len(there[1]) == both.sum():
            order = generator.random((repeats, len(there[0]))).argsort(axis=1)
            means = (
                there[0][order[:, : n[arms[0]]]].mean(axis=1),
                there[1][order[:, n[arms[0]] : n[arms[0]] + n[arms[1]]]].mean(axis=1),
            )
        else:
            means = tuple(
                generator.choice(values, (repeats, n[arm])).mean(axis=1)
                for values, arm in zip(there, arms, strict=True)
            )
        pooled.append(means)
    if not pooled:
        return None
    control, treated = (np.concatenate([pair[k] for pair in pooled]) for k in (0, 1))
    effects = treated - control
    if one.effect_as == RELATIVE:
        with np.errstate(invalid="ignore", divide="ignore"):
            effects = effects / control
        effects = effects[np.isfinite(effects)]
        if len(effects) == 0:
            return None
    low, high = np.percentile(effects, IN_95)
    low90, high90 = np.percentile(effects, IN_90)
    return Repeated(n, float(effects.mean()), float(low), float(high), float(low90), float(high90))


def _by_error(found: TrialResult, outcome: str) -> Repeated | None:
    """Districts differ by what was simulated, and repeats beyond that by the published error."""
    figure, effects = effect_figure(found.trial, outcome), found.effect(outcome)
    if figure is None or not figure.se or len(effects) < 2:
        return None
    mean = float(np.mean(effects))
    spread = math.hypot(figure.se, float(np.std(effects, ddof=1)))
    wide, narrow = (NormalDist().inv_cdf(high / 100.0) * spread for _, high in (IN_95, IN_90))
    return Repeated({}, mean, mean - wide, mean + wide, mean - narrow, mean + narrow)
