"""Hand tuning against a few published figures, until calibration proper takes over.

``python -m experiments.tune`` prints published against simulated for the Danish baseline
(F-01, F-04) and four trials of IPS (B-01, B-05, B-10, B-13); `inroads population` has theme A.
In a trial the control arm anchors how far its people are from work, by one shift of distance;
the treatment arm is then a prediction.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sim import Scenario, load, simulate
from sim.scenario import profile
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS

# A trial's people are few among many: the market around them is that of five times as many.
SMALL_SHARE_OF_MARKET = {
    "world.economy.employers_per_100": 50.0,
    "world.economy.other_applicants": 1.5,
    "world.economy.others_in_work": 11.0,
    "world.people.newcomers": 0.0,
}
TAKE_PART = {"world.ips.take_up": 1.0, "world.sheltered.take_up": 1.0,
             "policy.ips.from_severity": 0.0, "policy.sheltered.from_distance": 0.0}  # fmt: skip
SEVERE, NEET = profile("severe-mental-illness"), profile("neet")

# B-10's "high-quality usual care" is read as supported employment of the weaker kind for all:
# no tie to treatment, half the fidelity. That reading is ours.
WEAK_SUPPORT = {"policy.ips.fidelity.integration": 0.0, "policy.ips.fidelity.rapid_search": 0.5,
                "policy.ips.fidelity.client_choice": 0.5,
                "policy.ips.fidelity.employer_outreach": 0.5,
                "policy.ips.fidelity.follow_along": 0.5}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """One trial: who takes part, what the control arm gets, and the published shares."""

    study: str
    people: dict
    control: dict
    months: int
    outcome: str
    published_control: float
    published_treated: float


TRIALS = (
    Target("B-01 EQOLISE", SEVERE, {"policy.sheltered.places": 0.4}, 18, "job_ever", 0.28, 0.55),
    Target("B-05 Bejerholm", SEVERE, {"policy.sheltered.places": 0.9}, 18, "job_ever", 0.11, 0.46),
    Target("B-10 Reme", {**SEVERE, "world.people.severity_low": 0.25},
           {**WEAK_SUPPORT, "policy.ips.places": 1.0, "policy.sheltered.places": 0.0},
           12, "job_ever", 0.271, 0.366),
    Target("B-13 SEED", NEET, {"policy.sheltered.places": 1.0}, 12, "job_ever", 0.08, 0.48),
)  # fmt: skip


def mean_outcome(scenario: Scenario, outcome: str, month: int, seeds: range) -> float:
    """Mean of one outcome at one month over seeds."""
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(lambda seed: simulate(scenario, seed, keep_lives=False), seeds)
        return float(np.mean([run.outcome(outcome)[month] for run in runs]))


def anchored(trial: Target, base: Scenario, seeds: range) -> tuple[Scenario, float]:
    """The trial's district with the shift of distance at which its control arm is as published."""
    people = {"district.people": 1000, "district.months": trial.months}
    scenario = base.set({**people, **SMALL_SHARE_OF_MARKET, **TAKE_PART, "policy.ips.places": 0.0,
                         **trial.people, **trial.control})  # fmt: skip
    low, high = -3.0, 3.0
    for _ in range(8):
        middle = (low + high) / 2.0
        shifted = scenario.set({"world.hiring.local_shift": middle})
        share = mean_outcome(shifted, trial.outcome, trial.months, seeds)
        low, high = (middle, high) if share > trial.published_control else (low, middle)
    return shifted, middle


def job_survival(scenario: Scenario, seeds: range) -> dict[str, float]:
    """Of jobs started in the first 24 months: share ended by month 3 and lasting 12 months."""
    started = ended_early = lasting = 0
    for seed in seeds:
        lives = simulate(scenario, seed).lives
        at_work = (lives >= FIRST_JOB_STATUS) & (lives <= LAST_JOB_STATUS)
        starts = np.argwhere(at_work[1:25] & ~at_work[:24])
        for month, person in starts:
            spell = at_work[month + 1 : month + 14, person]
            started += 1
            ended_early += not spell[:4].all()
            lasting += bool(spell.all())
    return {"ended by month 3": ended_early / started, "lasting 12": lasting / started}


def main() -> None:
    """Print every target, published and simulated."""
    seeds = range(1, 31)
    base = load("denmark")
    print(f"{'target':34s}{'published':>10s}{'simulated':>10s}")
    for outcome, published in (("job_any", 0.12), ("job_fulltime", 0.058)):
        value = mean_outcome(base, outcome, 24, seeds)
        print(f"{'F-01 ' + outcome + ', month 24':34s}{published:10.3f}{value:10.3f}")
    survival = job_survival(base.set({"district.months": 40}), seeds)
    for (name, value), published in zip(survival.items(), (0.26, 0.50), strict=True):
        print(f"{'F-04 ' + name:34s}{published:10.3f}{value:10.3f}")
    for trial in TRIALS:
        scenario, shift = anchored(trial, base, seeds)
        as_designed = {address: base[address] for address in WEAK_SUPPORT}
        treated = scenario.set({**as_designed, "policy.ips.places": 1.0,
                                "policy.sheltered.places": 0.0})  # fmt: skip
        for arm, published, arm_scenario in (
            ("control", trial.published_control, scenario),
            ("treated", trial.published_treated, treated),
        ):
            value = mean_outcome(arm_scenario, trial.outcome, trial.months, seeds)
            print(f"{trial.study + ', ' + arm:34s}{published:10.3f}{value:10.3f}"
                  f"   shift {shift:+.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
