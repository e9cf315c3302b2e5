"""Paired worlds for claims about measures: the same people, the same luck, one thing different.

A difference is a mean over seeds with its standard error; of shares, in percentage points. It is called
sure when the mean lies more than 1.645 standard errors from nought (the 90% interval of the register).
"""

from functools import cache

import numpy as np

from experiments.compare import Arm, run_arm
from sim import load
from sim.outcomes import BY_NAME, NAMES

MANY_SEEDS = range(1, 61)
SEEDS = range(1, 25)
FEW_SEEDS = range(1, 13)
SURE = 1.645
BASE = load("denmark").set({
    "policy.ips.places": 0.0, "policy.sheltered.places": 0.0, "policy.plans.review": 0,
    "policy.sheltered.from_distance": 0.0,  # where a plan names it, it is for everybody
})  # fmt: skip
FOR_ALL = ("regular_hours", "practice", "training", "wage_subsidy", "mentor", "everyday_goals", "sheltered")


def world(group: str, plan: str, opened: tuple[str, ...], months: int, changes=()):
    """One group with a plan; what is opened has places for all of them and for nobody else."""
    return BASE.set({
        "district.focus": group, "district.months": months, "policy.plans.kept": " + ".join(opened),
        f"policy.plans.{group}": plan, **{f"policy.{one}.places": 1.0 for one in opened}, **dict(changes),
    })  # fmt: skip


@cache
def arm(group: str, plan: str, opened=FOR_ALL, months=60, changes=(), seeds=SEEDS) -> np.ndarray:
    """Outcomes of the people in focus, (seeds, months+1, outcomes)."""
    runs = run_arm(world(group, plan, opened, months, changes), seeds).runs
    return np.stack([run.focus for run in runs])


@cache
def policy(changes=(), months=36, seeds=SEEDS) -> Arm:
    """Everybody's outcomes where places are given by lot, with some changes to today's policy."""
    return run_arm(BASE.set({"district.months": months, **dict(changes)}), seeds)


def by_lot(outcome: str, month: int, *changes) -> tuple[float, float]:
    """Mean and standard error of what the changes add for everybody."""
    return apart(policy(tuple(changes)).values, policy().values, outcome, month)


def apart(one: np.ndarray, other: np.ndarray, outcome: str, month: int) -> tuple[float, float]:
    """Mean and standard error of a paired difference; shares in percentage points."""
    points = 100.0 if BY_NAME[outcome].unit == "share" else 1.0
    return error_of(points * (one - other)[:, month, NAMES.index(outcome)])


def error_of(values: np.ndarray) -> tuple[float, float]:
    return float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values)))


def surely_more(found: tuple[float, float]) -> bool:
    return found[0] > SURE * found[1] and found[1] > 0.0


def surely_less(found: tuple[float, float]) -> bool:
    return found[0] < -SURE * found[1] and found[1] > 0.0


def within(found: tuple[float, float], most: float) -> bool:
    """Whether the whole 90% interval lies within so much of nought."""
    return abs(found[0]) + SURE * found[1] <= most
