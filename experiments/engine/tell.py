"""What is said of an experiment before and after it is run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from experiments.designs.experiment import SIZES, Experiment
from experiments.designs.words import shown
from experiments.engine.estimate import Estimate
from experiments.engine.run import Outcome
from experiments.engine.watch import duration, size
from experiments.store.results import Results
from experiments.terminal import one_line, say, show

FIRST_POINTS = 8
PEOPLE, MONTHS = SIZES


def plan(
    experiment: Experiment, found: Estimate | None, held: Results | None, *, first_points: bool, quiet: bool
) -> None:
    """Say how many runs there are, and what they will take."""
    if not quiet:
        say(one_line(experiment.about.get("title", experiment.name)))
    say(counted(experiment))
    if held is not None:
        say(there(held))
    if found is not None:
        say(expected(found, held is not None))
    if first_points and not quiet:
        say()
        show(points_table(experiment))


def there(held: Results) -> str:
    """What a folder holds already."""
    failed = f", {held.failed:,} of which failed" if held.failed else ""
    if not held.missing:
        return f"All of them are there already{failed}."
    return f"{held.total - held.missing:,} of them are there already{failed}; {held.missing:,} are left."


def counted(experiment: Experiment) -> str:
    """'9 points x 2 arms x 4 seeds: 72 runs of 500 people over 24 months.'"""
    points, runs, arms = len(experiment.points), len(experiment.runs), experiment.arms
    seeds = runs / (points * len(arms))
    each = f"{seeds:.0f}" if seeds == round(seeds) else f"about {seeds:.1f}"
    people = "different numbers of" if PEOPLE in experiment.points else f"{experiment.scenario[PEOPLE]:,}"
    two = f" x 2 arms ({arms[0]}, {arms[1]})" if len(arms) == 2 else ""
    return (
        f"{_many(points, 'point')}{two} x {each} {'seed' if seeds == 1 else 'seeds'}: "
        f"{_many(runs, 'run')} of "
        f"{people} people over {_many(experiment.scenario[MONTHS], 'month')}."
    )


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def expected(found: Estimate, begun: bool) -> str:
    """What the runs that are left will take, and from what that is known."""
    workers = "worker" if found.workers == 1 else "workers"
    what = "what is left" if begun else "all of them"
    return (
        f"A run takes {_seconds(found.run_seconds)} here; {found.workers} {workers} should take about "
        f"{duration(found.seconds)} for {what}, and results about {size(found.size)} on the disk."
    )


def _seconds(seconds: float) -> str:
    return f"{1000 * seconds:.2g} ms" if seconds < 0.0995 else f"{seconds:.2g} s"


def points_table(experiment: Experiment):
    """The first points as a table."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("point", justify="right")
    for address in experiment.points:
        table.add_column(address, justify="right", overflow="fold")
    for point in range(min(FIRST_POINTS, len(experiment.points))):
        table.add_row(str(point), *(shown(one) for one in experiment.row(point).values()))
    if len(experiment.points) > FIRST_POINTS:
        table.add_row("...")
    return table


def as_dict(
    experiment: Experiment, found: Estimate | None, folder: Path | None, *, first_points: bool = False
) -> dict[str, Any]:
    """The plan as plain data."""
    entry = {
        "name": experiment.name,
        "folder": None if folder is None else str(folder),
        "points": len(experiment.points),
        "runs": len(experiment.runs),
        "arms": list(experiment.arms),
        "seeds": sorted(set(experiment.runs["seed"].tolist())),
        "factors": list(experiment.points),
        "estimate": None if found is None else asdict(found),
    }
    if first_points:
        count = min(FIRST_POINTS, len(experiment.points))
        entry["first_points"] = [experiment.row(point) for point in range(count)]
    return entry


def outcome(came: Outcome, failed: list[dict[str, Any]]) -> dict[str, Any]:
    """What came of it as plain data."""
    return {**asdict(came), "failures": failed}


def sentence(came: Outcome, folder: Path) -> str:
    """'72 runs done, 0 failed, 0 left, in runs/x (3 s).'"""
    return (
        f"{came.done:,} {'run' if came.done == 1 else 'runs'} done, {came.failed:,} failed, "
        f"{came.left:,} left, in "
        f"{folder} ({duration(came.seconds)})."
    )
