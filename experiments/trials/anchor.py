"""The anchor: one shift of distance at which the control arm's figure comes out as published."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from experiments.trials.trial import CONTROL, Trial
from experiments.trials.worlds import SHIFT
from sim.scenario import declarations

# How closely an anchor is met: of a share in points, of anything else as a ratio.
CLOSE, CLOSE_RATIO = 0.002, 0.005
MOST_TRIES = 12


@dataclass(frozen=True)
class Anchored:
    """The shift of distance at which the control arm's figure comes out, or comes nearest."""

    arm: str
    outcome: str
    published: float
    simulated: float
    shift: float
    reached: bool
    missed: int = 0  # parameter sets in which it is out of reach, where runs have sets of their own


def anchored(trial: Trial, shift: float, simulated: float) -> Anchored:
    """What a shift came to, told against the published figure."""
    name = trial.anchor.outcome
    published = trial.outcomes[name].levels[CONTROL].value
    return Anchored(CONTROL, name, published, simulated, shift, is_close(trial, simulated))


def is_close(trial: Trial, simulated: float) -> bool:
    """Whether the control arm's figure is the published one, within what chance allows."""
    outcome = trial.outcomes[trial.anchor.outcome]
    published = outcome.levels[CONTROL].value
    return abs(simulated - published) <= (
        CLOSE if outcome.is_share else CLOSE_RATIO * max(abs(published), 1e-9)
    )


def find(trial: Trial, figure: Callable[[float], float], people: int) -> Anchored:
    """The shift at which the control arm's figure is as published; figure: of a shift, from so many people.

    The figure falls with the shift, and the luck is the same for every shift, so a secant on the
    scale on which it is nearly straight (log-odds of a share), kept within a bracket, needs a few
    tries. Where the range of the shift does not reach the figure, its nearest end is taken.
    """
    low, high = declarations()[SHIFT].parameter.plausible
    outcome = trial.outcomes[trial.anchor.outcome]
    straight = straight_scale(outcome.is_share, people)
    target = straight(outcome.levels[CONTROL].value)
    tried: dict[float, float] = {}

    def above(shift: float) -> float:
        tried[shift] = figure(shift)
        return straight(tried[shift]) - target

    shift = fall_to_zero(above, low, high, lambda shift: is_close(trial, tried[shift]))
    return anchored(trial, shift, tried[shift])


def straight_scale(is_share: bool, people: int) -> Callable[[float], float]:
    """A scale on which a figure moves evenly with the shift; a person or so keeps it finite."""

    def log_odds(value: float) -> float:
        return math.log((value * people + 0.5) / ((1.0 - value) * people + 0.5))

    def log(value: float) -> float:
        return math.log(max(value, 0.0) + 0.5 / people)

    return log_odds if is_share else log


def fall_to_zero(
    above: Callable[[float], float], low: float, high: float, close: Callable[[float], bool]
) -> float:
    """Where a falling function is zero, within bounds; the nearest end where it has no zero there."""
    known: dict[float, float] = {}
    at, slope = 0.0, -1.0
    left, right = low, high
    for _ in range(MOST_TRIES):
        known[at] = above(at)
        if close(at) or (at == low and known[at] <= 0.0) or (at == high and known[at] >= 0.0):
            return at
        if known[at] > 0.0:
            left = at
        else:
            right = at
        # The two points nearest to zero, one on either side where there are, give the next guess.
        positive = [x for x in known if known[x] > 0.0]
        negative = [x for x in known if known[x] <= 0.0]
        if positive and negative:
            a, b = max(positive), min(negative)
            at = a + (b - a) * known[a] / (known[a] - known[b])
            margin = 0.05 * (b - a)
            at = min(max(at, a + margin), b - margin)
        else:
            if len(known) > 1:
                x, y = sorted(known, key=lambda k: abs(known[k]))[:2]
                slope = min((known[x] - known[y]) / (x - y), -0.2)
            nearest = min(known, key=lambda k: abs(known[k]))
            step = -known[nearest] / slope
            at = min(max(nearest + step * 1.1, left), right)
        if at in known or right - left < 1e-4:
            break
    return min(known, key=lambda k: abs(known[k]))
