"""A trial simulated: the same people and the same luck in every arm, and one anchor at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from experiments import posterior
from experiments.compare import on_all_cores
from experiments.trials import measure as trial_measure
from experiments.trials.anchor import Anchored, anchored, find
from experiments.trials.trial import CONTROL, RELATIVE, Trial
from experiments.trials.worlds import SHIFT, worlds
from sim.outcomes import NAMES
from sim.scenario import Scenario, check

EVERYBODY = ("job_any", "others_in_work", "jobs_all")


@dataclass(frozen=True)
class TrialResult:
    """What a trial came to: for each arm and outcome the means of each seed, month by month.

    means: arm -> outcome -> float64 (seeds, months+1); persons: arm -> outcome -> one array a seed
    of the people's values at the outcome's month, or None; sets: each seed's parameter set, empty where
    all have the same assumptions; together: the same as any numbers; changes: what was changed in
    every arm; everybody: arm -> (seeds, months+1, 3)
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
    together: tuple[int, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    persons: Mapping[str, Mapping[str, list[np.ndarray]]] | None = field(default=None, repr=False)

    def level(self, arm: str, outcome: str, month: int | None = None) -> np.ndarray:
        """An arm's figure, one a seed."""
        month = self.trial.outcomes[outcome].month if month is None else month
        return self.means[arm][outcome][:, month]

    def effect(self, outcome: str, month: int | None = None, arm: str | None = None) -> np.ndarray:
        """What an arm adds to the figure of the arm compared with, one a seed, from the same people.

        A relative effect is that addition over the other arm's mean of all seeds of the same
        parameter set, so that it is the same whether sets are simulated at once or one by one.
        """
        one = self.trial.outcomes[outcome]
        arm = arm or self.trial.arm_of(outcome)
        control = self.level(self.trial.arms[arm].against, outcome, month)
        found = self.level(arm, outcome, month) - control
        if one.effect_as == RELATIVE:
            found = found / self._base(control)
        if one.minus:
            found = found - self.effect(one.minus, month)
        return found

    def _base(self, control: np.ndarray) -> np.ndarray:
        """The mean of each seed's parameter set; NaN where it is nothing."""
        together = np.array(self.together or [0] * len(self.seeds))
        base = np.full(len(control), np.nan)
        for one in np.unique(together):
            mine = together == one
            if np.isfinite(control[mine]).any():
                base[mine] = float(np.nanmean(control[mine])) or np.nan
        return base


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
        how = {"people": people, "anchor_shift": anchor_shift, "changes": changes}
        sets = [posterior.values_of(number) for number in numbers]
        found = simulate(trial, seeds, sets, keep_persons=keep_persons, **how, **options)
        return replace(found, sets=tuple(numbers), together=tuple(numbers))
    if isinstance(values, Sequence):
        how = {"people": people, "anchor_shift": anchor_shift, "changes": changes}
        return _of_sets(trial, seeds, values, keep_persons=keep_persons, **how, **options)
    changes = {address: check(address, value) for address, value in (changes or {}).items()}
    how = {"people": people, "changes": changes}
    anchor = None
    if SHIFT in changes:
        anchor_shift = None
    elif trial.anchor is not None and anchor_shift is None:
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
        anchor = anchored(trial, anchor_shift, _control_figure(trial, means[CONTROL]))
    return TrialResult(
        trial, scenarios[CONTROL]["district.people"], tuple(seeds), scenarios, means, everybody, anchor,
        changes=changes, persons=persons,
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
    together = tuple(number for number, part in enumerate(parts) for _ in part.seeds)
    return replace(
        one, seeds=seeds, together=together, means=means, persons=persons, everybody=everybody, anchor=anchor
    )  # fmt: skip


def _control_figure(trial: Trial, means: Mapping[str, np.ndarray]) -> float:
    name = trial.anchor.outcome
    return float(np.mean(means[name][:, trial.outcomes[name].month]))


def find_anchor(
    trial: Trial,
    seeds: Sequence[int],
    values: Mapping[str, Any] | None = None,
    *,
    people: int | None = None,
    changes: Mapping[str, Any] | None = None,
    **options,
) -> Anchored:
    """The shift of distance at which the control arm's figure is as published, or nearest to it."""
    scenario = worlds(trial, values, people=people, changes=changes)[CONTROL]

    def figure(shift: float) -> float:
        moved = {CONTROL: scenario.set({SHIFT: shift})}
        found = on_all_cores(lambda seed: _one_seed(trial, moved, seed, False)[0], seeds, **options)
        return _control_figure(trial, {
            name: np.stack([one[CONTROL][name] for one in found]) for name in (trial.anchor.outcome,)
        })  # fmt: skip

    return find(trial, figure, int(scenario["district.people"]) * len(seeds))
