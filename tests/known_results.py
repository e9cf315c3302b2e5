"""Result folders whose answers are known: the engine's own, with a made-up model in place of ours."""

import numpy as np

from experiments.designs.file import read
from experiments.designs.points import experiment_of
from experiments.engine import live
from experiments.engine.executors import Here
from experiments.engine.run import run
from sim.model import Run
from sim.outcomes import NAMES

FILE = """
[about]
title = "Made up"
[experiment]
scenario = "denmark"
people = 100
months = 2
seeds = {seeds}
[keep]
outcomes = ["job_any", "public_cost", "few_hours"]
months = [0, 2]
[what_if]
policy.ips.places = 0.5
[factors]
policy.caseload.ordinary = "plausible"
policy.caseload.specialist = [8, 20, 45]
policy.ips.mental_only = "plausible"
world.economy.demand = "plausible"
world.people.few_jobs = "plausible"
[design]
kind = "latin"
points = {points}
"""


def gain(world):
    """What the made-up policy gains: little where demand is low and caseloads are high."""
    fails = world["world.economy.demand"] < 1.1 and world["policy.caseload.ordinary"] > 75
    return 0.002 if fails else 0.05 + 0.02 * world["world.economy.demand"]


def smooth(world):
    """A gain without edges."""
    return 0.05 * world["world.economy.demand"] + 0.03 * np.sin(world["policy.caseload.ordinary"] / 40.0)


def folder(path, monkeypatch, *, points=80, seeds=2, answer=gain, noise=0.002, fails=lambda run: False):
    """Run the made-up experiment into a folder; the arms of a seed share its luck."""
    number = iter(range(10**6))

    def simulate(world, seed, keep_lives=False):
        if fails(next(number)):
            raise RuntimeError("made to fail")
        treated = world["policy.ips.places"] == 0.5
        places = [world["world.economy.demand"], world["policy.caseload.ordinary"]]
        luck = np.random.default_rng((seed, int(treated), *(int(1e6 * place) for place in places)))
        level = 0.3 + (answer(world) if treated else 0.0) + noise * luck.standard_normal()
        outcomes = np.full((3, len(NAMES)), level)
        return Run(seed, outcomes, (outcomes,) * 3, outcomes, np.zeros((3, 1)), 100, np.zeros(100, np.int8))

    monkeypatch.setattr(live, "simulate", simulate)
    file = path.with_suffix(".toml")
    file.write_text(FILE.format(seeds=seeds, points=points))
    run(experiment_of(read(file)), path, engine=Here())
    return path
