"""Facts 6 and 7: what a sanction does to the person who gets it, against a twin who is spared."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.studies import TREATED, plain_arms
from experiments.facts.worlds import FAR, MID, NEAR, added, each, sized
from experiments.trials.trial import CONTROL
from sim import District
from sim.outcomes import distance_group
from sim.scenario import Scenario
from sim.statuses import DISABILITY_PENSION, OUT_OF_CONTACT, RETIRED

PEOPLE, MONTHS = 4000, 15
LOT = 0.3  # share of all who are sanctioned in the first month
SEEN_AT = 6  # the month in which effects on jobs and exits are read
FOUND_BY, FOLLOWED = 3, 12  # jobs whose length is compared: found by this month, followed so long
# In the first month everybody misses something and the lot decides; afterwards nobody is sanctioned.
BY_LOT = {
    "world.sanctions.miss_rate": 1.0, "world.sanctions.miss_by_trouble": 0.0,
    "world.sanctions.miss_by_will": 0.0, "policy.sanctions.exempt_from_distance": 50.0,
    "policy.sanctions.strictness": 0.0,
}  # fmt: skip

# Counted for each group, with the sanction and without: people, with a job by the month seen, gone
# without one by then, free at the start of months 1-3 and 4-6, hired in them, jobs found by the third
# month, and the months that these lasted.
PEOPLE_IN, JOBS, GONE, FREE_1, HIRED_1, FREE_4, HIRED_4, EARLY_JOBS, LASTED = range(9)


def _life(scenario: Scenario, seed: int, lot: float) -> tuple[np.ndarray, ...]:
    d = District(scenario, rng=seed, keep_lives=False)
    d.tables["sanctions"]["strictness"] = lot
    p = {name: column[:PEOPLE] for name, column in d.people.arrays.items()}
    start, end = np.zeros(PEOPLE, int), np.full(PEOPLE, MONTHS + 1)
    for month in range(1, MONTHS + 1):
        d.step()
        d.tables["sanctions"]["strictness"] = 0.0
        at_work = p["employer"] >= 0
        start[(start == 0) & at_work] = month
        end[(start > 0) & (end > MONTHS) & ~at_work] = month
        if month == SEEN_AT:
            gone = np.isin(p["status"], (OUT_OF_CONTACT, DISABILITY_PENSION, RETIRED))
    return p["sanctions_received"] > 0, gone, start, end, distance_group(p["barriers_at_start"])


def _twins(scenario: Scenario, seed: int) -> np.ndarray:
    """The counts above: (groups, with and without, counts)."""
    treated, spared = _life(scenario, seed, LOT), _life(scenario, seed, 0.0)
    counts = np.zeros((3, 2, 9))
    for arm, (_, gone, start, end, group) in enumerate((treated, spared)):
        found = (start > 0) & (start <= SEEN_AT)
        early = (start > 0) & (start <= FOUND_BY)
        free = (start == 0) | (start > FOUND_BY)
        for g in range(3):
            them = treated[0] & (group == g)
            counts[g, arm] = [
                them.sum(), (them & found).sum(), (them & gone).sum(), them.sum(), (them & early).sum(),
                (them & free).sum(), (them & free & found).sum(), (them & early).sum(),
                np.minimum(end - start, FOLLOWED)[them & early].sum(),
            ]  # fmt: skip
    return counts


def _counts(base: Scenario, seeds: Seeds) -> np.ndarray:
    return np.array(each(sized(base, MONTHS, PEOPLE, BY_LOT), seeds, _twins))


def _effect(counts: np.ndarray, group: int, what: int) -> float:
    share = counts[group, :, what] / counts[group, :, PEOPLE_IN]
    return share[0] - share[1]


def _group_effect(group: int, what: int):
    return lambda base, seeds: pooled(lambda c: _effect(c, group, what), _counts(base, seeds))


def _gradient(more: int, less: int, what: int):
    return lambda base, seeds: pooled(
        lambda c: _effect(c, more, what) - _effect(c, less, what), _counts(base, seeds)
    )


def _hazard_ratio(free: int, hired: int):
    def ratio(counts: np.ndarray) -> float:
        hazard = counts[NEAR, :, hired] / counts[NEAR, :, free]
        return hazard[0] / hazard[1]

    return lambda base, seeds: pooled(ratio, _counts(base, seeds))


def _months_lost(base: Scenario, seeds: Seeds) -> Measured:
    """Mean months in the first job with a sanction, less without; everybody."""

    def shorter(counts: np.ndarray) -> float:
        length = counts[:, :, LASTED].sum(axis=0) / counts[:, :, EARLY_JOBS].sum(axis=0)
        return length[0] - length[1]

    return pooled(shorter, _counts(base, seeds))


ACTIVATED = "D-04"


def _activation(month: int):
    def measure(base: Scenario, seeds: Seeds) -> Measured:
        arms = plain_arms(base, ACTIVATED)
        return added(arms[TREATED], arms[CONTROL], seeds, "job_any", month)

    return measure


GRADIENT = Fact(
    6,
    "Sanction gradient",
    "D-04, D-09, D-11",
    "A sanction given by lot in the first month, against the same people spared, six months on; an exit "
    "without a job is loss of contact, pension or retirement. Activation of the young is the trial D-04 as "
    "its file tells it: recipients of social assistance under 30, practice, and more cuts.",
    (
        Claim("job-near-mid", "effect on having had a job: near, less mid", _gradient(NEAR, MID, JOBS), 0.0,
              strictly=True),
        Claim("job-mid-far", "effect on having had a job: mid, less far", _gradient(MID, FAR, JOBS), 0.0),
        Claim("exit-far-near", "effect on exits without a job: far, less near", _gradient(FAR, NEAR, GONE),
              0.0, strictly=True),
        Claim("exit-near", "effect on exits without a job, near", _group_effect(NEAR, GONE), 0.0),
        *(Claim(f"activation-{month}", f"effect of activating people under 30 on work at month {month}",
                _activation(month), -0.02, 0.02) for month in (12, 24)),
    ),
    (
        Control("so many jobs that those near work find one anyway", "job-near-mid", {
            "world.sanctions.fade_with_distance": 0.0, "world.hiring.local_shift": -1.0,
            "world.economy.demand": 8.0, "world.economy.other_applicants": 0.0,
        }),
        Control("a sanction that takes nothing away", "exit-far-near", {"policy.sanctions.cut": 0.0}),
        Control("three times the search under pressure, jobs for all, and none driven out", "activation-12", {
            "world.sanctions.search_effect": 6.0, "world.sanctions.fade_with_distance": 0.0,
            "world.sanctions.pressure_months": 30.0, "world.economy.demand": 3.0,
            "world.hiring.local_shift": -2.0, "world.exits.pressure_out": 0.0,
            "world.sanctions.trust_loss": 0.0,
        }),
    ),
)  # fmt: skip

SHORT = Fact(
    7,
    "Sanctions are short and cost job quality",
    "D-01, D-09",
    "The same twins: exits to a first job of people near work who are still without one, with the sanction "
    "against without; months in jobs found in the first quarter, followed for a year.",
    (
        Claim("months-1-3", "ratio of exits to work in months 1-3, near", _hazard_ratio(FREE_1, HIRED_1),
              1.5),
        Claim("months-4-6", "ratio of exits to work in months 4-6, near", _hazard_ratio(FREE_4, HIRED_4),
              at_most=1.2),
        Claim("job-length", "months in the job found: with the sanction, less without", _months_lost,
              at_most=0.0, strictly=True),
    ),
    (
        Control("pressure that hardly fades", "months-4-6", {"world.sanctions.pressure_months": 8.0}),
        Control("pressure that is weak", "months-1-3", {"world.sanctions.search_effect": 0.3}),
        Control("a sanction that takes nothing away", "job-length", {"policy.sanctions.cut": 0.0}),
    ),
)  # fmt: skip
