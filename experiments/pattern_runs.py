"""The runs behind the patterns: each lives one seed through and measures several patterns at once."""

from __future__ import annotations

import numpy as np

from experiments import correspondence as letters
from sim.model import District
from sim.outcomes import NAMES
from sim.scenario import Scenario, profile
from sim.statuses import EDUCATION, FIRST_JOB_STATUS, FULL_TIME, LAST_JOB_STATUS, PART_TIME

YEAR, TWO_YEARS = 12, 24
EARLY = 3  # months within which a job ends early
LATER = 18  # months after which users of a free pass are looked at again
CALLED_BACK = 0.17  # of unmarked applicants, as in G-03


def _at_work(lives: np.ndarray) -> np.ndarray:
    return (lives >= FIRST_JOB_STATUS) & (lives <= LAST_JOB_STATUS)


def _mean(values) -> float:
    """Their mean, or no number where there are none."""
    return float(np.mean(values)) if len(values) else float("nan")


def today(scenario: Scenario, seed: int) -> dict[str, float]:
    """Life under today's services: F-01, F-03, F-04, D-02 and C-16."""
    months = TWO_YEARS + YEAR + 1
    district = District(scenario.set({"district.months": months}), rng=seed)
    cohort = int(district.records["district"]["people"])
    p = {name: column[:cohort] for name, column in district.people.arrays.items()}
    changed, served = np.zeros(cohort, bool), np.zeros(cohort, bool)
    for month in range(1, months + 1):
        district.step()
        if month == 1:
            served = p["caseworker"] >= 0
        elif month <= TWO_YEARS:
            changed |= p["new_caseworker"] == 1
        if month == YEAR:
            sanctioned = _mean(p["sanctions_received"] > 0)
    outcomes, lives = district.books.outcomes(months), district.books.lives[:, :cohort]
    at_work = _at_work(lives)
    starts = np.argwhere(at_work[1 : TWO_YEARS + 1] & ~at_work[:TWO_YEARS])
    spells = [at_work[month + 1 : month + YEAR + 2, person] for month, person in starts]
    return {
        "any work": outcomes[TWO_YEARS, NAMES.index("job_any")],
        "full time": outcomes[TWO_YEARS, NAMES.index("job_fulltime")],
        "work or education": _mean(at_work[1:] | (lives[1:] == EDUCATION)),
        "ended early": _mean([not spell[: EARLY + 1].all() for spell in spells]),
        "lasted a year": _mean([spell.all() for spell in spells]),
        "sanctioned": sanctioned,
        "new caseworker": _mean(changed[served]),
    }


def call_backs(scenario: Scenario, seed: int) -> dict[str, float]:
    """Equal applicants, unequal answers: G-03, G-05 and F-18."""
    experiment = letters.Correspondence(scenario, seed)
    marks = {"wheelchair": letters.WHEELCHAIR, "foreign name": letters.FOREIGN_NAME,
             "long out of work": letters.LONG_OUT}  # fmt: skip
    return {name: experiment.ratio(CALLED_BACK, mark) for name, mark in marks.items()}


def free_pass(scenario: Scenario, seed: int) -> dict[str, float]:
    """The evaluated pass of 20,000 (trap 2): E-01, E-04 and E-05."""
    months = TWO_YEARS + LATER
    district = District(
        scenario.set({
            "policy.social_free_pass.cap": 20_000.0, "policy.social_free_pass.coverage": 0.5,
            "district.months": months,
        }), rng=seed, keep_lives=False,
    )  # fmt: skip
    cohort = int(district.records["district"]["people"])
    names = ("pass_used", "status", "free_pass", "active", "employer")
    seen, use = [], []
    for month in range(1, months + 1):
        district.step()
        p = {name: district.people.arrays[name][:cohort].copy() for name in names}
        seen.append(p)
        if month % YEAR == 0 and month <= TWO_YEARS + YEAR:
            use += p["pass_used"][(p["free_pass"] == 1) & (p["pass_used"] > 0)].tolist()
    used, status, holds, active, employer = (np.array([p[name] for p in seen]) for name in names)
    holding = holds[0] == 1
    hired = ((holds == 1) & (employer >= 0))[:TWO_YEARS].any(axis=0)
    users = ((used > 0) & (holds == 1))[:TWO_YEARS]
    later = []
    for person in np.flatnonzero(users.any(axis=0)):
        month = users[:, person].argmax() + LATER
        if month < months and active[month, person]:
            later.append(status[month, person] in (PART_TIME, FULL_TIME))
    return {
        "pass led to a job": _mean(hired[holding]),
        "pass used": _mean(use) / 20_000.0,
        "ordinary work after the pass": _mean(later),
    }


def supported(scenario: Scenario, seed: int) -> dict[str, float]:
    """How long a first job found with IPS lasts: B-32."""
    months, started_by = 42, 18
    people = {address: value for address, value in profile("severe-mental-illness").items()}
    district = District(
        scenario.set({**people, "policy.ips.places": 1.0, "policy.ips.from_severity": 0.0,
                      "policy.sheltered.places": 0.0, "district.months": months}), rng=seed,
    )  # fmt: skip
    for _ in range(months):
        district.step()
    at_work = _at_work(district.books.lives[:, : int(district.records["district"]["people"])])
    lengths = []
    for person in np.flatnonzero(at_work[1 : started_by + 1].any(axis=0)):
        first = 1 + at_work[1:, person].argmax()
        spell = at_work[first : first + TWO_YEARS, person]
        lengths.append(TWO_YEARS if spell.all() else int(spell.argmin()))
    return {"first supported job": _mean(lengths)}


RUNS = (today, call_backs, free_pass, supported)
