"""The kinds of file that a person writes: scenarios, trials and experiments. One place tells them apart."""

from __future__ import annotations

from pathlib import Path

from experiments.designs import file as experiments
from experiments.designs.keys import TABLES
from experiments.designs.points import experiment_of
from experiments.trials import trial as trials
from sim.errors import InputError
from sim.scenario import load, read_toml, show_path
from sim.scenario import shipped as scenarios

# A table that only one kind of file has; of [design], which two have, the keys that only one has there.
MARKS = {
    "trial": {"arms", "outcomes"},
    "experiment": {"experiment", "factors", "points", "keep", "what_if", "set", "groups"},
}
DESIGN_OF_EXPERIMENTS = set(TABLES["design"])


def kind_of(name: str) -> str:
    """'scenario', 'trial' or 'experiment'; a shipped name stands for the first kind that has it.

    Raises InputError for a file that cannot be read.
    """
    if name in scenarios():
        return "scenario"
    if name in trials.shipped() or name in experiments.shipped():
        return "trial" if name in trials.shipped() else "experiment"
    try:
        if not Path(name).is_file():
            return "scenario"
    except (OSError, ValueError):
        return "scenario"
    tables = read_toml(Path(name))
    if not tables:
        raise InputError(
            f"{show_path(name)} is empty; 'inroads experiment --example' and 'inroads trial --example' print "
            'files to start from, and a scenario begins with, say, extends = "denmark".'
        )
    found = next((kind for kind, marks in MARKS.items() if marks & set(tables)), None)
    if found is None and "design" in tables:
        design = tables["design"]
        ours = isinstance(design, dict) and DESIGN_OF_EXPERIMENTS & set(design)
        return "experiment" if ours else "trial"
    return found or "scenario"


def check_any(name: str) -> None:
    """Read a file, whichever kind it is. Raises InputError with what is wrong."""
    kind = kind_of(name)
    if kind == "trial":
        trials.read(name)
    elif kind == "experiment":
        experiment_of(experiments.read(name))
    else:
        load(name)
