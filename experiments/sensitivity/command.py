"""``inroads sensitivity``: which inputs drive an outcome, which do not matter, and how much is luck."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.designs.experiment import Experiment
from experiments.designs.file import ExperimentFile, read
from experiments.engine.chunks import PERSON_MONTH_SECONDS, RUN_SECONDS
from experiments.engine.command import carry_out, engine_of
from experiments.engine.run import Outcome
from experiments.sensitivity import assemble, dependence, gather, plan, report
from experiments.sensitivity.analysis import Analysis
from experiments.sensitivity.design import FEWEST, Design
from experiments.store.results import open_results
from experiments.terminal import progress, say
from sim.errors import InputError
from sim.outcomes import BY_NAME
from sim.scenario import nearest, show, show_path

DEFAULT = "job_any"
ONLY_ASKED = ("pawn", "delta")  # these take too long for every outcome


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    file: str
    out: str
    method: str
    points: int | None = None
    replicates: int = 2
    outcomes: Sequence[str] = ()
    month: int | None = None
    seed: int = 1
    workers: int | None = None
    dask: str | None = None
    pairs: bool = False
    dry_run: bool = False
    allow_missing: bool = False
    as_json: bool = False
    quiet: bool = False


def sensitivity(asked: Asked) -> str | None:
    """Plan, run and analyse; what was kept where somebody stopped it, else None."""
    file = read(asked.file)
    design = plan.design_of(
        file, asked.method, asked.points, asked.replicates, asked.seed, asked.pairs
    )  # fmt: skip
    experiment = plan.experiment_of(file, design, asked.month)
    month = plan.checked_month(asked.month, file.scenario["district.months"])
    wanted = outcomes_of(asked.outcomes, experiment, file)
    if asked.dry_run:
        say_plan(asked, design, experiment)
        return None
    folder = Path(asked.out)
    if not (asked.as_json or asked.quiet):
        say_plan(asked, design, experiment)
    found = carry_out(
        experiment, folder, engine_of(asked.workers, asked.dask), quiet=asked.quiet or asked.as_json
    )
    if found.left:
        return kept(found, folder)
    analyses = analyse(folder, experiment, design, wanted, month, asked)
    if asked.as_json:
        say(report.as_json(analyses, folder))
    elif asked.quiet:
        for one in analyses:
            say(one.words[0])
    else:
        for one in analyses:
            say()
            report.tell(one)
        say(f"Kept in {show_path(folder / report.FOLDER)}.")
    return None


def kept(found: Outcome, folder: Path) -> str:
    """What a call that was stopped leaves behind."""
    return f"{found.done:,} runs are kept in {show_path(folder)}; the same call goes on"


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
            f"--outcome is {mixed}, but the scenarios in {show_path(file.path)} count in different currencies; "
            "ask for an outcome that is no money."
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


def say_plan(asked: Asked, design: Design, experiment: Experiment) -> None:
    """How many runs there will be, and roughly how long they take."""
    people, months = (experiment.scenario[a] for a in ("district.people", "district.months"))
    runs = len(experiment.runs)
    engine = engine_of(asked.workers, asked.dask)
    seconds = runs * (RUN_SECONDS + people * months * PERSON_MONTH_SECONDS) / max(engine.workers, 1)
    if asked.as_json:
        say(json.dumps({"runs": runs, "seconds": round(seconds), "design": design.as_dict()}, indent=1))
        return
    arms = " in two worlds" if len(experiment.arms) > 1 else ""
    base = "trajectories" if design.method == "morris" else "base points"
    minutes = f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{max(seconds, 1):.0f} seconds"
    say(
        f"{design.method}: {len(design.space.names) - 1} inputs and a dummy, {design.points:,} {base}, "
        f"{design.replicates} replicates{arms}: {runs:,} runs of {people:,} people and {months} months, about "
        f"{minutes} on {engine.workers} cores."
    )


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
