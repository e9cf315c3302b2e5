"""Which order of measures is better? Every plan on the same people with the same luck.

One group of people gets the plan; everybody else lives as the scenario says. The instruments that
any of the plans names are open to that group in every world alike, so the worlds differ in order
and in nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from experiments import grades, posterior, spread
from experiments.compare import HIGH, LOW, Arm, Estimate, Progress
from experiments.manifest import manifest
from experiments.quantiles import reach
from experiments.work import live
from sim.errors import InputError
from sim.outcomes import BY_NAME, NAMES
from sim.plan import MOST_ENTRIES, canonical, names, read
from sim.profiles import PROFILES
from sim.scenario import Scenario, declarations, nearest, show

TOO_LITTLE = 0.005  # half a person in a hundred: whoever chooses between two plans need not mind
ONE_PART = 0.01
MOST_PERMUTED = 4  # 24 orders; with five there would be 120
# What an order costs and leaves behind: the reasons printed for each plan.
WHY = {
    "months_in_work": "months in work",
    "waited": "months waited",
    "drop_outs": "measures dropped",
    "crowded_hours": "hours crowded out",
    "barriers_left": "barriers left",
}


def check_profile(profile: str) -> None:
    """Raise InputError for a group of people that there is not."""
    if profile not in PROFILES:
        raise InputError(
            f"There is no group {show(profile)}; --profile takes one of {', '.join(PROFILES)}."
            f"{nearest(profile, PROFILES)}"
        )


def plans_of(texts: Sequence[str], instruments: str | None) -> list[str]:
    """The plans asked for, as they are printed, each once: those typed, or all orders of a list.

    Raises InputError where a plan is none, or where there are fewer than two.
    """
    if instruments is not None:
        words = [word.strip() for word in instruments.split(",") if word.strip()]
        if not 2 <= len(words) <= MOST_PERMUTED:
            raise InputError(
                f"--all-orders takes two to {MOST_PERMUTED} instruments with commas between, as in "
                f"language,training,practice, not {show(instruments)}."
            )
        if len(set(words)) < len(words):
            raise InputError(
                f"--all-orders names an instrument twice in {show(instruments)}; name each once."
            )
        texts = [*texts, *(" > ".join(order) for order in permutations(words)), " + ".join(words)]
    plans: list[str] = []
    for text in texts:
        try:
            plan = canonical(text)
        except ValueError as allowed:
            raise InputError(f"{show(text)} is no plan: it must be {allowed}.") from None
        if not plan:
            raise InputError("An empty text is no plan; name an instrument, as in language > training.")
        if plan not in plans:
            plans.append(plan)
    if len(plans) < 2:
        raise InputError(
            "There is nothing to rank: give two plans or more, as in --plans 'language > practice' "
            "'practice > language', or --all-orders language,practice."
        )
    return plans


def without_interactions(scenario: Scenario) -> Scenario:
    """The scenario with everything at zero that makes one measure depend on another."""
    switched_off = {
        f"world.order.{name}": 0.0
        for name in (
            "crowding", "needs_everyday", "needs_language", "needs_health", "together", "fading",
            "overload_drop_out", "overload_strain", "collision",
        )
    }  # fmt: skip
    switched_off["world.hiring.interplay"] = 0.0
    for instrument in names():
        for name in ("lock_in",):
            if f"world.{instrument}.{name}" in declarations():
                switched_off[f"world.{instrument}.{name}"] = 0.0
    return scenario.set(switched_off)


def worlds(scenario: Scenario, profile: str, plans: Sequence[str], places: float) -> list[Scenario]:
    """A world without a plan for the group, then one for each plan.

    places: share of those who need it for whom there is a place in what the plans name. Raises
    InputError for an unknown profile or an impossible share.
    """
    check_profile(profile)
    if not 0.0 < places <= 1.0:
        raise InputError(f"--places is {places:g}, but must be a share above 0 and at most 1.")
    from sim.instruments import DELIVERED

    empty = {f"policy.plans.{group}": "" for group in PROFILES}
    shares = {one.name: f"policy.{one.name}.{one.share}" for one in DELIVERED}
    named = dict.fromkeys(word for plan in plans for step in read(plan) for word in step)
    opened = {shares[word]: max(places, scenario[shares[word]]) for word in named}
    if len(named) > MOST_ENTRIES:
        raise InputError(
            f"These plans name {len(named)} instruments, but a ranking takes at most {MOST_ENTRIES}; "
            "rank fewer at a time."
        )
    base = scenario.set({**empty, "policy.plans.rule": "by_lot", "district.focus": profile})
    # What any plan names is for the group alone in every world, or it would be open to others
    # in the worlds whose plan does not name it.
    with_places = base.set({**opened, "policy.plans.kept": " + ".join(named)})
    return [base, *(with_places.set({f"policy.plans.{profile}": plan}) for plan in plans)]


@dataclass(frozen=True)
class Ranked:
    """One plan's place: its outcome (range of runs) and its distance to the best plan (interval of
    the mean), month by month.

    wins: share of the runs in which it does at least as well as the best plan; tie: whether the
    interval of the difference to the best plan holds zero at the ranking month, or the difference is
    too small to matter; split: of what the range of that difference is made.
    """

    plan: str
    arm: Arm
    outcome: list[Estimate]
    behind: list[Estimate]
    runs: tuple[float, float]
    why: dict[str, Estimate]
    wins: float
    tie: bool
    split: spread.Split


@dataclass(frozen=True)
class Ranking:
    """Plans from the best to the worst, and the world in which the group has no plan."""

    outcome: str
    month: int
    profile: str
    seeds: tuple[int, ...]
    ranked: list[Ranked]
    no_plan: list[Estimate]
    scenario: Scenario
    sets: tuple[int | None, ...] = ()

    def as_dict(self) -> dict:
        """The ranking as plain data."""
        by_month = lambda found: {str(m): _entry(e) for m, e in enumerate(found)}  # noqa: E731
        return {
            "outcome": self.outcome,
            "ranked_at_month": self.month,
            "profile": self.profile,
            "plans": [
                {
                    "plan": one.plan,
                    "outcome": by_month(one.outcome),
                    "difference_to_best": by_month(one.behind),
                    "nine_in_ten_runs": list(one.runs),
                    "too_close_to_call": one.tie,
                    "share_of_runs_at_least_as_good": one.wins,
                    "why": {name: _entry(e) for name, e in one.why.items()},
                }
                for one in self.ranked
            ],
            "no_plan": by_month(self.no_plan),
            "manifest": self.manifest(),
        }

    def manifest(self) -> dict:
        """What the ranking was made from, what its ranges are made of, and what it rests on."""
        lived = {"baseline": self.scenario, **{one.plan: one.arm.scenario for one in self.ranked}}
        used = "best" if spread.is_best(self.sets) else "posterior"
        return {
            **manifest(lived, list(self.seeds)),
            "parameters": posterior.made_from([*lived.values()], self.seeds, used),
            "range": {one.plan: one.split.as_dict() for one in self.ranked[1:]},
            "evidence": grades.as_dict(self.instruments),
        }

    @property
    def instruments(self) -> list[str]:
        """What the plans name, as groups of levers."""
        words = (word for one in self.ranked for step in read(one.plan) for word in step)
        return [f"policy.{word}" for word in dict.fromkeys(words)]


def _entry(found: Estimate) -> dict:
    return {"mean": found.mean, "lo": found.lo, "hi": found.hi, "mcse": found.mcse}


def check_question(scenario: Scenario, outcome: str, month: int | None) -> int:
    """The month at which plans are ranked. Raises InputError for an unknown outcome or month."""
    if outcome not in BY_NAME:
        raise InputError(
            f"There is no outcome {show(outcome)}; --outcome takes one of {', '.join(NAMES)}."
            f"{nearest(outcome, NAMES)}"
        )
    last = scenario["district.months"]
    if last < 1:
        raise InputError("Plans cannot be ranked over 0 months; give --months, for example 60.")
    if month is not None and not 1 <= month <= last:
        raise InputError(f"--month is {month}, but must be a month from 1 to {last}, the scenario's last.")
    return last if month is None else month


def rank(
    scenario: Scenario,
    profile: str,
    plans: Sequence[str],
    seeds: Sequence[int],
    *,
    outcome: str = "job_any",
    month: int | None = None,
    places: float = 1.0,
    parameters: str = "best",
    progress: Progress | None = None,
) -> tuple[Ranking | None, bool]:
    """Live every plan through and rank them. Returns the ranking, or None if nothing was finished, and
    whether Ctrl-C cut it short.

    Raises InputError for an unknown profile, outcome or plan.
    """
    at = check_question(scenario, outcome, month)
    arms, finished, stopped = live(worlds(scenario, profile, plans, places), seeds, progress, parameters)
    if not finished:
        return None, stopped
    column, better, sets = NAMES.index(outcome), BY_NAME[outcome].better or 1, arms[0].sets
    alike = all(arm.all_alike for arm in arms)
    focus = [np.stack([run.focus for run in arm.runs]) for arm in arms]
    if not all(np.isfinite(each[:, at, column]).all() for each in focus):
        raise InputError(
            f"In some runs there is nobody (left) in the group {show(profile)}, so plans cannot be ranked; "
            "give more --people."
        )
    values = [better * each[:, :, column] for each in focus]
    means = [float(np.nanmean(each[:, at])) for each in values[1:]]
    order = sorted(range(len(plans)), key=lambda k: -means[k])
    best = order[0]
    ranked = []
    for k in order:
        apart = focus[k + 1][:, :, column] - focus[best + 1][:, :, column]
        behind = [of_mean(apart[:, m], sets) for m in range(apart.shape[1])]
        ranked.append(
            Ranked(
                plan=plans[k],
                arm=arms[k + 1],
                outcome=_estimates(focus[k + 1], column, sets),
                behind=behind,
                runs=tuple(np.percentile(apart[:, at], (LOW, HIGH)).tolist()),
                why={name: Estimate.of(focus[k + 1][:, at, NAMES.index(name)], sets) for name in WHY},
                wins=float(np.mean(values[k + 1][:, at] >= values[best + 1][:, at])),
                tie=is_tie(behind[at], outcome, means[best]),
                split=spread.split(apart[:, at], sets, same=alike),
            )
        )
    found = Ranking(
        outcome, at, profile, tuple(finished), ranked, _estimates(focus[0], column, sets),
        arms[0].scenario, sets,
    )  # fmt: skip
    return found, stopped


def of_mean(values: np.ndarray, sets: Sequence[int | None] | None = None) -> Estimate:
    """A mean of paired differences with the 90% interval of the mean, from one value a seed.

    Runs of one parameter set count as one piece: the interval is over sets. With one seed, or one set, there
    is no interval: it reaches everywhere.
    """
    mean, error = float(np.mean(values)), spread.error_of_mean(values, sets)
    pieces = spread.independent(sets, len(values))
    if pieces < 2:
        return Estimate(mean, -np.inf, np.inf, error)
    half = reach(error, pieces)
    return Estimate(mean, mean - half, mean + half, error)


def is_tie(behind: Estimate, outcome: str, level: float) -> bool:
    """Whether two plans are too close to call: the interval holds zero, or too little lies between.

    level: of the best plan; where an outcome is no share, a hundredth of it is too little.
    """
    least = TOO_LITTLE if BY_NAME[outcome].unit == "share" else ONE_PART * abs(level)
    return bool(abs(behind.mean) < least or behind.lo <= 0.0 <= behind.hi)


def _estimates(values: np.ndarray, column: int, sets: Sequence[int | None]) -> list[Estimate]:
    return [Estimate.of(values[:, month, column], sets) for month in range(values.shape[1])]
