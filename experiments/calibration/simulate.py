"""One parameter set through the model: every target with its own luck."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from experiments import posterior
from experiments.calibration import inputs
from experiments.calibration.free import space
from experiments.calibration.problem import Job, Problem, Result
from experiments.calibration.targets import ANCHOR, targets, used_trials
from experiments.figures.patterns import simulated
from experiments.trials import run as trial_run
from experiments.trials.trial import CONTROL, RELATIVE
from sim.compiled import model_fingerprint
from sim.scenario import declarations, load

BASELINE = "denmark"  # where the patterns were seen


@dataclass(frozen=True)
class Size:
    """How large a simulation of one set is."""

    people: int = 1000  # in each arm of a trial
    times_for_ratios: int = 3  # more people where an effect is a ratio to a small base
    trial_seeds: int = 2
    pattern_people: int = 600
    # Shocks to demand are shared by a whole district, so today's life needs many districts.
    pattern_seeds: tuple[tuple[str, int], ...] = (
        ("today", 40), ("call_backs", 3), ("free_pass", 6), ("supported", 4)
    )  # fmt: skip


ORDINARY = Size()
QUICK = Size(300, 1, 1, 200, (("today", 2), ("call_backs", 1), ("free_pass", 2), ("supported", 1)))


@cache
def assumptions(draw: int) -> Mapping[str, Any]:
    """Every assumption that is not sure, as a draw has it, the population's own solution included."""
    return posterior.carried(draw)


def values_of(job: Job) -> dict[str, Any]:
    """The free numbers, on top of the draw of all others."""
    others = {} if job.draw is None else assumptions(job.draw)
    return {**others, **dict(zip(space().names, job.values, strict=True))}


def simulate(job: Job, size: Size = ORDINARY) -> Result:
    """Every target's mean over seeds, and the variance that luck leaves in that mean."""
    found = simulate_values(values_of(job), job.luck, job.effort, size)
    _tidy()
    return found


@cache
def _set_apart() -> None:
    """What was loaded stays for good, so looking for rubbish need not go through it every time."""
    gc.collect()
    gc.freeze()


def _tidy() -> None:
    """Districts refer to themselves; a thousand sets would fill the memory with their remains."""
    _set_apart()
    gc.collect()


def simulate_values(values: Mapping[str, Any], first: int, effort: int, size: Size) -> Result:
    """The same for any assumptions, on top of the declared ones; first: the first seed."""
    base = posterior.with_values(load(BASELINE), values).set({"district.people": size.pattern_people})
    seeds = {run: range(first, first + count * effort) for run, count in size.pattern_seeds}
    found: dict[str, np.ndarray] = {f"pattern/{name}": v for name, v in simulated(base, seeds).items()}
    seeds = range(first, first + size.trial_seeds * effort)
    for one in used_trials():
        ratio = any(outcome.effect_as == RELATIVE for outcome in one.outcomes.values())
        people = size.people * (size.times_for_ratios if ratio else 1)
        result = trial_run.simulate(one, list(seeds), values, people=people)
        for target in targets():
            trial, _, rest = target.id.partition("/")
            if trial == one.name:
                outcome, _, arm = rest.rpartition("/")
                found[target.id] = (
                    result.effect(outcome) if arm == "effect"
                    else result.level(CONTROL if arm == ANCHOR else arm, outcome)
                )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where nobody counts there is no number
        means = [float(np.nanmean(found[target.id])) for target in targets()]
        luck = [_variance(found[target.id]) for target in targets()]
    return Result(tuple(means), tuple(luck))


def _variance(values: np.ndarray) -> float:
    values = values[np.isfinite(values)]
    return float(np.var(values, ddof=1) / len(values)) if len(values) > 1 else float("nan")


def problem(size: Size = ORDINARY) -> Problem:
    """The calibration of this model."""
    version = model_fingerprint() if size == ORDINARY else f"{model_fingerprint()} {size}"
    box, known = space(), declarations()
    declared = tuple(float(known[name].parameter.default) for name in box.names)
    return Problem(
        box, targets(), partial(simulate, size=size), version, inputs=inputs.fingerprint(), declared=declared
    )
