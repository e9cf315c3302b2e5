"""Fact 10: work first crowds out language, language first costs work now, and routines help training."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.worlds import each, few_in_a_market, in_focus, sized
from sim import District
from sim.scenario import Scenario, profile

NO_PLACES = {
    "policy.ips.places": 0.0, "policy.sheltered.places": 0.0, "policy.plans.review": 0,
    "policy.sheltered.from_distance": 0.0,  # where a plan names it, it is for everybody
}  # fmt: skip


def planned(base: Scenario, group: str, plan: str, opened: tuple[str, ...], months: int, people: int):
    """One group with a plan; what is opened has places for all of them and for nobody else."""
    return sized(base, months, people, {
        **NO_PLACES, "district.focus": group, "policy.plans.kept": " + ".join(opened),
        f"policy.plans.{group}": plan, **{f"policy.{one}.places": 1.0 for one in opened},
    })  # fmt: skip


FULL_WEEK = {"policy.practice.hours": 37.0}
PEOPLE, MONTHS, MANY = 2000, 60, 4000


def _refugees(base: Scenario, plan: str) -> Scenario:
    """Refugees in their first years, few among many workers."""
    world = base.set({**few_in_a_market(base), **profile("newly-arrived-refugees"), **FULL_WEEK})
    return planned(world, "language", plan, ("language", "practice"), MONTHS, PEOPLE)


def _work(base: Scenario, seeds: Seeds, one: str, other: str, month: int) -> np.ndarray:
    arms = [in_focus(_refugees(base, plan), seeds, "job_any", month) for plan in (one, other)]
    return arms[0] - arms[1]


BESIDE, TAUGHT, NONE = "language + practice", "language", ""


def _early_work(month: int):
    return lambda base, seeds: Measured.of(_work(base, seeds, BESIDE, TAUGHT, month))


def _left_of_it(sign: float):
    """A quarter of the gain at month 12, less what is left at 36 (sign 1) or with it (-1)."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        early, late = (_work(base, seeds, BESIDE, TAUGHT, month) for month in (12, 36))
        return Measured.of(0.25 * early - sign * late)

    return measure


def _more_language(month: int):
    return lambda base, seeds: Measured.of(_work(base, seeds, TAUGHT, NONE, month))


def _language_at_24(scenario: Scenario, seed: int) -> np.ndarray:
    """Sum of what is missing of the language, and people, in the group after two years."""
    d = District(scenario, rng=seed, keep_lives=False)
    for _ in range(24):
        d.step()
    p = d.people.arrays
    group = (d.arrays["in_focus"] == 1) & (p["active"] == 1) & (p["cohort"] == 1)
    return np.array([p["language"][group].sum(dtype=float), group.sum()])


def _language_lost(base: Scenario, seeds: Seeds) -> Measured:
    """Language with full-time work beside classes, less without: its level is 1 when fluent."""
    arms = [np.array(each(_refugees(base, plan).set({"district.months": 24}), seeds, _language_at_24))
            for plan in (BESIDE, TAUGHT)]  # fmt: skip
    return pooled(lambda both, taught: taught[0] / taught[1] - both[0] / both[1], *arms)


def _routines(base: Scenario, seeds: Seeds) -> Measured:
    """What training adds after goals for everyday life, less what it adds without them, at month 24."""
    opened = ("everyday_goals", "training")
    world = base.set({**few_in_a_market(base), "world.people.everyday_share": 1.0})
    both, goals, training, none = (
        in_focus(planned(world, "everyday", plan, opened, 24, MANY), seeds, "job_any", 24)
        for plan in ("everyday_goals > training", "everyday_goals", "training", "")
    )
    return Measured.of((both - goals) - (training - none))


FACT = Fact(
    10,
    "Crowding-out and order",
    "E-11, E-14 to E-17",
    "Refugees short of the language, a small part of the market. Early work: practice for the whole week "
    "beside language classes, against classes alone. More language: classes, against none. Everyday "
    "skills: goals for everyday life before training, for people with trouble in everyday life, "
    "a small part of the market too.",
    (
        Claim("early-12", "early work: share in work at month 12", _early_work(12), 0.0, strictly=True),
        Claim("early-36-above", "early work: a quarter of the gain at month 12, less what is left at 36",
              _left_of_it(1.0), 0.0),
        Claim("early-36-below", "early work: a quarter of the gain at month 12, and what is left at 36",
              _left_of_it(-1.0), 0.0),
        Claim("language-24", "early work: level of language at month 24 (1 is fluent)", _language_lost,
              at_most=0.0, strictly=True),
        Claim("classes-12", "more language: share in work at month 12", _more_language(12), at_most=0.0),
        Claim("classes-60", "more language: share in work at month 60", _more_language(60), 0.0,
              strictly=True),
        Claim("everyday", "effect of training on work at month 24: after everyday goals, less without",
              _routines, 0.0, strictly=True),
    ),
    (
        Control("a week with room for both", "language-24", {
            "world.order.crowding": 0.0, "world.order.collision": 0.0, "world.skills.language_learned": 0.05,
        }),
        Control("classes that teach nothing", "classes-60", {"world.language.learned": 0.0}),
        Control("goals that teach no routines, and training that asks for none", "everyday", {
            "world.order.needs_everyday": 0.0, "world.everyday_goals.learned": 0.0,
        }),
    ),
)  # fmt: skip
