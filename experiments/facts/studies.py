"""The trials that facts 3 and 4 look at: a district for each arm, the control arm anchored.

One published figure of the control arm sets how far its people are from work, by one shift of distance;
the treated arm is never anchored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.facts.claims import Seeds
from experiments.facts.worlds import SEVERE, SMALL_SHARE_OF_MARKET, TAKE_PART, each, sized
from sim.model import simulate
from sim.scenario import Scenario
from sim.statuses import EDUCATION, FIRST_JOB_STATUS, LAST_JOB_STATUS

PEOPLE, STEPS = 1000, 8
NEET = {"world.people.young": 1.0, "world.people.seniors": 0.0, "world.people.immigrants": 0.1,
        "world.people.health": 0.7, "world.people.health_if_young": 0.7,
        "world.people.mental_share": 0.8}  # fmt: skip
ON_SICK_LEAVE = {**SEVERE, "world.people.months_out": 6.0, "world.people.no_recent_job": 0.0,
                 "world.people.severity_low": 0.25}  # fmt: skip
# B-10's usual care of high quality: supported employment of the weaker kind for all. Our reading.
WEAK_SUPPORT = {"policy.ips.fidelity.integration": 0.0, "policy.ips.fidelity.rapid_search": 0.5,
                "policy.ips.fidelity.client_choice": 0.5, "policy.ips.fidelity.employer_outreach": 0.5,
                "policy.ips.fidelity.follow_along": 0.5}  # fmt: skip
NOTHING = {"policy.ips.places": 0.0, "policy.sheltered.places": 0.0}
IPS = {"policy.ips.places": 1.0, "policy.sheltered.places": 0.0}
MODIFIED = {**IPS, "policy.ips.fidelity.integration": 0.0, "policy.ips.fidelity.employer_outreach": 0.0,
            "policy.ips.fidelity.client_choice": 0.5}  # fmt: skip


@dataclass(frozen=True)
class Study:
    """Who takes part, what the arms get, and the control arm's published share."""

    people: dict
    control: dict
    treated: dict
    months: int
    outcome: str
    at: int
    published: float


STUDIES = {
    "B-05": Study(SEVERE, {**NOTHING, "policy.sheltered.places": 0.9}, IPS, 18, "job_ever", 18, 0.11),
    "B-07": Study(SEVERE, NOTHING, IPS, 24, "job_or_education_ever", 18, 0.465),
    "B-10": Study({**SEVERE, "world.people.severity_low": 0.25}, {**IPS, **WEAK_SUPPORT}, IPS, 12, "job_ever",
                  12, 0.271),
    "B-13": Study(NEET, {**NOTHING, "policy.sheltered.places": 1.0}, IPS, 12, "job_ever", 12, 0.08),
    "B-15": Study(ON_SICK_LEAVE, NOTHING, MODIFIED, 24, "job_or_education", 24, 0.378),
}  # fmt: skip


def _shares(scenario: Scenario, seed: int) -> np.ndarray:
    """Share ever in a job, ever in a job or education, and now in either, by month: (3, months+1)."""
    lives = simulate(scenario, seed).lives
    job = (lives >= FIRST_JOB_STATUS) & (lives <= LAST_JOB_STATUS)
    either = job | (lives == EDUCATION)
    ever = np.maximum.accumulate(job), np.maximum.accumulate(either)
    return np.array([one.mean(axis=1) for one in (*ever, either)])


OUTCOMES = ("job_ever", "job_or_education_ever", "job_or_education")


def control_of(base: Scenario, seeds: Seeds, study: str) -> Scenario:
    """The control arm, shifted in distance until its share is as published; over five seeds."""
    one = STUDIES[study]
    world = sized(base, one.months, PEOPLE, {**SMALL_SHARE_OF_MARKET, **TAKE_PART, **one.people,
                                             **one.control})  # fmt: skip
    few, row = tuple(seeds)[:10], OUTCOMES.index(one.outcome)
    low, high = -4.0, 4.0
    for _ in range(STEPS):
        middle = (low + high) / 2.0
        shifted = world.set({"world.hiring.local_shift": middle})
        share = np.mean([found[row, one.at] for found in each(shifted, few, _shares)])
        low, high = (middle, high) if share > one.published else (low, middle)
    return shifted


def treated_of(base: Scenario, seeds: Seeds, study: str) -> Scenario:
    """The treated arm: the control arm's people with what the treated get."""
    one = STUDIES[study]
    as_today = {address: base[address] for address in WEAK_SUPPORT}
    return control_of(base, seeds, study).set({**as_today, **one.treated})
