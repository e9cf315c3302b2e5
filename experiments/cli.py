"""The command line: `inroads COMMAND`. Models and tables are imported only when needed."""

from __future__ import annotations

import json
import os
import threading
from typing import Annotated

import typer

from experiments.manual import STOPPED, Manual, Stopped, version
from experiments.terminal import complain, say

app = typer.Typer(
    cls=Manual,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a TOML file.")
]
Months = Annotated[
    int | None,
    typer.Option(metavar="N", help="How long lives are followed; the scenario's own if not said."),
]
People = Annotated[
    int | None,
    typer.Option(metavar="N", help="Jobseekers at the start; the scenario's own if not said."),
]
Seeds = Annotated[int, typer.Option(metavar="N", min=1, max=100_000, help="How many runs, a seed each.")]
Seed = Annotated[
    int, typer.Option(metavar="S", min=1, max=2**53, help="The first seed; the others follow it.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="ADDRESS=VALUE",
        help="Change a number, as in policy.ips.places=0.5; may be given again.",
    ),
]
Other = Annotated[
    str | None,
    typer.Option("--with", metavar="OTHER", help="The scenario that is the policy's world."),
]
Out = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Write everything into this folder: Parquet, CSV, manifest."),
]
Parameters = Annotated[
    str,
    typer.Option(
        "--parameters", metavar="posterior|best",
        help="'posterior': what is not known varies from run to run; 'best': only what is best known.",
    ),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no tables, only the sentences.")]


def _print_version(asked: bool) -> None:
    if asked:
        say(f"inroads {version()}")
        raise typer.Exit


@app.callback()
def inroads(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,
) -> None:
    """Try out labour-market policy on people far from work."""


@app.command()
def run(
    scenario: ScenarioName,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 20,
    seed: Seed = 1,
    parameters: Parameters = "posterior",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Live one scenario through and print what becomes of its people."""
    from experiments import answers
    from experiments.inputs import parse, sized
    from experiments.posterior import check_choice

    world = sized(scenario, people, months).set(parse(changes))
    check_choice(parameters)
    question = answers.Question(range(seed, seed + seeds), out, as_json, quiet, parameters)
    _finish(answers.one_world(world, question))


@app.command()
def compare(
    scenario: ScenarioName,
    other: Other = None,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 20,
    seed: Seed = 1,
    parameters: Parameters = "posterior",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare a scenario with another one, or with itself changed, person by person.

    Both worlds have the same people and the same luck. --set changes only the policy's world, on
    top of OTHER where --with names one; --people and --months size both worlds.
    """
    from experiments import answers
    from experiments.inputs import parse, sized
    from experiments.posterior import check_choice

    baseline = sized(scenario, people, months)
    policy = (sized(other, people, months) if other is not None else baseline).set(parse(changes))
    check_choice(parameters)
    question = answers.Question(range(seed, seed + seeds), out, as_json, quiet, parameters)
    _finish(answers.two_worlds(baseline, policy, question))


def _finish(kept: str | None) -> None:
    """Leave with Ctrl-C's exit code where the work was cut short."""
    if kept is not None:
        raise Stopped(kept)


@app.command()
def life(
    scenario: ScenarioName,
    person: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Whose life: people are numbered from 0.")
    ] = None,
    other: Other = None,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seed: Annotated[int, typer.Option(metavar="S", min=1, max=2**53, help="The luck of the run.")] = 1,
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Write everybody's monthly statuses and spells, for TraMineR."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell one person's life, month by month, and the twin's under another policy beside it.

    With --with or --set there are two worlds with the same people and the same luck; --set changes
    only the policy's world, on top of OTHER where --with names one. SCENARIO may also be a person in a
    nation, as 'inroads nation' lives it: nation:denmark/district=17/person=42.

    Example: inroads life denmark --person 17 --set policy.ips.places=0.9
    """
    from experiments import biography
    from experiments.inputs import parse, sized

    if scenario.startswith("nation:"):
        from experiments.nation import person as in_nation

        worlds, number, luck = in_nation.life(
            scenario, person=person, changes=parse(changes), other=other, people=people, months=months,
            seed=seed,
        )  # fmt: skip
        biography.tell(worlds, number, luck, out, as_json)
        return
    if person is None:
        raise typer.BadParameter("a life is somebody's: give --person NUMBER, as in --person 17.")
    baseline = sized(scenario, people, months)
    worlds = {"scenario": baseline}
    if other is not None or changes:
        policy = sized(other, people, months) if other is not None else baseline
        worlds = {"baseline": baseline, "policy": policy.set(parse(changes))}
    biography.tell(worlds, person, seed, out, as_json)


@app.command()
def sequence(
    scenario: ScenarioName,
    more: Annotated[list[str] | None, typer.Argument(metavar="[PLAN...]", help="Further plans.")] = None,
    profile: Annotated[
        str, typer.Option(metavar="GROUP", help="Who gets the plan: language, young, health, far ...")
    ] = "everyone",
    plans: Annotated[
        list[str] | None,
        typer.Option(metavar="PLAN...", help="Plans to rank: '>' says then, '+' at the same time."),
    ] = None,
    all_orders: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Every order of some instruments, and all at once.")
    ] = None,
    outcome: Annotated[str, typer.Option(metavar="NAME", help="What plans are ranked by.")] = "job_any",
    month: Annotated[
        int | None,
        typer.Option(metavar="N", help="The month at which they are ranked; the last if not said."),
    ] = None,
    places: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of the group for whom there is a place.")
    ] = 1.0,
    interactions: Annotated[
        bool, typer.Option(help="Whether one measure may depend on what came before and beside it.")
    ] = True,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 20,
    seed: Seed = 1,
    parameters: Parameters = "posterior",
    as_json: Json = False,
) -> None:
    """Rank orders of measures: every plan on the same people with the same luck, and why.

    Example: inroads sequence denmark --profile language --plans "language > practice" "practice > language"
    """
    from experiments import sequence_report
    from experiments.inputs import parse, sized
    from experiments.posterior import check_choice
    from experiments.sequence import check_profile, check_question, plans_of, without_interactions

    check_profile(profile)
    check_choice(parameters)
    wanted = plans_of([*(plans or ()), *(more or ())], all_orders)
    world = sized(scenario, people, months).set(parse(changes))
    check_question(world, outcome, month)
    world = world if interactions else without_interactions(world)
    _finish(
        sequence_report.sequence(
            world, profile, wanted, range(seed, seed + seeds), as_json,
            outcome=outcome, month=month, places=places, parameters=parameters,
        )
    )  # fmt: skip


@app.command()
def barriers(
    scenario: ScenarioName,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 5,
    seed: Seed = 1,
    group: Annotated[
        str | None, typer.Option(metavar="NAME", help="One group over time: young, far ...")
    ] = None,
    definitions: Annotated[bool, typer.Option("--long", help="Say of each barrier what is counted.")] = False,
    as_json: Json = False,
) -> None:
    """Print how common each of the 24 barriers is, over time and by group.

    Example: inroads barriers denmark --group young --long
    """
    from experiments import prevalence_report
    from experiments.inputs import parse, sized

    prevalence_report.check_group(group)
    world = sized(scenario, people, months).set(parse(changes))
    prevalence_report.barriers(world, range(seed, seed + seeds), group, definitions, as_json)


@app.command()
def evidence(
    again: Annotated[
        bool, typer.Option("--run", help="Measure everything anew; what is measured is kept.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="One result, study or trial, with its details; may be given again."),
    ] = None,
    seeds: Annotated[
        int | None, typer.Option(metavar="N", min=2, max=100_000, help="With --run: worlds for each result.")
    ] = None,
    parameters: Annotated[
        str | None,
        typer.Option(metavar="posterior|best", help="With --run: as for the other commands; posterior."),
    ] = None,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --run: write the results into this file.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="Print the results of this file.")
    ] = None,
    descriptive: Annotated[
        bool, typer.Option("--descriptive", help="Free pass and paid hours: who gets them, and what they do.")
    ] = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="Measure the stylised facts and print each.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print published results beside the model's: what was used for tuning, and what is a test.

    Example: inroads evidence --only B-05
    """
    from experiments.evidence import report as evidence_report

    asked = evidence_report.Asked(tuple(only or ()), file, out, as_json, quiet)
    evidence_report.evidence(asked, again, seeds, parameters, descriptive, facts)


@app.command()
def trial(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A trial file, or a shipped trial's name.")
    ] = None,
    seeds: Seeds = 20,
    seed: Seed = 1,
    people: Annotated[
        int | None, typer.Option(metavar="N", min=10, max=200_000, help="People in each arm of each run.")
    ] = None,
    changes: Changes = None,
    parameters: Parameters = "posterior",
    every: Annotated[bool, typer.Option("--list", help="List the trials that come with Inroads.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Print a trial file to start from.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a published trial from its file, and hold the result against what was published.

    The people, the arms and the outcomes stand in the file (docs/trials.md says how to write one).
    --set changes a number in every arm.

    Example: inroads trial eqolise --seeds 30
    """
    from experiments.inputs import parse
    from experiments.trials import command as trial_command

    if every or example:
        trial_command.example() if example else trial_command.listing(as_json)
        return
    trial_command.trial(
        file, range(seed, seed + seeds), people=people, changes=parse(changes), parameters=parameters,
        as_json=as_json, quiet=quiet,
    )  # fmt: skip


@app.command()
def calibrate(
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Where results go; among the shipped scenarios if not said."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an earlier call stopped.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="A try of a few minutes that nothing can be learned from.")
    ] = False,
    seed: Annotated[int, typer.Option(metavar="S", min=1, max=2**31, help="All luck follows from it.")] = 1,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=256, help="Processes; as many as cores if not said.")
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Only print what the last calibration found.")
    ] = False,
) -> None:
    """Fit the assumptions that nobody has measured to published trials and patterns.

    Writes parameter sets that meet the figures, and what was found out about them. Takes most of an
    hour on two cores; whatever was simulated survives an interruption.

    Example: inroads calibrate --resume
    """
    from experiments.calibration import command

    if report:
        command.report(command.folder(out, quick))
    else:
        _finish(command.calibrate(out, resume=resume, quick=quick, seed=seed, workers=workers))


@app.command()
def population(
    scenario: ScenarioName,
    changes: Changes = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The people of a study: a shipped profile's name, or a TOML file."),
    ] = None,
    people: Annotated[int, typer.Option(metavar="N", help="How many people are drawn.")] = 50_000,
    seed: Annotated[
        int, typer.Option(metavar="S", min=1, max=2**53, help="Whose luck they are drawn with.")
    ] = 1,
    as_json: Json = False,
) -> None:
    """Draw the people of a scenario and hold them against what is published of them.

    Example: inroads population denmark --profile neet
    """
    from experiments.inputs import parse
    from experiments.people import report as population_report
    from sim.scenario import load

    population_report.population(load(scenario).set(parse(changes)), profile, people, seed, as_json)


@app.command()
def experiment(
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="An experiment file, or a shipped experiment's name."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="The folder for the results; a second call goes on in it."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=1024, help="Processes; as many as cores if not said."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS|local", help="Run on the workers of this Dask scheduler, or of one begun here."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Only go on with what DIR holds; FILE may be left out.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Make the runs that failed again.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be run and what it takes; write nothing.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--list", help="List the experiments that come with Inroads.")
    ] = False,
    example: Annotated[
        bool, typer.Option("--example", help="Print an experiment file to start from.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make all the runs that a file plans: a grid, a list or a sample of policies and worlds.

    A call that was cut short loses at most what was under way, and the same call goes on; so does an
    empty file STOP in DIR end one. The exit code is 1 where runs failed. docs/experiments.md tells all.

    Example: inroads experiment starter --out runs/starter
    """
    from experiments.engine import command

    if every or example:
        command.example() if example else command.listing(as_json)
        return
    asked = command.Asked(file, out, workers, dask, resume, retry_failed, dry_run, as_json, quiet)
    if not command.experiment(asked):
        raise typer.Exit(1)


@app.command()
def results(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder that 'inroads experiment' wrote.")],
    outcomes: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="NAME", help="What is shown by point; may be given again."),
    ] = None,
    month: Annotated[
        int | None, typer.Option(metavar="N", help="At which month; the last that was kept if not said.")
    ] = None,
    group: Annotated[
        str, typer.Option(metavar="NAME", help="Whose outcomes: all, or near, mid, far where kept.")
    ] = "all",
    csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write one row a run and month, with what was varied.")
    ] = None,
    by_point: Annotated[
        bool, typer.Option("--by-point", help="With --csv: one row a point, with means over seeds.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--check", help="Read every part and check it; the exit code is 1 for any wrong.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what a folder of results holds, check it, show it by point, write it as CSV.

    Example: inroads results runs/starter --outcome job_any --month 24
    """
    from experiments.results import command

    asked = command.Asked(folder, tuple(outcomes or ()), month, group, csv, by_point, verify, as_json, quiet)
    if not command.results(asked):
        raise typer.Exit(1)


@app.command()
def sensitivity(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="An experiment file, or a shipped experiment's name.")
    ],
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="The folder for runs and indices; a second call goes on in it."),
    ] = None,
    method: Annotated[
        str, typer.Option(metavar="NAME", help="morris, sobol, rbd_fast, pawn, delta or dgsm.")
    ] = "morris",
    points: Annotated[
        int | None,
        typer.Option(metavar="N", help="Trajectories for morris, else base points; a start if not said."),
    ] = None,
    replicates: Annotated[
        int, typer.Option(metavar="R", help="Lucks with which every point is lived; 2 or more.")
    ] = 2,
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="What is shown, job_any if not said; may be given again."),
    ] = None,
    month: Annotated[
        int | None, typer.Option(metavar="N", help="The month that is analysed; the last if not said.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="S", help="The design and all luck follow from it.")] = 1,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="For sobol: pairs of inputs too (twice the runs).")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=1024, help="Processes; as many as cores if not said."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS|local", help="Run on the workers of this Dask scheduler, or of one begun here."
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Only go on with what DIR holds.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Make the runs that failed again.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many runs there would be.")
    ] = False,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Leave out what failed, in whole blocks.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say which inputs drive an outcome, which do not matter, and how much of it is luck.

    What varies stands under [factors] in the file; docs/sensitivity.md says which method is for what.

    Example: inroads sensitivity what-drives-ips --method sobol --out runs/drives
    """
    from experiments.sensitivity import command

    command.sensitivity(
        command.Asked(
            file, out, method, points, replicates, tuple(outcome or ()), month, seed, workers, dask, pairs,
            resume, retry_failed, dry_run, allow_missing, as_json, quiet,
        )
    )  # fmt: skip


@app.command()
def nation(
    country: Annotated[
        str, typer.Argument(metavar="COUNTRY", help="denmark, finland, iceland, norway, sweden, or nordic.")
    ],
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="The folder for the results; a second call goes on in it."),
    ] = None,
    scale: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of the districts that are lived, of all sizes.")
    ] = 1.0,
    changes: Changes = None,
    other: Other = None,
    months: Annotated[int, typer.Option(metavar="N", help="How long lives are followed.")] = 120,
    seed: Annotated[
        int, typer.Option(metavar="S", min=1, max=2**53, help="Which districts are drawn, and their luck.")
    ] = 1,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=1024, help="Processes; as many as cores if not said."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS|local", help="Run on the workers of this Dask scheduler, or of one begun here."
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Only go on with what DIR holds.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Make the runs that failed again.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be run and what it takes; write nothing.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Live a whole country, district by district, without and with a policy.

    --set is the policy, in every district. 'inroads life nation:denmark/district=17/person=42' tells
    any one life in it.

    Example: inroads nation denmark --scale 0.1 --set policy.ips.places=0.5 --out runs/denmark
    """
    from experiments.inputs import parse
    from experiments.nation import command as nation_command
    from experiments.nation.plan import Asked

    asked = Asked(country, scale, months, seed, parse(changes), other)
    how = nation_command.How(out, workers, dask, resume, retry_failed, dry_run, as_json, quiet)
    if not nation_command.nation(asked, how):
        raise typer.Exit(1)


Folder = Annotated[str, typer.Argument(metavar="DIR", help="A folder of results.")]
Kept = Annotated[
    str | None,
    typer.Option("--outcome", metavar="NAME", help="An outcome that was kept; the first if not said."),
]
At = Annotated[
    int | None, typer.Option("--month", metavar="N", help="A month that was kept; the last if not said.")
]
Group = Annotated[
    str, typer.Option(metavar="near|mid|far", help="Only people so far from work; all if not said.")
]


@app.command()
def discover(
    folder: Folder,
    outcome: Kept = None,
    month: At = None,
    group: Group = "all",
    below: Annotated[
        float | None,
        typer.Option(metavar="X", help="A point fails below X, in the outcome's unit (0.01 is 1 in 100)."),
    ] = None,
    above: Annotated[float | None, typer.Option(metavar="X", help="A point fails above X.")] = None,
    worst: Annotated[
        float | None,
        typer.Option(metavar="SHARE", help="This share of the points fails; 0.25 if nothing is said."),
    ] = None,
    density: Annotated[
        float | None,
        typer.Option(metavar="SHARE", help="At least this share of the points in a box must fail."),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find where a policy fails among everything that an experiment tried (PRIM, feature scores).

    Where every point was lived with and without a policy, this is about what the policy changes.

    Example: inroads discover runs/where-does-ips-fail --outcome job_any --below 0.01
    """
    from experiments.discovery import report
    from experiments.discovery.labels import rule_of

    rule = rule_of(below, above, worst)
    report.run(folder, report.Asked(outcome, month, group), rule, density, as_json, quiet)


@app.command()
def emulate(
    folder: Folder,
    outcome: Kept = None,
    month: At = None,
    group: Group = "all",
    at: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS=VALUE", help="Answer for this value of what was varied; may be given again."
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit a quick stand-in for the model to an experiment's results, check it, and ask it.

    Without --at it is fitted, checked on points that it has not seen, and kept. With --at it answers at once.

    Example: inroads emulate runs/where-does-ips-fail --at world.economy.demand=0.8
    """
    from experiments.discovery.report import Asked
    from experiments.emulation import report
    from experiments.inputs import parse

    report.run(folder, Asked(outcome, month, group), parse(at, "--at"), as_json, quiet)


audits = typer.Typer()
app.add_typer(audits, name="audit")


@audits.callback()
def audit() -> None:
    """Check that the model does what it promises: 'inroads audit levers'."""


@audits.command("levers")
def audit_levers(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="Where levers are moved; denmark if not said.")
    ] = "denmark",
    months: Annotated[int, typer.Option(metavar="N", help="How long lives are followed.")] = 24,
    people: Annotated[int, typer.Option(metavar="N", help="Jobseekers at the start.")] = 800,
    seeds: Seeds = 5,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Move every lever from one plausible end to the other and say what it changes most.

    The exit code is 1 where a lever changes nothing at all, and each of those is named.

    Example: inroads audit levers norway --seeds 10
    """
    from experiments import audit
    from experiments.inputs import sized

    world = sized(scenario, people, months)
    kept, dead = audit.audit_levers(world, range(seed, seed + seeds), as_json)
    _finish(kept)
    if dead:
        raise typer.Exit(1)


@app.command()
def levers(
    everything: Annotated[
        bool, typer.Option("--all", help="Assumptions about the world and settings too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List what a policy maker can set: address, default, range, meaning and unit."""
    from experiments import listings

    listings.levers(everything, as_json)


@app.command()
def phases() -> None:
    """Print the lines of a month, in the order in which they happen."""
    from experiments import listings

    listings.phases()


@app.command()
def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Scenario, trial or experiment files, or shipped names."),
    ],
) -> None:
    """Say of each scenario, trial or experiment file that it is fine, or in one sentence what is wrong."""
    from experiments.kinds import check_any
    from experiments.terminal import one_line
    from sim.errors import InputError

    wrong = 0
    for name in files:
        try:
            check_any(name)
        except InputError as error:
            wrong += 1
            complain(str(error))
        else:
            say(f"{one_line(name)}: fine")
    if wrong:
        raise typer.Exit(1)


@app.command()
def schema(
    of_an_experiment: Annotated[
        bool, typer.Option("--experiment", help="Of experiment files, instead of scenarios.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check them."""
    from experiments.designs.schema import schema as of_experiments
    from sim.schema import schema as of_scenarios

    wanted = of_experiments() if of_an_experiment else of_scenarios()
    say(json.dumps(wanted, indent=2, ensure_ascii=False, allow_nan=False))


@app.command()
def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with Inroads."""
    from experiments import listings

    listings.scenarios(as_json)


@app.command()
def dashboard(
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", envvar="PORT", min=1, max=65535, help="Where to serve it."),
    ] = None,
) -> None:
    """Open the dashboard in a browser."""
    from sim.errors import InputError

    try:
        from dashboard.launch import launch
    except ModuleNotFoundError as missing:
        raise InputError(
            f"The dashboard cannot start without the package {missing.name}; "
            "'make setup' installs everything."
        ) from None
    launch(port)


def main() -> None:
    """The entry point `inroads`."""
    try:
        typer.main.get_command(app).main()
    except SystemExit as leaving:
        under_way = [one for one in threading.enumerate() if one is not threading.main_thread()]
        if leaving.code == STOPPED and not all(one.daemon for one in under_way):
            os._exit(STOPPED)  # runs still under way have no say in it
        raise


if __name__ == "__main__":
    main()
