"""The runs behind the patterns: each lives one seed through and measures several patterns at once."""

from __future__ import annotations

from functools import cache

import numpy as np

from experiments.figures import correspondence as letters
from experiments.figures import descriptive
from sim.model import District
from sim.outcomes import NAMES
from sim.scenario import Scenario, load, profile
from sim.statuses import EDUCATION, FIRST_JOB_STATUS, LAST_JOB_STATUS

YEAR, TWO_YEARS = 12, 24
EARLY = 3  # months within which a job ends early
BASELINE = "denmark"  # where the free pass is
FEW_HOLD_ONE = 2
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


@cache
def _pass() -> tuple[descriptive.Study, dict]:
    """The descriptive study of the pass, and what it sets on top of today's policy."""
    study = next(one for one in descriptive.studies() if one.instrument == "social_free_pass")
    changes = study.offered.differences(load(BASELINE))
    return study, {address: value for address, (value, _) in changes.items()}


def free_pass(scenario: Scenario, seed: int) -> dict[str, float]:
    """The evaluated pass of 20,000 (trap 2), with the model's own selection: E-01 to E-05."""
    study, changes = _pass()
    # Few hold a pass, so they are counted among more people than today's life is.
    people = FEW_HOLD_ONE * int(scenario["district.people"])
    world = descriptive.watch(
        scenario.set({**changes, "district.people": people}), seed, study.instrument
    )  # fmt: skip
    cap = study.offered["policy.social_free_pass.cap"]
    twins = descriptive.Twins(world, world, cap, True)

    def counted(measure: str) -> float:
        return descriptive.MEASURES[measure](twins)[0]

    return {
        "pass led to a job": counted("hired"),
        "soon hired with the pass": counted("hired_within_half_a_year"),
        "same company with the pass": counted("same_company"),
        "pass used": counted("earned") / cap,
        "ordinary work after the pass": counted("ordinary_18"),
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
