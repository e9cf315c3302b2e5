"""The JSON of `inroads trial`."""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments import posterior, spread
from experiments.compare import Estimate
from experiments.manifest import manifest
from experiments.trials.report import PER, Reading, is_recalled
from experiments.trials.run import EVERYBODY, TrialResult
from experiments.trials.sample import IN_95
from experiments.trials.trial import CONTROL, Figure
from experiments.trials.worlds import says


def as_dict(read: Reading) -> dict[str, Any]:
    """The result as plain data."""
    trial, found = read.trial, read.found
    months = range(trial.months + 1)
    arms = {
        arm: {name: {str(m): _entry(read.arm(arm, name, m)) for m in months} for name in trial.outcomes}
        for arm in trial.arms
    }
    effect = {name: {str(m): _entry(read.effect(name, m)) for m in months} for name in trial.outcomes}
    used = "best" if spread.is_best(found.sets) else "posterior"
    made_from = manifest(dict(found.scenarios), list(found.seeds))
    return {
        "arms": arms,
        "effect": effect,
        "published": {name: _published(read, name) for name in trial.outcomes},
        "anchor": _anchor(read),
        "large": {
            name: {str(one.month): _large(found, name)} for name, one in trial.outcomes.items()
        },
        "at_published_n": {name: _at_n(read, name) for name in trial.outcomes},
        "signs": {
            name: {"asked": test.asked, "mean": test.mean, "mcse": test.mcse, "passes": test.passes}
            for name in trial.outcomes
            if (test := read.sign(name)) is not None
        },
        "everybody": {
            arm: {name: {str(m): _everybody(read, arm, name, m) for m in months} for name in EVERYBODY}
            for arm in trial.arms
            if arm != CONTROL
        },
        "manifest": {
            **made_from, "trial": {"name": trial.name, **trial.about}, "people": found.people,
            "parameters": posterior.made_from(says(trial, found.changes), found.seeds, used),
            "shares": {name: read.split(name).as_dict() for name in trial.outcomes},
        },
    }  # fmt: skip


def _entry(e: Estimate) -> dict[str, float | None]:
    return {"mean": e.mean, "lo": e.lo, "hi": e.hi}


def _everybody(read: Reading, arm: str, name: str, month: int) -> dict[str, float | None]:
    e = read.everybody(arm, name, month)
    return {**_entry(e), "per_100_treated": PER * e.mean / read.trial.treated_of_participants}


def _large(found: TrialResult, name: str) -> dict[str, float | None]:
    values = found.effect(name)
    with np.errstate(invalid="ignore"):
        low, high = np.percentile(values, IN_95)
    e = Estimate.of(values, found.sets)
    return {"mean": e.mean, "lo": float(low), "hi": float(high), "mcse": e.mcse}


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    low, high = figure.interval or (None, None)
    return {"value": figure.value, "lo": low, "hi": high, "se": figure.se, "n": figure.n}


def _published(read: Reading, name: str) -> dict[str, Any]:
    one = read.trial.outcomes[name]
    return {
        "month": one.month,
        "source": one.source or read.trial.about["source"],
        "status": one.status,
        "use": read.trial.use_of(name),
        "arms": {arm: _figure(level) for arm, level in one.levels.items()},
        "effect": _figure(read.published(name)),
        "sign": one.sign or None,
    }


def _anchor(read: Reading) -> dict[str, Any] | None:
    anchor = read.found.anchor
    if anchor is None:
        return None
    return {
        "arm": anchor.arm, "outcome": anchor.outcome,
        "month": read.trial.outcomes[anchor.outcome].month, "published": anchor.published,
        "simulated": anchor.simulated, "shift": anchor.shift, "reached": anchor.reached,
        "missed": anchor.missed, "from_memory": is_recalled(read.trial, anchor.outcome),
    }  # fmt: skip


def _at_n(read: Reading, name: str) -> dict[str, Any] | None:
    again, published = read.repeats[name], read.published(name)
    if again is None:
        return None
    return {
        "n": dict(again.n) or None, "mean": again.mean, "lo": again.lo, "hi": again.hi, "lo90": again.lo90,
        "hi90": again.hi90, "meets": again.meets(published.interval if published else None),
        "holds_published": again.holds(published.value if published else None),
    }  # fmt: skip
