"""The command `inroads trial`: read a trial file, simulate it, say what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments import reports
from experiments.answers import say_json
from experiments.terminal import progress, say
from experiments.trials.plain_data import as_dict
from experiments.trials.report import Reading, list_trials, print_reading
from experiments.trials.run import simulate
from experiments.trials.trial import STARTER, folder, read, shipped
from sim.errors import InputError


def example() -> None:
    """Print a trial file to start from."""
    say((folder() / f"{STARTER}.toml").read_text(encoding="utf-8").rstrip())


def listing(as_json: bool) -> None:
    """Print the shipped trials."""
    trials = {name: read(name) for name in shipped()}
    if as_json:
        say_json({name: dict(one.about) for name, one in trials.items()})
    else:
        list_trials(trials)


def trial(
    name: str | None,
    seeds: Sequence[int],
    *,
    people: int | None,
    changes: Mapping[str, Any],
    parameters: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate and report. Raises InputError for a file or a value that is not right."""
    if name is None:
        raise InputError("Name a trial: a TOML file, or a shipped one; 'inroads trial --list' lists them.")
    found = read(name)
    with progress(reports.waiting_label(), wanted=not (as_json or quiet)) as bar:
        result = simulate(
            found, seeds, people=people, parameters=parameters, changes=changes, keep_persons=True,
            progress=bar,
        )  # fmt: skip
    reading = Reading(result)
    if as_json:
        say_json(as_dict(reading))
    else:
        print_reading(reading, quiet)
