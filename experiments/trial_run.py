"""A trial simulated: the same people and the same luck in every arm, and one anchor at most."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from experiments import posterior, trial_measure
from experiments.compare import on_all_cores
from experiments.trial import CONTROL, RELATIVE, Trial
from sim.instruments import DELIVERED
from sim.outcomes import NAMES
from sim.scenario import Scenario, check, declarations, load

SHIFT = "world.hiring.local_shift"
PEOPLE = 1000  # in each arm, for each seed
MOST_PEOPLE = 4000
EVERYBODY = ("job_any", "others_in_work", "jobs_all")
# How closely an anchor is met: of a share in points, of anything else as a ratio.
CLOSE, CLOSE_RATIO = 0.002, 0.005
MOST_TRIES = 12
# What a trial offers to everybody who is allocated: the ends of what narrows an offer.
OPEN_TO_ALL = {
    "from_severity": "low", "from_distance": "low", "to_distance": "high", "from_months_out": "low",
    "take_up": "high",
}  # fmt: skip


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


@dataclass(frozen=True)
class TrialResult:
    """What a trial came to: for each arm and outcome the means of each seed, month by month.

    means: arm -> outcome -> float64 (seeds, months+1); persons: arm -> outcome -> one array a seed
    of the people's values at the outcome's month, or None; sets: each seed's parameter set, empty where
    all have the same assumptions; everybody: arm -> (seeds, months+1, 3)
    of EVERYBODY, in the district at large.
    """

    trial: Trial
    people: int
    seeds: tuple[int, ...]
    scenarios: Mapping[str, Scenario]
    means: Mapping[str, Mapping[str, np.ndarray]]
    everybody: Mapping[str, np.ndarray]
    anchor: Anchored | None
    sets: tuple[int | None, ...] = ()
    persons: Mapping[str, Mapping[str, list[np.ndarray]]] | None = field(default=None, repr=False)

    def level(self, arm: str, outcome: str, month: int | None = None) -> np.ndarray:
        """An arm's figure, one a seed."""
        month = self.trial.outcomes[outcome].month if month is None else month
        return self.means[arm][outcome][:, month]

    def effect(self, outcome: str, month: int | None = None, arm: str | None = None) -> np.ndarray:
        """What an arm adds to the figure of the arm compared with, one a seed, from the same people.

        A relative effect is that addition over the other arm's mean of all seeds.
        """
        one = self.trial.outcomes[outcome]
        arm = arm or self.trial.arm_of(outcome)
        control = self.level(self.trial.arms[arm].against, outcome, month)
        found = self.level(arm, outcome, month) - control
        if one.effect_as == RELATIVE:
            base = float(np.nanmean(control)) if np.isfinite(control).any() else math.nan
            found = found / base if base else np.full_like(found, np.nan)
        if one.minus:
            found = found - self.effect(one.minus, month)
        return found


@cache
def _base(country: str) -> Scenario:
    return load(country)


@cache
def _settled(country: str) -> frozenset[str]:
    return posterior.settled(_base(country))


def _given(trial: Trial) -> dict[str, dict[str, Any]]:
    """What the file itself says, arm by arm."""
    return {name: {**trial.people, **trial.context, **arm.changes} for name, arm in trial.arms.items()}


def _offers(trial: Trial) -> dict[str, Any]:
    """Whoever is allocated is offered the measures of the arms, and takes part."""
    if not trial.offered_to_everybody:
        return {}
    shares = {f"policy.{one.name}.{one.share}" for one in DELIVERED}
    given = _given(trial)
    used = {a.split(".")[1] for arm in given.values() for a, v in arm.items() if a in shares and v > 0}
    found = {}
    for address, declaration in declarations().items():
        _, group, *rest = address.split(".")
        if group in used and rest and rest[-1] in OPEN_TO_ALL:
            unit = declaration.parameter.unit
            found[address] = unit.low if OPEN_TO_ALL[rest[-1]] == "low" else unit.high
    return found


def worlds(
    trial: Trial,
    values: Mapping[str, Any] | None = None,
    *,
    people: int | None = None,
    changes: Mapping[str, Any] | None = None,
    shift: float | None = None,
) -> dict[str, Scenario]:
    """The scenario of each arm.

    From below to above: the country, a parameter set (``values``, where the country says nothing),
    the market around few participants, the offer to all who are allocated, the trial's own file,
    ``changes`` in every arm, and the anchor's shift.
    """
    base = _base(trial.about["country"])
    settled = _settled(trial.about["country"])
    base = base.set({a: v for a, v in (values or {}).items() if a not in settled})
    size = {"district.people": people or people_of(trial), "district.months": trial.months}
    around = {}
    if trial.share_of_market < 1.0:
        for name in ("employers_per_100", "other_applicants", "others_in_work"):
            address = f"world.economy.{name}"
            around[address] = base[address] / trial.share_of_market
    if not trial.cluster:
        around["world.people.newcomers"] = 0.0
    common = base.set({**size, **around, **_offers(trial)})
    last = {**(changes or {}), **({} if shift is None else {SHIFT: shift})}
    return {name: common.set({**own, **last}) for name, own in _given(trial).items()}


