"""Lists, checks and the dashboard."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from experiments.commands.options import Json, Seed, Seeds, finish
from experiments.terminal import complain, say


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
    finish(kept)
    if dead:
        raise typer.Exit(1)


def levers(
    everything: Annotated[
        bool, typer.Option("--all", help="Assumptions about the world and settings too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List what a policy maker can set: address, default, range, meaning and unit."""
    from experiments import listings

    listings.levers(everything, as_json)


def phases() -> None:
    """Print the lines of a month, in the order in which they happen."""
    from experiments import listings

    listings.phases()


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


def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with Inroads."""
    from experiments import listings

    listings.scenarios(as_json)


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
