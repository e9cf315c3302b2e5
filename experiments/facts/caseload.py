"""Fact 8: half the caseload shortens unemployment, and finds jobs above all near the labour market."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.worlds import FAR, GROUPS, NEAR, each, sized, told_by
from sim.model import simulate
from sim.scenario import Scenario
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS, PRACTICE

PEOPLE, MONTHS = 6000, 24
DAYS_A_MONTH = 365.25 / 12
HALVED = {"policy.caseload.ordinary": 35.0}
TAILORED = "projects/hjorring"  # measures made to fit; the caseload is that of the fact in both worlds
HAS, EMPLOYED, UNEMPLOYED = range(3)


def _live(scenario: Scenario, seed: int) -> np.ndarray:
    """People, days in work and days registered without it, by distance group: (3, 3)."""
    run = simulate(scenario, seed)
    after = run.lives[1:]
    employed = ((after >= FIRST_JOB_STATUS) & (after <= LAST_JOB_STATUS)).sum(axis=0) * DAYS_A_MONTH
    unemployed = (after <= PRACTICE).sum(axis=0) * DAYS_A_MONTH
    groups = [run.group_of == group for group in range(3)]
    return np.array([[them.sum(), employed[them].sum(), unemployed[them].sum()] for them in groups])


def _days(base: Scenario, seeds: Seeds, changes: dict) -> np.ndarray:
    """The same with a change and without it: (seeds, 2, groups, 3)."""
    world = sized(base, MONTHS, PEOPLE)
    arms = [each(one, seeds, _live) for one in (world.set(changes), world)]
    return np.moveaxis(np.array(arms), 0, 1)


def _gain(days: np.ndarray, group: int, what: int) -> float:
    return (days[0, group, what] - days[1, group, what]) / days[1, group, HAS]


def _ratio(days: np.ndarray, group: int) -> float:
    """Days in work gained for each day of unemployment lost."""
    return -_gain(days, group, EMPLOYED) / _gain(days, group, UNEMPLOYED)


def _unemployment(group: int):
    return lambda base, seeds: pooled(lambda d: _gain(d, group, UNEMPLOYED), _days(base, seeds, HALVED))


def _near_ratio(base: Scenario, seeds: Seeds) -> Measured:
    return pooled(lambda d: _ratio(d, NEAR), _days(base, seeds, HALVED))


def _near_less_far(base: Scenario, seeds: Seeds) -> Measured:
    return pooled(lambda d: _ratio(d, NEAR) - _ratio(d, FAR), _days(base, seeds, HALVED))


def _far_rises(base: Scenario, seeds: Seeds) -> Measured:
    more, same = _days(base, seeds, {**told_by(TAILORED), **HALVED}), _days(base, seeds, HALVED)
    return pooled(lambda one, other: _ratio(one, FAR) - _ratio(other, FAR), more, same)


FACT = Fact(
    8,
    "Caseload",
    "C-02, C-08, C-09, C-14",
    "Caseload from 70 to 35, over two years. Days in work are days in any paid job, days of unemployment "
    "those registered with the service without one. Tailored measures: as in the scenario of the "
    "Hjørring model.",
    (
        *(Claim(f"unemployment-{GROUPS[group]}", f"days of unemployment a person, {GROUPS[group]}: with half "
                "the caseload, less without", _unemployment(group), at_most=0.0, strictly=True)
          for group in range(3)),
        Claim("ratio-near", "days in work gained for a day of unemployment lost, near", _near_ratio, 0.5),
        Claim("ratio-gradient", "that ratio near, less far, content unchanged", _near_less_far, 0.0,
              strictly=True),
        Claim("ratio-tailored", "that ratio far: with tailored measures, less without", _far_rises, 0.0,
              strictly=True),
    ),
    (
        Control("meetings that find no jobs and keep people from losing contact", "unemployment-near", {
            "world.service.search_gain": 0.0, "world.service.introductions": 0.0,
            "world.exits.lose_contact": 0.2, "world.mind.meeting_trust": 0.08,
            "world.exits.pressure_out": 0.0,
        }),
        Control("meetings that help as much far from work as near it, and all as near", "ratio-gradient", {
            "world.service.far_fade": 0.0, "world.hiring.local_shift": -4.0,
        }),
    ),
)  # fmt: skip
