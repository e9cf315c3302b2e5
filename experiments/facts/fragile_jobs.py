"""Fact 2: few people find work, and half of the jobs last less than a year."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.worlds import each, outcome, sized
from sim.model import simulate
from sim.scenario import Scenario
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS

PEOPLE = 2000
STARTS_UNTIL, FOLLOWED = 24, 12  # months in which jobs start, and for which they are followed
EARLY = 3


def _share(name: str):
    def measure(base: Scenario, seeds: Seeds) -> Measured:
        return Measured.of(outcome(sized(base, 24, PEOPLE), seeds, name, 24))

    return measure


def _live(scenario: Scenario, seed: int) -> np.ndarray:
    """Jobs started, lasting three months, and lasting twelve."""
    lives = simulate(scenario, seed).lives
    at_work = (lives >= FIRST_JOB_STATUS) & (lives <= LAST_JOB_STATUS)
    before, person = np.nonzero(at_work[1 : STARTS_UNTIL + 1] & ~at_work[:STARTS_UNTIL])
    spells = at_work[before[:, None] + 1 + np.arange(FOLLOWED + 1), person[:, None]]
    return np.array([len(spells), spells[:, : EARLY + 1].all(axis=1).sum(), spells.all(axis=1).sum()])


def _jobs(base: Scenario, seeds: Seeds) -> np.ndarray:
    return np.array(each(sized(base, STARTS_UNTIL + FOLLOWED, PEOPLE), seeds, _live))


def _hazard_ratio(base: Scenario, seeds: Seeds) -> Measured:
    def ratio(jobs: np.ndarray) -> float:
        early = 1.0 - (jobs[1] / jobs[0]) ** (1 / EARLY)
        late = 1.0 - (jobs[2] / jobs[1]) ** (1 / (FOLLOWED - EARLY))
        return early / late

    return pooled(ratio, _jobs(base, seeds))


def _survival(base: Scenario, seeds: Seeds) -> Measured:
    return pooled(lambda jobs: jobs[2] / jobs[0], _jobs(base, seeds))


FACT = Fact(
    2,
    "Low baseline, fragile jobs",
    "F-01, F-04",
    "Today's service in the baseline, with no programme added; a job is paid work of any kind.",
    (
        Claim("any-work", "share in any paid work at month 24", _share("job_any"), 0.10, 0.14),
        Claim("full-time", "share in full-time work at month 24", _share("job_fulltime"), 0.045, 0.075),
        Claim("hazards", "separations a month in months 1-3 of a job against months 4-12", _hazard_ratio,
              1.8),
        Claim("survival", "share of jobs that last 12 months", _survival, 0.45, 0.55),
    ),
    (
        Control("jobs that end as rarely at first as later", "hazards", {
            "world.separation.early": 0.03, "world.separation.late": 0.03, "world.separation.settled": 0.03,
        }),
        Control("twice the vacancies", "any-work", {"world.economy.openings": 0.032}),
    ),
)  # fmt: skip
