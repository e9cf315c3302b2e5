"""What was published, beside the model."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.commands.options import Changes, Json, Parameters, Quiet, Seed, Seeds, finish


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
        finish(command.calibrate(out, resume=resume, quick=quick, seed=seed, workers=workers))