def people_of(trial: Trial) -> int:
    """People in each arm: a thousand, or as many as were in the trial, within what is quick.

    Where whole districts are allocated, as many as the country's file says.
    """
    if trial.cluster:
        return int(_base(trial.about["country"])["district.people"])
    published = sum(arm.n or 0 for arm in trial.arms.values())
    return min(max(PEOPLE, published), MOST_PEOPLE)


def _lived(trial: Trial, scenario: Scenario, seed: int):
    outcomes = trial.outcomes.values()
    recorded = trial_measure.wanted_columns(outcomes, trial.follow)
    return trial_measure.live(scenario, seed, recorded, {one.among for one in outcomes})


def _mean(values: np.ndarray) -> np.ndarray:
    """Means over people, month by month; NaN where nobody counts."""
    counted = np.isfinite(values)
    people = counted.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.where(people > 0, np.where(counted, values, 0.0).sum(axis=1) / people, np.nan)


def _one_seed(trial: Trial, scenarios: Mapping[str, Scenario], seed: int, keep: bool):
    """Every arm of one seed: means, people's values, and everybody's work."""
    lived = {name: _lived(trial, scenario, seed) for name, scenario in scenarios.items()}
    lives = {name: found[0] for name, found in lived.items()}
    if trial.follow is not None:
        start = trial_measure.event_months(lives[trial.follow.arm], trial.follow)
        lives = {name: trial_measure.from_event(one, start) for name, one in lives.items()}
    means: dict[str, dict[str, np.ndarray]] = {}
    persons: dict[str, dict[str, np.ndarray]] = {}
    for arm, one in lives.items():
        means[arm], persons[arm] = {}, {}
        for name, outcome in trial.outcomes.items():
            values = trial_measure.by_month(one, outcome)
            means[arm][name] = _mean(values)
            if keep:
                persons[arm][name] = values[outcome.month].copy()
    places = [NAMES.index(name) for name in EVERYBODY]
    return means, persons, {arm: found[1][:, places] for arm, found in lived.items()}


def simulate(
    trial: Trial,
    seeds: Sequence[int],
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    *,
    people: int | None = None,
    parameters: str = "best",
    anchor_shift: float | None = None,
    changes: Mapping[str, Any] | None = None,
    keep_persons: bool = False,
    **options,
) -> TrialResult:
    """Simulate every arm with every seed.

    values: a parameter set below what the trial says itself, or one for each seed; parameters:
    'posterior' takes the sets of what is not known, so that every two seeds share one (each set has
    an anchor of its own); anchor_shift: a shift found before, which is then not sought; changes:
    addresses changed in every arm; options as in ``experiments.compare.on_all_cores``.
    """
    if posterior.check_choice(parameters) == "posterior":
        numbers = posterior.sets_of(seeds, parameters)
        how = {
            "people": people,
            "anchor_shift": anchor_shift,
            "changes": changes,
            "keep_persons": keep_persons,
        }
        found = simulate(trial, seeds, [posterior.values_of(n) for n in numbers], **how, **options)
        return replace(found, sets=tuple(numbers))
    if isinstance(values, Sequence):
        how = {"people": people, "anchor_shift": anchor_shift, "changes": changes}
        return _of_sets(trial, seeds, values, keep_persons=keep_persons, **how, **options)
    changes = {address: check(address, value) for address, value in (changes or {}).items()}
    how = {"people": people, "changes": changes}
    anchor = None
    if trial.anchor is not None and SHIFT not in changes:
        if anchor_shift is None:
            anchor = find_anchor(trial, seeds, values, **how, **options)
            anchor_shift = anchor.shift
    scenarios = worlds(trial, values, **how, shift=anchor_shift)
    found = on_all_cores(lambda seed: _one_seed(trial, scenarios, seed, keep_persons), seeds, **options)
    means = {
        arm: {name: np.stack([one[0][arm][name] for one in found]) for name in trial.outcomes}
        for arm in trial.arms
    }
    persons = None
    if keep_persons:
        persons = {
            arm: {name: [one[1][arm][name] for one in found] for name in trial.outcomes} for arm in trial.arms
        }
    everybody = {arm: np.stack([one[2][arm] for one in found]) for arm in trial.arms}
    if trial.anchor is not None and anchor is None and anchor_shift is not None:
        anchor = _anchored(trial, anchor_shift, float(np.mean(_at(trial, means[CONTROL]))))
    return TrialResult(
        trial, scenarios[CONTROL]["district.people"], tuple(seeds), scenarios, means, everybody, anchor,
        persons=persons,
    )  # fmt: skip


