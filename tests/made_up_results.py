"""Result folders with known outcomes, made by the engine from made-up lives; no test itself."""

import zlib
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.designs.experiment import GROUPS, ONE_ARM, TWO_ARMS, Experiment, Keep, plan_runs
from experiments.engine import chunks, live
from experiments.engine.executors import Here
from experiments.engine.run import run
from sim.ledger import KINDS
from sim.model import Run
from sim.outcomes import NAMES
from sim.scenario import load

CASELOAD, DEMAND, PLACES = "policy.caseload.ordinary", "world.economy.demand", "policy.ips.places"
RULE = "policy.targeting.rule"
TODAY = 70.0  # of people per caseworker in Denmark
OUTCOMES = ("job_any", "public_cost", "few_hours")
MONTHS = 24


def in_work(scenario, luck=0.0):
    """The share in work that a made-up life comes to."""
    few = 0.0002 * (100.0 - scenario[CASELOAD])
    return 0.10 + few + 0.05 * (scenario[DEMAND] - 1.0) + 0.04 * scenario[PLACES] + luck


def shared(scenario, seed):
    """Luck that is the same everywhere."""
    return 0.01 * (seed % 7)


def own(scenario, seed):
    """Luck that is another one in every place."""
    text = f"{scenario[CASELOAD]} {scenario[DEMAND]} {scenario[PLACES]} {seed}"
    return float(np.random.default_rng(zlib.crc32(text.encode())).normal(0.0, 0.02))


def lives(luck=shared, refuses=None):
    """A stand-in for the model; refuses: for which scenario and seed a run fails."""

    def simulate(scenario, seed, keep_lives=False):
        if refuses is not None and refuses(scenario, seed):
            raise ValueError("nobody is left")
        outcomes = np.zeros((scenario["district.months"] + 1, len(NAMES)))
        share = in_work(scenario, luck(scenario, seed))
        outcomes[:, NAMES.index("job_any")] = share
        outcomes[:, NAMES.index("public_cost")] = 250_000.0 - 400.0 * scenario[CASELOAD]
        outcomes[:, NAMES.index("few_hours")] = 0.02
        groups = tuple(outcomes * factor for factor in (1.5, 1.0, 0.5))
        return Run(int(seed), outcomes, groups, outcomes, np.zeros((len(outcomes), KINDS)), 20,
                   np.zeros(20, np.int8), None)  # fmt: skip

    return simulate


def grid(
    columns, *, seeds=(1, 2, 3, 4), what_if=None, kind="grid", design="grid", scenarios=None, groups=True
):
    """A planned experiment: columns, a list of values for each address, row by row."""
    points = pd.DataFrame(columns)
    what_if = what_if or {}
    world = load("denmark").set({"district.people": 100, "district.months": MONTHS})
    keep = Keep(OUTCOMES, (0, 12, MONTHS), GROUPS if groups else GROUPS[:1])
    runs = plan_runs(len(points), seeds, TWO_ARMS if what_if else ONE_ARM)
    about = {"title": "A made-up grid", "question": "Where is it good?"}
    more = {"kind": design, "parameters": "best"}
    return Experiment(kind, "made-up", about, world, what_if, points, runs, keep, more, scenarios or {})


def crossed(**levels):
    """Every combination of levels, by short names."""
    names = {"caseload": CASELOAD, "demand": DEMAND, "places": PLACES, "rule": RULE}
    table = pd.MultiIndex.from_product(levels.values(), names=[names[n] for n in levels]).to_frame(
        index=False
    )
    return table.to_dict("list")


THREE = crossed(caseload=[40.0, TODAY, 100.0], demand=[0.7, 1.0, 1.3])


def made(folder, experiment, monkeypatch, *, luck=shared, refuses=None, runs_a_chunk=8):
    """The folder with the experiment's results in it."""
    monkeypatch.setattr(live, "simulate", lives(luck, refuses))
    monkeypatch.setattr(chunks, "MOST_RUNS", runs_a_chunk)
    run(experiment, Path(folder), engine=Here())
    return Path(folder)
