"""Fact 11: the more a measure resembles a job the better; it locks in; a subsidy comes last."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.order import NO_PLACES, planned
from experiments.facts.worlds import added, each, in_focus, sized
from sim.model import simulate
from sim.scenario import Scenario, load
from sim.statuses import FEW_HOURS, FIRST_JOB_STATUS, LAST_JOB_STATUS

PEOPLE, MONTHS = 2000, 60
OPENED = ("regular_hours", "practice", "training", "wage_subsidy")
UNCERTIFIED = {"policy.training.certificate": False}
ABOUT_NOTHING = 0.005  # half a point either way
HOURS, PRACTICE, NONE = "regular_hours", "practice", ""
TERMS = ("months", "renewed")  # of a subsidy
FIRST, LAST = "wage_subsidy > training > practice", "practice > training > wage_subsidy"


def _work(base: Scenario, seeds: Seeds, plan: str, month: int, name: str = "job_ordinary") -> np.ndarray:
    """Unsubsidised work at a month under a plan for everybody, one value a seed."""
    if plan == "classroom":
        base, plan = base.set(UNCERTIFIED), "training"
    return in_focus(planned(base, "everyone", plan, OPENED, MONTHS, PEOPLE), seeds, name, month)


def _apart(one: str, other: str, month: int):
    return lambda base, seeds: Measured.of(_work(base, seeds, one, month) - _work(base, seeds, other, month))


def _renewed(base: Scenario, seeds: Seeds) -> Measured:
    """A standing offer of wage subsidies to all, of the Swedish kind that E-19 is about."""
    world = sized(base, MONTHS, PEOPLE, NO_PLACES)
    rules = {f"policy.wage_subsidy.{one}": load("sweden")[f"policy.wage_subsidy.{one}"] for one in TERMS}
    offered = world.set({**rules, "policy.wage_subsidy.places": 1.0})
    return added(offered, world, seeds, "job_ordinary", MONTHS)


def _during(plan: str):
    """Mean effect on unsubsidised work over months 1 to 6."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        months = [_work(base, seeds, plan, m) - _work(base, seeds, NONE, m) for m in range(1, 7)]
        return Measured.of(np.mean(months, axis=0))

    return measure


# -- people with a first paid hour against all others ------------------------

HOURS_FOR_ALL = {**NO_PLACES, "policy.regular_hours.places": 1.0}
FIRST_HOUR_BY, READ_AT, MANY = 12, 24, 2000
TIMES = 3.0


def _first_hours(scenario: Scenario, seed: int) -> np.ndarray:
    """People with a first paid hour in the year and of them in work at month 24; the others likewise."""
    life = simulate(scenario, seed).lives
    at_work = (life[READ_AT] >= FIRST_JOB_STATUS) & (life[READ_AT] <= LAST_JOB_STATUS)
    small = (life[1 : FIRST_HOUR_BY + 1] == FEW_HOURS).any(axis=0)
    return np.array([small.sum(), (small & at_work).sum(), (~small).sum(), (~small & at_work).sum()])


def _offered_and_not(base: Scenario, seeds: Seeds) -> list[np.ndarray]:
    world = sized(base, READ_AT, MANY, NO_PLACES)
    return [np.array(each(one, seeds, _first_hours)) for one in (world.set(HOURS_FOR_ALL), world)]


def _raw_gap(sums: np.ndarray) -> float:
    return sums[1] / sums[0] - sums[3] / sums[2]


def _effect_of_offer(offered: np.ndarray, not_offered: np.ndarray) -> float:
    share = [(sums[1] + sums[3]) / (sums[0] + sums[2]) for sums in (offered, not_offered)]
    return share[0] - share[1]


def _effect_of_hours(offered: np.ndarray, not_offered: np.ndarray) -> float:
    """Of a first paid hour on whom the offer brings one (Wald's estimate)."""
    have = [sums[0] / (sums[0] + sums[2]) for sums in (offered, not_offered)]
    return _effect_of_offer(offered, not_offered) / (have[0] - have[1])


def _gap_against(effect):
    return lambda base, seeds: pooled(
        lambda offered, not_offered: _raw_gap(offered) - TIMES * effect(offered, not_offered),
        *_offered_and_not(base, seeds),
    )


def _offer(base: Scenario, seeds: Seeds) -> Measured:
    return pooled(_effect_of_offer, *_offered_and_not(base, seeds))


FACT = Fact(
    11,
    "Realness ordering, lock-in and last step",
    "C-15, E-08, E-19, E-23",
    "One plan for everybody, with places for all; work is unsubsidised work. The long run is month 60; "
    "about nothing is at most half a point. Classroom is training without a certificate. E-19 is asked of "
    "a standing offer to all of subsidies renewed as in Sweden, where it was found. The gap is that at "
    "month 24 between people with a first paid hour within the year and all others, where hours are offered "
    "to all; the model's own effect is that of the offer, and that of a first hour on whom the offer "
    "brings one.",
    (
        Claim("hours-practice", "work at month 60: paid ordinary hours, less workplace practice",
              _apart(HOURS, PRACTICE, 60), 0.0),
        Claim("practice-classroom", "work at month 60: workplace practice, less classroom",
              _apart(PRACTICE, "classroom", 60), 0.0),
        Claim("classroom", "work at month 60: classroom, less nothing", _apart("classroom", NONE, 60),
              -ABOUT_NOTHING, ABOUT_NOTHING),
        Claim("lock-in-training", "work in months 1-6: training, less nothing", _during("training"),
              at_most=0.0),
        Claim("lock-in-subsidy", "work in months 1-6: wage subsidy, less nothing", _during("wage_subsidy"),
              at_most=0.0),
        Claim("subsidy-last", "work at month 60: subsidy as the last step, less as the first",
              _apart(LAST, FIRST, 60), 0.0, strictly=True),
        Claim("subsidy-renewed", "work at month 60: wage subsidy that is renewed, less nothing (E-19)",
              _renewed, at_most=0.0, strictly=True),
        Claim("gap-offer", "gap of people with a first paid hour, less three times the effect of the offer",
              _gap_against(_effect_of_offer), 0.0),
        Claim("gap-hours", "that gap, less three times the effect of a first hour",
              _gap_against(_effect_of_hours), 0.0),
        Claim("offer", "effect of the offer of paid hours on work at month 24", _offer, 0.0, strictly=True),
    ),
    (
        Control("practice that nobody learns from and no employer remembers", "practice-classroom", {
            "world.practice.learned": 0.0, "world.practice.routine": 0.0, "world.practice.asked": 0.0,
            "world.hiring.known_from_practice": 0.0, "world.practice.encouragement": 0.0,
        }),
        Control("training that takes no search away", "lock-in-training", {
            "world.training.lock_in": 0.0, "world.training.learned": 0.9, "world.training.certified": 0.9,
            "world.training.pride": 0.3, "world.order.crowding": 0.0,
        }),
    ),
)  # fmt: skip