def _of_sets(trial: Trial, seeds: Sequence[int], sets: Sequence[Mapping[str, Any]], **how) -> TrialResult:
    """Seeds that share a parameter set are simulated together, and all are joined."""
    groups: list[tuple[Mapping[str, Any], list[int]]] = []
    for seed, values in zip(seeds, sets, strict=True):
        if groups and groups[-1][0] == values:
            groups[-1][1].append(seed)
        else:
            groups.append((values, [seed]))
    progress = how.pop("progress", None)
    parts = []
    for number, (values, together) in enumerate(groups, start=1):
        parts.append(simulate(trial, together, values, **how))
        if progress is not None:
            progress(number, len(groups))
    return _joined(parts)


def _joined(parts: Sequence[TrialResult]) -> TrialResult:
    """Results of one trial for different seeds as one; the anchor is their mean."""
    one, weights = parts[0], [len(part.seeds) for part in parts]
    means = {
        arm: {name: np.concatenate([part.means[arm][name] for part in parts]) for name in by_name}
        for arm, by_name in one.means.items()
    }
    persons = one.persons and {
        arm: {name: [v for part in parts for v in part.persons[arm][name]] for name in by_name}
        for arm, by_name in one.persons.items()
    }
    everybody = {arm: np.concatenate([part.everybody[arm] for part in parts]) for arm in one.everybody}
    anchor = one.anchor
    if anchor is not None:
        shift, simulated = (
            float(np.average([getattr(part.anchor, key) for part in parts], weights=weights))
            for key in ("shift", "simulated")
        )
        missed = sum(not part.anchor.reached for part in parts)
        anchor = replace(anchor, shift=shift, simulated=simulated, reached=missed == 0, missed=missed)
    seeds = tuple(seed for part in parts for seed in part.seeds)
    return replace(one, seeds=seeds, means=means, persons=persons, everybody=everybody, anchor=anchor)


def _at(trial: Trial, means: Mapping[str, np.ndarray]) -> np.ndarray:
    name = trial.anchor.outcome
    return means[name][:, trial.outcomes[name].month]


def _anchored(trial: Trial, shift: float, simulated: float) -> Anchored:
    name = trial.anchor.outcome
    published = trial.outcomes[name].levels[CONTROL].value
    return Anchored(CONTROL, name, published, simulated, shift, _is_close(trial, simulated))


def _is_close(trial: Trial, simulated: float) -> bool:
    outcome = trial.outcomes[trial.anchor.outcome]
    published = outcome.levels[CONTROL].value
    return abs(simulated - published) <= (
        CLOSE if outcome.is_share else CLOSE_RATIO * max(abs(published), 1e-9)
    )


def find_anchor(
    trial: Trial,
    seeds: Sequence[int],
    values: Mapping[str, Any] | None = None,
    *,
    people: int | None = None,
    changes: Mapping[str, Any] | None = None,
    **options,
) -> Anchored:
    """The shift of distance at which the control arm's figure is as published.

    The figure falls with the shift, and the luck is the same for every shift, so a secant on the
    scale on which it is nearly straight (log-odds of a share), kept within a bracket, needs a few
    tries. Where the range of the shift does not reach the figure, its nearest end is taken.
    """
    low, high = declarations()[SHIFT].parameter.plausible
    outcome = trial.outcomes[trial.anchor.outcome]
    scenario = worlds(trial, values, people=people, changes=changes)[CONTROL]
    people = int(scenario["district.people"])
    straight = _straight(outcome.is_share, people * len(seeds))
    target = straight(outcome.levels[CONTROL].value)
    tried: dict[float, float] = {}

    def above(shift: float) -> float:
        moved = {CONTROL: scenario.set({SHIFT: shift})}
        found = on_all_cores(lambda seed: _one_seed(trial, moved, seed, False)[0], seeds, **options)
        tried[shift] = float(np.mean([one[CONTROL][outcome.name][outcome.month] for one in found]))
        return straight(tried[shift]) - target

    shift = _fall_to_zero(above, low, high, lambda s: _is_close(trial, tried[s]))
    return _anchored(trial, shift, tried[shift])


def _straight(is_share: bool, people: int) -> Callable[[float], float]:
    """A scale on which a figure moves evenly with the shift; a person or so keeps it finite."""

    def log_odds(value: float) -> float:
        return math.log((value * people + 0.5) / ((1.0 - value) * people + 0.5))

    def log(value: float) -> float:
        return math.log(max(value, 0.0) + 0.5 / people)

    return log_odds if is_share else log


def _fall_to_zero(
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
