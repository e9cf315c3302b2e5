"""Answers made by hand, so that what the page says can be checked against known numbers."""

import numpy as np

from dashboard.answers import Answer
from dashboard.link import WhatIf
from experiments.compare import Arm, Comparison
from sim.ledger import KINDS
from sim.model import Run
from sim.outcomes import NAMES

PEOPLE = 200


def a_run(seed, what_if, levels, in_work, amounts=0.0):
    """A run with given outcomes at the end (rising from zero) and a number of people in work."""
    rise = np.linspace(0.0, 1.0, what_if.months + 1)
    outcomes = np.zeros((what_if.months + 1, len(NAMES)))
    for name, level in levels.items():
        outcomes[:, NAMES.index(name)] = level * rise
    lives = np.zeros((1, PEOPLE), np.int8)
    lives[0, :in_work] = 8
    money = np.full((what_if.months + 1, KINDS), amounts)
    return Run(seed, outcomes, (outcomes,) * 3, outcomes, money, PEOPLE, np.zeros(PEOPLE, np.int8), lives)


def an_answer(before, gains, what_if=None, others=0.0, sets=(), **levels):
    """An answer in which today's share in work and the gain in each run are known.

    sets: the parameter set of each run; the runs of one set share a world of its own.
    """
    if what_if is None:
        what_if = WhatIf.today("denmark").set({"policy.ips.places": 0.5})
    today, changed = [], []
    for seed, gain in enumerate(gains, start=1):
        now = {"job_any": before, "others_in_work": 2.0}
        then = {"job_any": before + gain, "others_in_work": 2.0 + others, **levels}
        today.append(a_run(seed, what_if, now, round(before * PEOPLE)))
        changed.append(a_run(seed, what_if, then, round((before + gain) * PEOPLE), 1000.0))
    scenario = what_if.scenario()
    lived = tuple(scenario.set({"world.hiring.risk": 0.5 + 0.01 * number}) for number in sets)
    arms = Arm(scenario, tuple(today), lived, sets), Arm(scenario, tuple(changed), lived, sets)
    return Answer(what_if, Comparison(*arms, tuple(range(1, len(gains) + 1))))
