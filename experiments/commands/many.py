"""Many runs into a folder, and what the folder holds."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.commands.options import (
    Changes,
    Dask,
    DryRun,
    Into,
    Json,
    Other,
    Quiet,
    Resume,
    RetryFailed,
    Workers,
)


def experiment(
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="An experiment file, or a shipped experiment's name."),
    ] = None,
    out: Into = None,
    workers: Workers = None,
    dask: Dask = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Only go on with what DIR holds; FILE may be left out.")
    ] = False,
    retry_failed: RetryFailed = False,
    dry_run: DryRun = False,
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
    asked = command.Asked(out, workers, dask, resume, retry_failed, dry_run, as_json, quiet, file)
    if not command.experiment(asked):
        raise typer.Exit(1)


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


def nation(
    country: Annotated[
        str, typer.Argument(metavar="COUNTRY", help="denmark, finland, iceland, norway, sweden, or nordic.")
    ],
    out: Into = None,
    scale: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of the districts that are lived, of all sizes.")
    ] = 1.0,
    changes: Changes = None,
    other: Other = None,
    months: Annotated[int, typer.Option(metavar="N", help="How long lives are followed.")] = 120,
    seed: Annotated[
        int, typer.Option(metavar="S", min=1, max=2**53, help="Which districts are drawn, and their luck.")
    ] = 1,
    workers: Workers = None,
    dask: Dask = None,
    resume: Resume = False,
    retry_failed: RetryFailed = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Live a whole country, district by district, without and with a policy.

    --set is the policy, in every district. 'inroads life nation:denmark/district=17/person=42' tells
    any one life in it.

    Example: inroads nation denmark --scale 0.1 --set policy.ips.places=0.5 --out runs/denmark
    """
    from experiments.engine.how import How
    from experiments.inputs import parse
    from experiments.nation import command as nation_command
    from experiments.nation.plan import Asked

    asked = Asked(country, scale, months, seed, parse(changes), other)
    how = How(out, workers, dask, resume, retry_failed, dry_run, as_json, quiet)
    if not nation_command.nation(asked, how):
        raise typer.Exit(1)
