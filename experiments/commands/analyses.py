"""What drives an answer, where a policy fails, and quick stand-ins."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.commands.options import (
    At,
    Dask,
    DryRun,
    Folder,
    Group,
    Json,
    Kept,
    Quiet,
    Resume,
    RetryFailed,
    Workers,
)


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
    workers: Workers = None,
    dask: Dask = None,
    resume: Resume = False,
    retry_failed: RetryFailed = False,
    dry_run: DryRun = False,
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
            out, workers, dask, resume, retry_failed, dry_run, as_json, quiet, file, method, points,
            replicates, tuple(outcome or ()), month, seed, pairs, allow_missing,
        )
    )  # fmt: skip


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
