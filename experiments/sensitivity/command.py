"""``inroads sensitivity``: which inputs drive an outcome, which do not matter, and how much is luck."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.designs.experiment import Experiment
from experiments.designs.file import ExperimentFile, read
from experiments.designs.words import listed
from experiments.engine import command as engine_command
from experiments.engine import estimate as measured
from experiments.engine import tell
from experiments.engine.differences import check_same
from experiments.engine.executors import Engine
from experiments.engine.how import How
from experiments.engine.ready import ready
from experiments.engine.run import chunked
from experiments.manual import Stopped
from experiments.sensitivity import assemble, dependence, gather, plan, report
from experiments.sensitivity.analysis import Analysis
from experiments.sensitivity.design import FEWEST, Design
from experiments.store import layout
from experiments.store.results import Results, open_results
from experiments.terminal import progress, say
from sim.errors import InputError
from sim.outcomes import BY_NAME
from sim.scenario import nearest, show, show_path

OPTIONS = {"method": "--method", "points": "--points", "replicates": "--replicates", "seed": "--seed"}
DEFAULT = "job_any"
ONLY_ASKED = ("pawn", "delta")  # these take too long for every outcome


@dataclass(frozen=True)
class Asked(How):
    """The options of the command."""

    file: str = ""
    method: str = "morris"
    points: int | None = None
    replicates: int = 2
    outcomes: Sequence[str] = ()
    month: int | None = None
    seed: int = 1
    pairs: bool = False
    allow_missing: bool = False


def sensitivity(asked: Asked) -> None:
    """Plan, run and analyse. Raises InputError, and Stopped where runs are left."""
    file = read(asked.file)
    design = plan.design_of(file, asked.method, asked.points, asked.replicates, asked.seed, asked.pairs)
    month = plan.checked_month(asked.month, file.scenario["district.months"])
    experiment = plan.experiment_of(file, design, month)
    experiment = chunked(experiment)
    wanted = outcomes_of(asked.outcomes, experiment, file)
    folder = folder_of(asked)
    held = held_by(folder, experiment, month)
    if folder is not None and not asked.dry_run:
        ready(folder)
    engine = engine_command.engine_of(asked.workers, asked.dask)
    _tell_plan(asked, design, experiment, held, engine)
    if asked.dry_run or folder is None:
        return
    came = engine_command.carry_out(
        experiment, folder, engine, bar=not (asked.quiet or asked.as_json),
        retry_failed=asked.retry_failed, is_ready=True,
    )  # fmt: skip
    if came.left:
        runs = came.done + came.failed
        raise Stopped(
            f"{runs:,} of {runs + came.left:,} runs are kept in {show_path(folder)}; the same command goes on"
        )
    money = min(currencies(experiment))
    _tell(analyse(folder, experiment, design, wanted, month, asked), folder, asked, money)


def folder_of(asked: Asked) -> Path | None:
    """The folder for runs and indices. Raises InputError where there is none, or none to go on with."""
    if asked.out is None and asked.dry_run:
        return None
    if asked.out is None or not asked.out.strip() or "\0" in asked.out:
        raise InputError("Say with --out DIR where runs and indices go; --dry-run needs no folder.")
    folder = Path(asked.out)
    if asked.resume and not (folder / layout.MANIFEST).exists():
        raise InputError(f"{show_path(folder)} holds no analysis to resume; leave out --resume to begin one.")
    return folder


def held_by(folder: Path | None, experiment: Experiment, month: int) -> Results | None:
    """What a folder holds of these runs already. Raises InputError where it is of something else."""
    if folder is None or not (folder / layout.MANIFEST).exists():
        return None
    results = open_results(folder)
    other = other_options(results.manifest, experiment, month) if results.kind == plan.KIND else []
    if other:
        raise InputError(
            f"{show_path(folder)} holds another experiment: {'; '.join(other)}. "
            "Name another folder with --out, or give back the options as they were."
        )
    check_same(experiment, folder, results.manifest)
    return results


def other_options(manifest: Mapping[str, Any], experiment: Experiment, month: int) -> list[str]:
    """Which options of the command were others when a folder was begun, in words."""
    was, now = manifest["design"], experiment.more
    told = [
        f"{option} was {was.get(key)} and is {now[key]}"
        for key, option in OPTIONS.items()
        if was.get(key) != now[key]
    ]
    if was.get("second_order") != now["second_order"]:
        told.append("--pairs is new" if now["second_order"] else "--pairs is left out")
    kept, wanted = manifest["keep"]["months"], experiment.keep.months
    if month not in kept:
        told.append(f"--month is {month}, but its runs keep only {when(kept)}")
    elif set(kept) > set(wanted):
        told.append(f"--month is {month}, but it was begun with one that keeps {when(kept)}")
    return told


def when(months: Sequence[int]) -> str:
    """'month 12', 'months 12, 24'."""
    return f"month{'s' if len(months) > 1 else ''} {listed(months)}"


def _tell_plan(
    asked: Asked, design: Design, experiment: Experiment, held: Results | None, engine: Engine
) -> None:
    """Say what will be run and what it takes, unless nobody wants to know."""
    if not asked.dry_run and (asked.as_json or asked.quiet):
        return
    left = None if held is None else ~experiment.runs["run"].isin(held.status["run"])
    expected = measured.estimate(experiment, engine.workers, left)
    if asked.as_json:
        say(json.dumps({**tell.as_dict(experiment, expected, None), "design": design.as_dict()}, indent=1))
        return
    base = "trajectories" if design.method == "morris" else "base points"
    say(f"{design.method}: {len(design.space.names) - 1} inputs and a dummy, {design.points:,} {base}.")
    tell.plan(experiment, expected, held, first_points=False, quiet=asked.quiet)


def _tell(analyses: Sequence[Analysis], folder: Path, asked: Asked, currency: str) -> None:
    if asked.as_json:
        say(report.as_json(analyses, folder))
        return
    for one in analyses:
        if asked.quiet:
            say(one.words[0])
        else:
            say()
            report.tell(one, currency)
    if not asked.quiet:
        say(f"Kept in {show_path(folder / report.FOLDER)}.")


def outcomes_of(names: Sequence[str], experiment: Experiment, file: ExperimentFile) -> list[str]:
    """The outcomes that are shown, checked. Raises InputError for one that is not kept or means nothing."""
    known = experiment.keep.outcomes
    for name in names:
        if name not in known:
            raise InputError(
                f"--outcome is {show(name)}, but must be one of those kept: {', '.join(known)}."
                f"{nearest(name, known)}"
            )
    possible = gather.analysable(known, currencies(experiment))
    mixed = next((name for name in names if name not in possible), None)
    if mixed is not None:
        raise InputError(
            f"--outcome is {mixed}, but the scenarios in {show_path(file.path)} count in several "
            "currencies; ask for an outcome that is no money."
        )
    if not possible:
        raise InputError(
            f"All outcomes kept in {show_path(file.path)} are money, but its scenarios count in different "
            "currencies; keep one that is no money."
        )
    default = DEFAULT if DEFAULT in possible else possible[0]
    return list(dict.fromkeys(names)) or [default]


def currencies(experiment: Experiment) -> set[str]:
    """The currencies that some run counts in."""
    address = "district.currency"
    if address in experiment.points:
        return set(experiment.points[address])
    return {one[address] for one in (experiment.scenarios.values() or (experiment.scenario,))}


def analyse(
    folder: Path, experiment: Experiment, design: Design, wanted: Sequence[str], month: int, asked: Asked
) -> list[Analysis]:
    """Analyse and keep every outcome, and return the analyses that were asked for."""
    results = open_results(folder)
    names = list(wanted)
    if design.method not in ONLY_ASKED:
        names += gather.analysable(experiment.keep.outcomes, currencies(experiment))
    names = list(dict.fromkeys(names))
    gathered = gather.gather(results, design, names, month)
    blocks = gather.blocks_to_use(results, design, gathered, FEWEST[design.method], asked.allow_missing)
    apart = tuple(dependence.fitted_apart(results.factors))
    found: dict[str, Analysis] = {}
    with progress("indices", wanted=not (asked.quiet or asked.as_json)) as bar:
        for number, name in enumerate(names):
            bar(number, len(names))
            if gather.empty(gathered.values[name], design, blocks):
                if name in wanted:
                    raise InputError(
                        f"In some run nobody is left at month {month}, so {name} has no value there; ask for "
                        "an earlier --month or larger districts."
                    )
                continue
            what = assemble.Measured(
                name, month, BY_NAME[name].label, BY_NAME[name].unit, gathered.measure, experiment.name, apart
            )
            found[name] = assemble.analyse(design, gathered.values[name], what, blocks)
    report.write(folder, list(found.values()))
    return [found[name] for name in wanted]
