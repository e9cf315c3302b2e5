"""What counts as failing: points whose mean is below or above a number, or the worst share of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from experiments.discovery.points import Points
from experiments.sentences import decimals_for, number, scale
from sim.errors import InputError
from sim.outcomes import BY_NAME

USUAL_WORST = 0.25
ERRORS = 2.0  # a mean so many Monte Carlo errors from the threshold, or nearer, could lie on either side
BELOW, ABOVE, WORST = "below", "above", "worst"


@dataclass(frozen=True)
class Rule:
    """How points are judged: ``kind`` is below or above a value in the outcome's unit, or worst, a share."""

    kind: str = WORST
    value: float = USUAL_WORST


@dataclass(frozen=True)
class Judged:
    """Points judged. fails: bool (points,); threshold in the outcome's unit, and which side of it fails.

    close: points so near to the threshold that luck could have put them there; None where that is unknown.
    """

    fails: np.ndarray
    threshold: float
    below: bool
    close: int | None


def rule_of(below: float | None, above: float | None, worst: float | None) -> Rule:
    """The rule that was asked for. Raises InputError for two of them, or for what is no number or share."""
    asked = [
        (kind, value) for kind, value in ((BELOW, below), (ABOVE, above), (WORST, worst)) if value is not None
    ]
    if len(asked) > 1:
        raise InputError(
            f"--{asked[0][0]} and --{asked[1][0]} both say what failing is; give one of --below, --above and "
            "--worst."
        )
    for kind, value in asked:
        if not math.isfinite(value):
            raise InputError(f"--{kind} is {value}, but must be a number.")
        if kind == WORST and not 0.0 < value < 1.0:
            raise InputError(
                f"--worst is {value:g}, but must be a share of the points between 0 and 1, as in 0.25."
            )
    return Rule(*asked[0]) if asked else Rule()


def judge(points: Points, outcome: str, rule: Rule) -> Judged:
    """Which points fail. Raises InputError where the outcome has no worse side and a share was asked for."""
    below, threshold = rule.kind == BELOW, rule.value
    if rule.kind == WORST:
        better = BY_NAME[outcome].better
        if not better:
            raise InputError(
                f"More of {outcome} is neither better nor worse, so there is no worst share; say what "
                "failing is with --below or --above."
            )
        below = better > 0
        ordered = np.sort(points.mean if below else -points.mean)
        last = ordered[max(1, round(rule.value * len(points))) - 1]
        threshold = float(last if below else -last)
        fails = points.mean <= threshold if below else points.mean >= threshold
    else:
        fails = points.mean < threshold if below else points.mean > threshold
    known = bool(np.isfinite(points.error).all())
    near = int((np.abs(points.mean - threshold) < ERRORS * points.error).sum()) if known else None
    return Judged(fails, threshold, below, near)


def amount(value: float, outcome: str, currency: str, *, sign: bool = False) -> str:
    """A value with its unit: '1.2 people in 100', 'DKK 3,100 a person'."""
    how = scale(BY_NAME[outcome].unit, currency)
    shown = value * how.factor
    return f"{number(shown, decimals_for((shown,), how.decimals), sign=sign)} {how.name}"


def failing(
    judged: Judged, rule: Rule, points: Points, outcome: str, month: int, group: str, currency: str
) -> str:
    """What failing means, as a sentence."""
    label = BY_NAME[outcome].label
    what = f"what the policy changes of '{label}'" if points.difference else f"'{label}'"
    who = (
        ""
        if group == "all"
        else f" of people {group} from work"
        if group != "mid"
        else " of people midway from work"
    )
    end = amount(judged.threshold, outcome, currency)
    side = "below" if judged.below else "above"
    if rule.kind == WORST:
        side = f"{end} or {'less' if judged.below else 'more'}, the worst {rule.value * 100:g}%"
    else:
        side = f"{side} {end}"
    return f"A point fails where {what}{who} after {month} months is {side}."
